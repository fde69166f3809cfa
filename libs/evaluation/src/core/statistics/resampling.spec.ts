import { seededRandom } from '#libs/kernel';
import { valueOf } from './refusal.js';
import {
  bootstrapInterval,
  drawResamples,
  RESAMPLED_UNITS_MAX,
  RESAMPLES,
  resampledSums,
  type ResampledSums,
} from './resampling.js';
import { samplingUnits } from './sampling-units.js';

const values = Array.from({ length: 60 }, (_, row) => (row * 17) % 23);
const valueAt = (row: number): number => values[row] ?? NaN;
const total = (list: ArrayLike<number>): number => Array.from(list).reduce((sum, value) => sum + value, 0);
const mean = ([sum = 0, rows = 0]: Float64Array): number => sum / rows;

const sumsOf = (names?: readonly number[]): ResampledSums =>
  resampledSums(drawResamples(samplingUnits(60, names), seededRandom('resampling')), [valueAt, () => 1]);

describe('drawResamples', () => {
  it('draws as many units as there are, all about equally often', () => {
    const { counts } = drawResamples(samplingUnits(40), seededRandom('even'));
    expect(counts).toHaveLength(RESAMPLES);
    expect(new Set(counts.map(total))).toEqual(new Set([40]));
    const drawn = Array.from({ length: 40 }, (_, unit) => total(counts.map((times) => times[unit] ?? 0)));
    const chiSquare = total(drawn.map((times) => (times - RESAMPLES) ** 2 / RESAMPLES));
    // 39 degrees of freedom: 0.9999 quantile 81.
    expect(chiSquare).toBeLessThan(81);
  });

  it('draws groups where there are too many units', () => {
    const { source, units } = drawResamples(samplingUnits(5_000), seededRandom('groups'));
    expect(source.count).toBe(5_000);
    expect(units.count).toBe(RESAMPLED_UNITS_MAX);
  });
});

describe('resampledSums', () => {
  it('adds up the data, and the data without each unit', () => {
    const { total: all, leaveOneOut } = sumsOf();
    expect([...all]).toEqual([total(values), 60]);
    expect(leaveOneOut.map((sums) => [...sums])).toEqual(values.map((value) => [total(values) - value, 59]));
  });

  it('adds up the drawn rows of each resample', () => {
    const resamples = drawResamples(samplingUnits(60), seededRandom('drawn'));
    const { resamples: sums } = resampledSums(resamples, [valueAt]);
    const drawn = resamples.counts[7] ?? [];
    expect(sums[7]?.[0]).toBe(total(values.map((value, row) => value * (drawn[row] ?? 0))));
  });

  it('keeps clusters whole', () => {
    const { resamples } = sumsOf(values.map((_, row) => Math.floor(row / 6)));
    expect(resamples.every(([, rows = 0]) => rows === 60)).toBe(true);
  });
});

describe('bootstrapInterval', () => {
  it('of a mean is close to Student’s', () => {
    const centre = total(values) / 60;
    const deviation = Math.sqrt(total(values.map((value) => (value - centre) ** 2)) / 59 / 60);
    const { lower, upper } = valueOf(bootstrapInterval(sumsOf(), mean));
    // t with 59 degrees of freedom.
    expect((upper - lower) / (2 * 2.001 * deviation)).toBeCloseTo(1, 1);
  });

  it('leaves out resamples that do not determine the statistic, and refuses when most do not', () => {
    const sums = sumsOf();
    const above = (limit: number) => (one: Float64Array) => (mean(one) > limit ? mean(one) : undefined);
    const sorted = sums.resamples.map(mean).sort((a, b) => a - b);
    expect(bootstrapInterval(sums, above(sorted[100] ?? NaN))).toMatchObject({ ok: true });
    const centre = mean(sums.total);
    const seldom = (one: Float64Array): number | undefined => (mean(one) === centre ? centre : undefined);
    expect(bootstrapInterval(sums, seldom)).toMatchObject({ error: { code: 'undefined-resamples' } });
  });

  it('refuses nine clusters and takes ten', () => {
    const clusters = (count: number): number[] => values.map((_, row) => row % count);
    expect(bootstrapInterval(sumsOf(clusters(9)), mean)).toEqual({
      ok: false,
      error: { code: 'too-few-clusters', reason: 'resampling needs at least 10 clusters, there are 9' },
    });
    expect(bootstrapInterval(sumsOf(clusters(10)), mean)).toMatchObject({ ok: true });
  });

  it('is the same for the same seed', () => {
    expect(bootstrapInterval(sumsOf(), mean)).toEqual(bootstrapInterval(sumsOf(), mean));
  });

  it('of 20 000 rows in groups is close to that of the rows', () => {
    const random = seededRandom('many rows');
    const many = Array.from({ length: 20_000 }, () => random.uniform() ** 3);
    const resamples = drawResamples(samplingUnits(20_000), random);
    const sums = resampledSums(resamples, [(row) => many[row] ?? NaN, () => 1]);
    const { lower, upper } = valueOf(bootstrapInterval(sums, mean));
    // The variance of u³ is 1/7 − 1/16; 2 000 groups know it to sqrt(2/2000) = 3 %.
    const expected = 2 * 1.96 * Math.sqrt((1 / 7 - 1 / 16) / 20_000);
    expect(Math.abs((upper - lower) / expected - 1)).toBeLessThan(0.1);
  });
});
