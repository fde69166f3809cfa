import { seededRandom } from '#libs/kernel';
import { auroc } from './auroc.js';
import { aurocInterval } from './auroc-interval.js';
import { type BinaryReport, binaryReport, type BinaryRows } from './binary-report.js';
import { clusteredProportion } from './clustered-proportion.js';
import { valueOf } from './refusal.js';
import { samplingUnits } from './sampling-units.js';
import { wilsonInterval } from './wilson-interval.js';

/** Answers that are right four times out of five, in clusters of five rows. */
function drawnRows(count: number): BinaryRows & { readonly cluster: readonly number[] } {
  const random = seededRandom('rows');
  const label = Array.from({ length: count }, () => Number(random.uniform() < 0.4));
  const probability = label.map((truth) => 0.6 * random.uniform() + 0.4 * truth);
  return {
    label,
    probability,
    prediction: probability.map((chance) => Number(chance >= 0.5)),
    cluster: label.map((_, row) => Math.floor(row / 5)),
  };
}

const report = (rows: BinaryRows): BinaryReport => binaryReport(rows, seededRandom('report'));
const { cluster, ...independent } = drawnRows(300);
const clustered = { ...independent, cluster };

const refusalsOf = (some: BinaryReport): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(some).flatMap(([metric, statistic]) =>
      statistic.ok ? [] : [[metric, statistic.error.code]],
    ),
  );

describe('binaryReport', () => {
  it.each([
    ['independent', independent],
    ['clustered', clustered],
  ])('of 300 %s rows gives every metric within its interval', (_name, rows) => {
    for (const statistic of Object.values(report(rows))) {
      const { value, lower, upper, n } = valueOf(statistic);
      expect(lower).toBeLessThan(value);
      expect(upper).toBeGreaterThan(value);
      expect(n).toBe(300);
    }
  });

  it('says the same for the same rows and seed', () => {
    expect(report(clustered)).toEqual(report(clustered));
  });

  it('uses Wilson’s and Newcombe’s intervals, by effective rows where rows are clustered', () => {
    const { label, probability, prediction } = independent;
    const right = label.map((truth, row) => Number(prediction[row] === truth));
    const curve = valueOf(auroc(label, probability));
    for (const names of [undefined, cluster]) {
      const units = samplingUnits(300, names);
      const { accuracy, auroc: area } = report({ ...independent, cluster: names });
      expect(accuracy).toEqual(clusteredProportion(right, units));
      expect(area).toMatchObject({ value: aurocInterval(curve, label, units) });
    }
  });

  it('of twelve rows gives what twelve rows can carry', () => {
    const [label, probability, prediction] = [
      [1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0],
      [0.9, 0.2, 0.6, 0.4, 0.3, 0.1, 0.8, 0.55, 0.7, 0.3, 0.65, 0.2],
      [1, 0, 1, 0, 0, 0, 1, 1, 1, 0, 1, 0],
    ];
    const small = report({ label, probability, prediction });
    expect(refusalsOf(small)).toEqual({ logLoss: 'too-few-rows', expectedCalibrationError: 'too-few-rows' });
    expect(small.accuracy).toEqual({ ok: true, value: { value: 10 / 12, ...wilsonInterval(10, 12), n: 12 } });
  });

  it('of nine clusters refuses what needs the bootstrap', () => {
    const nine = { ...independent, cluster: independent.label.map((_, row) => row % 9) };
    expect(refusalsOf(report(nine))).toEqual({
      balancedAccuracy: 'too-few-clusters',
      f1: 'too-few-clusters',
      matthewsCorrelation: 'too-few-clusters',
      kappa: 'too-few-clusters',
      logLoss: 'too-few-clusters',
      expectedCalibrationError: 'too-few-clusters',
    });
  });

  it('of one class refuses what compares classes', () => {
    const positives = { ...independent, label: independent.label.map(() => 1) };
    expect(refusalsOf(report(positives))).toMatchObject({
      balancedAccuracy: 'single-class',
      matthewsCorrelation: 'zero-variance',
      auroc: 'single-class',
    });
    const negatives = { ...independent, label: independent.label.map(() => 0) };
    expect(refusalsOf(report(negatives))).toMatchObject({ averagePrecision: 'no-positives' });
  });

  it('never gives an interval without width, not even for perfect answers', () => {
    const { label } = independent;
    const perfect = report({
      label,
      probability: label.map((truth) => 0.1 + 0.8 * truth),
      prediction: label,
    });
    for (const statistic of Object.values(perfect))
      if (statistic.ok) expect(statistic.value.upper).toBeGreaterThan(statistic.value.lower);
    expect(valueOf(perfect.f1).value).toBe(1);
    expect(valueOf(perfect.auroc).value).toBe(1);
  });

  it('refuses everything of one cluster, and of no rows', () => {
    const one = { ...independent, cluster: independent.label.map(() => 'all') };
    expect(new Set(Object.values(refusalsOf(report(one))))).toEqual(new Set(['too-few-clusters']));
    const none = report({ label: [], probability: [], prediction: [] });
    expect(Object.keys(refusalsOf(none))).toHaveLength(Object.keys(none).length);
  });
});
