import fc from 'fast-check';
import { mean, median } from 'simple-statistics';
import { assert, seededRandom } from '#libs/kernel';
import type { RatioFigure } from './ratio-figure.js';
import {
  byRatio,
  coefficientOfDispersion,
  medianRatio,
  once,
  priceRelatedDifferential,
} from './ratio-figures.js';
import type { RatioResult } from './ratio-refusal.js';
import { ratioStudy } from './ratio-study.js';
import type { Sale } from './sale.js';

/** The worked example of 36 sales of the IAAO Standard on Ratio Studies (2013): appraised value, sale price. */
const IAAO_SALES: readonly Sale[] = [
  [48_000, 138_000],
  [28_800, 59_250],
  [78_400, 157_500],
  [39_840, 74_400],
  [68_160, 114_900],
  [94_400, 159_000],
  [67_200, 111_900],
  [56_960, 93_000],
  [87_200, 138_720],
  [38_240, 59_700],
  [96_320, 146_400],
  [67_680, 99_000],
  [32_960, 47_400],
  [50_560, 70_500],
  [61_360, 78_000],
  [47_360, 60_000],
  [58_080, 69_000],
  [47_040, 55_500],
  [136_000, 154_500],
  [103_200, 109_500],
  [59_040, 60_000],
  [168_000, 168_000],
  [128_000, 124_500],
  [132_000, 127_500],
  [160_000, 150_000],
  [160_000, 141_000],
  [200_000, 171_900],
  [184_000, 157_500],
  [160_000, 129_600],
  [157_200, 126_000],
  [99_200, 77_700],
  [200_000, 153_000],
  [64_000, 48_750],
  [192_000, 144_000],
  [190_400, 141_000],
  [65_440, 48_000],
].map(([estimate = 0, price = 0]) => ({ estimate, price }));

const studyOf = (sales: readonly Sale[]) => ratioStudy(sales, [], seededRandom('study'));

const figureOf = (figure: RatioResult<RatioFigure>): RatioFigure => {
  assert(figure.ok, `refused: ${JSON.stringify(figure)}`);
  return figure.value;
};

const limitsOf = (figure: RatioResult<RatioFigure>) => {
  const { interval } = figureOf(figure);
  assert(interval.ok, `refused: ${JSON.stringify(interval)}`);
  return interval.value;
};

const sales = fc.array(
  fc.record({
    estimate: fc.integer({ min: 1, max: 1_000_000 }),
    price: fc.integer({ min: 1, max: 1_000_000 }),
  }),
  { minLength: 1, maxLength: 25 },
);

describe('the worked example of the standard', () => {
  const study = studyOf(IAAO_SALES);

  it.each([
    ['medianRatio', 0.864, 3],
    ['cod', 29.8, 1],
    ['prd', 0.983, 3],
    ['prb', 0.232, 3],
  ] as const)('%s is %s', (name, published, digits) => {
    expect(figureOf(study[name]).value).toBeCloseTo(published, digits);
  });

  it('has its median between the 12th and the 25th ratio of 36', () => {
    const sorted = byRatio(IAAO_SALES).map(({ estimate, price }) => estimate / price);
    expect(limitsOf(study.medianRatio)).toEqual({ lower: sorted[11], upper: sorted[24] });
  });

  it('shows intervals that contain their figures', () => {
    for (const figure of [study.cod, study.prd, study.prb, study.mdape, study.pe5, study.pe10, study.pe20]) {
      const { lower, upper } = limitsOf(figure);
      expect(lower).toBeLessThanOrEqual(figureOf(figure).value);
      expect(upper).toBeGreaterThanOrEqual(figureOf(figure).value);
    }
  });
});

