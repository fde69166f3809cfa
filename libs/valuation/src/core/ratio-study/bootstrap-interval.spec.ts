import { assert, seededRandom } from '#libs/kernel';
import { bootstrapInterval } from './bootstrap-interval.js';
import type { Multiplicities } from './ratio-figures.js';

const weightedMean =
  (values: readonly number[]) =>
  (sample: Multiplicities): number =>
    values.reduce((sum, value, index) => sum + value * (sample[index] ?? 0), 0) / values.length;

describe('bootstrap interval', () => {
  it('of a mean is that of the normal law where there are many values', () => {
    const random = seededRandom('many');
    const values = Array.from({ length: 400 }, () => random.normal());
    const interval = bootstrapInterval(values.length, weightedMean(values), 0.95, random);
    assert(interval.ok, 'enough values');
    expect(interval.value.upper - interval.value.lower).toBeCloseTo((2 * 1.96) / 20, 1);
  });

  it('reaches further to the side that is skewed', () => {
    const random = seededRandom('skewed');
    const values = Array.from({ length: 60 }, () => Math.exp(random.normal()));
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    const interval = bootstrapInterval(values.length, weightedMean(values), 0.95, random);
    assert(interval.ok, 'enough values');
    expect(interval.value.upper - mean).toBeGreaterThan(mean - interval.value.lower);
  });

  it('is the same for the same stream', () => {
    const values = [1, 4, 2, 8, 5, 7];
    const once = bootstrapInterval(6, weightedMean(values), 0.95, seededRandom('same'));
    expect(bootstrapInterval(6, weightedMean(values), 0.95, seededRandom('same'))).toEqual(once);
  });

  it.each([
    ['too-few-sales', [1, 2, 3]],
    ['no-variation', [2, 2, 2, 2, 2, 2]],
  ])('is refused: %s', (code, values) => {
    expect(bootstrapInterval(values.length, weightedMean(values), 0.95, seededRandom('few'))).toMatchObject({
      ok: false,
      error: { code },
    });
  });
});
