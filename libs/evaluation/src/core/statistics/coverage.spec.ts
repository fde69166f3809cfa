import { seededRandom } from '#libs/kernel';
import { areaInterval } from './area-interval.js';
import { auroc } from './auroc.js';
import { areaVariance } from './auroc-interval.js';
import { bcaInterval } from './bca-interval.js';
import type { Interval } from './interval.js';
import { normalCdf, normalCriticalValue } from './normal-distribution.js';
import { brierLoss } from './probability-scores.js';
import { type Statistic, valueOf } from './refusal.js';
import { bootstrapInterval, drawResamples, type ResampledSums, resampledSums } from './resampling.js';
import { samplingUnits } from './sampling-units.js';
import { scoreInterval } from './wilson-interval.js';

// How often intervals of 95 % hold the truth, where it is known: the measurements behind the least numbers of rows
// and clusters, and behind the choice of methods.

const random = seededRandom('coverage');

/** Share of the intervals that hold the truth; trials that give no interval do not count. */
function coverage(trials: number, truth: number, interval: () => Interval | undefined): number {
  const intervals = Array.from({ length: trials }, interval).filter((each) => each !== undefined);
  return intervals.filter(({ lower, upper }) => lower <= truth && truth <= upper).length / intervals.length;
}

const givenBy = (statistic: Statistic<Interval>): Interval | undefined =>
  statistic.ok ? statistic.value : undefined;

const mean = ([sum = 0, rows = 0]: Float64Array): number => sum / rows;

describe('an area under the curve of five positives among 200 negatives', () => {
  const distance = 2;
  const truth = normalCdf(distance / Math.SQRT2);
  const label = Array.from({ length: 205 }, (_, row) => Number(row < 5));
  const drawnScores = (): number[] => label.map((truthOfRow) => random.normal() + distance * truthOfRow);

  it('is held by Newcombe’s interval', () => {
    const held = coverage(400, truth, () => areaInterval(valueOf(auroc(label, drawnScores())).area, 5, 200));
    expect(held).toBeGreaterThan(0.93);
  });

  it('is missed too often by DeLong’s, even on the logit scale', () => {
    const held = coverage(400, truth, () => {
      const curve = valueOf(auroc(label, drawnScores()));
      const variance = areaVariance(curve, label, samplingUnits(205));
      if (variance === undefined) return undefined;
      const logit = Math.log(curve.area / (1 - curve.area));
      const reach = (normalCriticalValue(0.95) * Math.sqrt(variance)) / (curve.area * (1 - curve.area));
      return { lower: 1 / (1 + Math.exp(reach - logit)), upper: 1 / (1 + Math.exp(-reach - logit)) };
    });
    expect(held).toBeLessThan(0.9);
  });
});

describe('a Brier score that few rows make', () => {
  // Positives at probabilities 1 − u⁶: the loss is u¹², seldom large, and 1/13 in the mean.
  const drawnLosses = (rows: number): number[] =>
    Array.from({ length: rows }, () => brierLoss(1, 1 - random.uniform() ** 6));

  const heldByBootstrap = (rows: number): number => {
    const resamples = drawResamples(samplingUnits(rows), random);
    return coverage(300, 1 / 13, () => {
      const losses = drawnLosses(rows);
      return givenBy(bootstrapInterval(resampledSums(resamples, [(row) => losses[row] ?? 0, () => 1]), mean));
    });
  };

  it('is missed of eight by the bootstrap, and less so of twenty', () => {
    expect(heldByBootstrap(8)).toBeLessThan(0.8);
    expect(heldByBootstrap(20)).toBeGreaterThan(0.82);
  });

  it('is held of eight by the interval of a share', () => {
    const held = coverage(300, 1 / 13, () => {
      const sum = drawnLosses(8).reduce((total, loss) => total + loss, 0);
      return scoreInterval(sum / 8, 8);
    });
    expect(held).toBeGreaterThan(0.95);
  });
});

describe('F1 over few clusters', () => {
  // Each cluster has its own level of difficulty, and four positives and six negatives.
  const found = normalCdf(0.8 / Math.SQRT2);
  const f1 = ([tp = 0, fp = 0, fn = 0]: ArrayLike<number> & Iterable<number>): number =>
    (2 * tp) / (2 * tp + fp + fn);
  const truth = f1([4 * found, 6 * (1 - found), 4 * (1 - found)]);

  const successes = (rows: number, chance: number): number =>
    Array.from({ length: rows }, () => random.uniform()).filter((uniform) => uniform < chance).length;

  const drawnCluster = (): readonly number[] => {
    const chance = normalCdf(0.8 + random.normal());
    const truePositives = successes(4, chance);
    return [truePositives, 6 - successes(6, chance), 4 - truePositives];
  };

  /** Clusters pass for rows here, so that few of them are not refused. */
  const heldOf = (clusters: number, interval: (sums: ResampledSums) => Statistic<Interval>): number => {
    const resamples = drawResamples(samplingUnits(clusters), random);
    return coverage(250, truth, () => {
      const cells = Array.from({ length: clusters }, drawnCluster);
      const sums = resampledSums(
        resamples,
        [0, 1, 2].map((cell) => (cluster) => cells[cluster]?.[cell] ?? 0),
      );
      return givenBy(interval(sums));
    });
  };

  const expanded = (sums: ResampledSums): Statistic<Interval> => bootstrapInterval(sums, f1);

  const plain = (sums: ResampledSums): Statistic<Interval> =>
    bcaInterval({
      estimate: f1(sums.total),
      replicates: Float64Array.from(sums.resamples, f1),
      leaveOneOut: Float64Array.from(sums.leaveOneOut, f1),
    });

  it('is held of ten by the expanded bootstrap', () => {
    expect(heldOf(10, expanded)).toBeGreaterThan(0.92);
  });

  it('is missed of three', () => {
    expect(heldOf(3, expanded)).toBeLessThan(0.87);
  });

  it('is missed of five most often without the expansion', () => {
    expect(heldOf(5, plain)).toBeLessThan(0.89);
  });
});