describe('figures of a sample', () => {
  it('are those of the sales written out as often as they stand in it', () => {
    fc.assert(
      fc.property(sales, fc.infiniteStream(fc.integer({ min: 0, max: 3 })), (some, stream) => {
        const sorted = byRatio(some);
        const counts = sorted.map(() => Number(stream.next().value));
        const written = sorted.flatMap((sale, index) =>
          Array.from({ length: counts[index] ?? 0 }, () => sale),
        );
        fc.pre(written.length > 0);
        const ratios = written.map(({ estimate, price }) => estimate / price);
        const centre = median(ratios);
        const total = (key: keyof Sale): number => written.reduce((sum, sale) => sum + sale[key], 0);
        expect(medianRatio(sorted, counts)).toBeCloseTo(centre, 9);
        const dispersion = (100 * mean(ratios.map((ratio) => Math.abs(ratio - centre)))) / centre;
        expect(coefficientOfDispersion(sorted, counts) / dispersion || 1).toBeCloseTo(1, 9);
        const differential = mean(ratios) / (total('estimate') / total('price'));
        expect(priceRelatedDifferential(sorted, counts) / differential).toBeCloseTo(1, 9);
      }),
    );
  });

  it('do not depend on the currency', () => {
    const sorted = byRatio(IAAO_SALES);
    const dearer = byRatio(
      IAAO_SALES.map(({ estimate, price }) => ({ estimate: 7 * estimate, price: 7 * price })),
    );
    const all = once(sorted.length);
    expect(coefficientOfDispersion(dearer, all)).toBeCloseTo(coefficientOfDispersion(sorted, all), 9);
    expect(figureOf(studyOf(dearer).prb).value).toBeCloseTo(figureOf(studyOf(sorted).prb).value, 9);
  });
});

describe('estimates that are all too low by a tenth', () => {
  const prices = [100, 250, 700, 1_200, 3_000, 4_500, 9_000, 12_000];
  const study = studyOf(prices.map((price) => ({ estimate: 0.9 * price, price })));

  it('have that level, no dispersion, no bias', () => {
    expect(figureOf(study.medianRatio).value).toBeCloseTo(0.9, 12);
    expect(figureOf(study.cod).value).toBeCloseTo(0, 10);
    expect(figureOf(study.prd).value).toBeCloseTo(1, 12);
    expect(figureOf(study.prb).value).toBeCloseTo(0, 12);
    expect(figureOf(study.mdape).value).toBeCloseTo(0.1, 12);
    expect([study.pe5, study.pe10, study.pe20].map((figure) => figureOf(figure).value)).toEqual([0, 1, 1]);
  });

  it('show no interval for what does not vary', () => {
    expect(figureOf(study.prd).interval).toMatchObject({ ok: false, error: { code: 'no-variation' } });
  });
});

describe('what few or empty sales cannot carry', () => {
  it('is refused, each figure for itself', () => {
    const study = studyOf([{ estimate: 90, price: 100 }]);
    expect(figureOf(study.medianRatio)).toMatchObject({ value: 0.9, interval: { ok: false } });
    expect(study.prb).toMatchObject({ ok: false, error: { code: 'too-few-sales' } });
  });

  it('is refused where most estimates are zero', () => {
    const study = studyOf([0, 0, 0, 0, 5, 6].map((estimate) => ({ estimate, price: 10 })));
    expect(study.cod).toMatchObject({ ok: false, error: { code: 'zero-median' } });
    expect(study.prb).toMatchObject({ ok: false, error: { code: 'zero-median' } });
  });
});

describe('an extreme outlier', () => {
  const ordinary = Array.from({ length: 20 }, (_, index) => ({ estimate: 90 + index, price: 100 }));
  const study = studyOf([...ordinary, { estimate: 5_000, price: 100 }]);

  it('is left out of the trimmed figures only', () => {
    expect(study.trimmed.outlierCount).toBe(1);
    expect(figureOf(study.cod).value).toBeGreaterThan(10 * figureOf(study.trimmed.cod).value);
  });
});

describe('published intervals', () => {
  const some = Array.from({ length: 40 }, (_, index) => ({ estimate: 100, price: 81 + index }));

  it('are counted and scored', () => {
    const intervals = some.map(() => ({ lower: 90, upper: 110 }));
    const [figures] = ratioStudy(some, [{ level: 0.8, intervals }], seededRandom('claims')).intervals;
    assert(figures !== undefined, 'one claim');
    expect(figureOf(figures.coverage).value).toBe(21 / 40);
    // Misses of 1 … 9 below and 1 … 10 above, each ten times over at 80 %.
    expect(figureOf(figures.intervalScore).value).toBeCloseTo(20 + (10 * (45 + 55)) / 40, 10);
    expect(limitsOf(figures.coverage).upper).toBeLessThan(0.8);
  });

  it('with a limit at zero have no score of logarithms', () => {
    const intervals = some.map(() => ({ lower: 0, upper: 110 }));
    const [figures] = ratioStudy(some, [{ level: 0.95, intervals }], seededRandom('claims')).intervals;
    expect(figures?.logIntervalScore).toMatchObject({ ok: false, error: { code: 'bound-not-positive' } });
  });
});
