import * as fc from 'fast-check';
import { seededRandom } from '#libs/kernel';
import { areaInterval } from './area-interval.js';
import { auroc, type Auroc } from './auroc.js';
import { areaVariance, aurocInterval } from './auroc-interval.js';
import { valueOf } from './refusal.js';
import { samplingUnits } from './sampling-units.js';

interface Rows {
  readonly label: readonly number[];
  readonly score: readonly number[];
}

const curveOf = ({ label, score }: Rows): Auroc => valueOf(auroc(label, score));

/** Labels in turn; scores of positives lie a little higher. */
function drawnRows(count: number, seed: string): Rows {
  const random = seededRandom(seed);
  const label = Array.from({ length: count }, (_, row) => row % 2);
  return { label, score: label.map((truth) => random.normal() + truth) };
}

const repeated = <T>(list: readonly T[], times: number): T[] =>
  list.flatMap((item) => Array.from({ length: times }, () => item));

/** DeLong's S10/m + S01/n from their definition, sample variances of the components. */
function delong({ label, score }: Rows): number {
  const { components } = curveOf({ label, score });
  return [1, 0]
    .map((side) => [...components].filter((_, row) => label[row] === side))
    .map((own) => {
      const mean = own.reduce((sum, value) => sum + value, 0) / own.length;
      return own.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (own.length - 1) / own.length;
    })
    .reduce((sum, variance) => sum + variance, 0);
}

describe('areaVariance', () => {
  it('is DeLong’s where every row is a unit', () => {
    fc.assert(
      fc.property(fc.integer({ min: 4, max: 60 }), fc.string(), (count, seed) => {
        const rows = drawnRows(count, seed);
        fc.pre(delong(rows) > 0);
        const variance = areaVariance(curveOf(rows), rows.label, samplingUnits(count));
        expect(variance).toBeCloseTo(delong(rows), 12);
      }),
    );
  });

  it('does not believe copies: clusters of four equal rows carry what one row did', () => {
    const rows = drawnRows(200, 'copies');
    const copies = { label: repeated(rows.label, 4), score: repeated(rows.score, 4) };
    const names = repeated([...rows.label.keys()], 4);
    const single = areaVariance(curveOf(rows), rows.label, samplingUnits(200)) ?? NaN;
    const clustered = areaVariance(curveOf(copies), copies.label, samplingUnits(800, names)) ?? NaN;
    expect(clustered / single).toBeCloseTo(1, 1);
  });

  it('takes away what pairs of unlike labels share', () => {
    // A positive and a negative of one cluster with scores that move together: their order is surer than it looks.
    const random = seededRandom('pairs');
    const levels = Array.from({ length: 100 }, () => random.normal());
    const label = repeated([0], 100).concat(repeated([1], 100));
    const score = [...levels, ...levels.map((level) => level + 0.5)];
    const names = [...levels.keys(), ...levels.keys()];
    const curve = curveOf({ label, score });
    const clustered = areaVariance(curve, label, samplingUnits(200, names)) ?? NaN;
    expect(clustered).toBeLessThan((areaVariance(curve, label, samplingUnits(200)) ?? NaN) / 4);
  });

  it('is unknown at a perfect order, and where one cluster holds a class', () => {
    const label = [0, 0, 1, 1];
    const perfect = curveOf({ label, score: [1, 2, 3, 4] });
    expect(areaVariance(perfect, label, samplingUnits(4))).toBeUndefined();
    const mixed = curveOf({ label, score: [1, 3, 2, 4] });
    expect(areaVariance(mixed, label, samplingUnits(4, ['a', 'b', 'c', 'c']))).toBeUndefined();
  });
});

describe('aurocInterval', () => {
  it('is Newcombe’s for independent rows', () => {
    const rows = drawnRows(60, 'independent');
    const curve = curveOf(rows);
    expect(aurocInterval(curve, rows.label, samplingUnits(60))).toEqual(areaInterval(curve.area, 30, 30));
  });

  it('doubles its width for clusters of four copies', () => {
    const rows = drawnRows(400, 'doubled');
    const copies = { label: repeated(rows.label, 4), score: repeated(rows.score, 4) };
    const names = repeated([...rows.label.keys()], 4);
    const width = (units: ReturnType<typeof samplingUnits>): number => {
      const { lower, upper } = aurocInterval(curveOf(copies), copies.label, units);
      return upper - lower;
    };
    expect(width(samplingUnits(1_600, names)) / width(samplingUnits(1_600))).toBeCloseTo(2, 0);
  });

  it('is never narrower for clusters than for rows', () => {
    fc.assert(
      fc.property(fc.string(), fc.integer({ min: 2, max: 15 }), (seed, clusters) => {
        const rows = drawnRows(60, seed);
        const curve = curveOf(rows);
        const names = rows.label.map((_, row) => (row * 7) % clusters);
        const independent = aurocInterval(curve, rows.label, samplingUnits(60));
        const clustered = aurocInterval(curve, rows.label, samplingUnits(60, names));
        expect(clustered.lower).toBeLessThanOrEqual(independent.lower + 1e-12);
        expect(clustered.upper).toBeGreaterThanOrEqual(independent.upper - 1e-12);
      }),
    );
  });

  it('counts clusters for rows at a perfect order', () => {
    const label = [0, 0, 0, 1, 1, 1];
    const curve = curveOf({ label, score: [1, 2, 3, 4, 5, 6] });
    const units = samplingUnits(6, ['a', 'a', 'b', 'c', 'c', 'c']);
    expect(aurocInterval(curve, label, units)).toEqual(areaInterval(1, 1, 2));
  });
});
