import { seededRandom } from '#libs/kernel';
import { medianInterval } from './order-statistic-interval.js';

const upTo = (count: number): readonly number[] => Array.from({ length: count }, (_, index) => index + 1);

describe('interval of a median', () => {
  // Ranks at 95 %: David and Nagaraja (2003), section 7.1; the binomial table with chance 1/2.
  it.each([
    [6, 1, 6],
    [9, 2, 8],
    [10, 2, 9],
    [20, 6, 15],
    [30, 10, 21],
    [100, 40, 61],
  ])('of %i values runs from the %i. to the %i.', (count, lower, upper) => {
    expect(medianInterval(upTo(count), 0.95)).toEqual({ ok: true, value: { lower, upper } });
  });

  it('is refused below six values', () => {
    expect(medianInterval(upTo(5), 0.95)).toMatchObject({ ok: false, error: { code: 'too-few-sales' } });
  });

  it('covers at least its level, of a skewed distribution too', () => {
    const random = seededRandom('median');
    let covered = 0;
    for (let trial = 0; trial < 2_000; trial += 1) {
      const interval = medianInterval(
        Array.from({ length: 15 }, () => Math.exp(2 * random.normal())),
        0.95,
      );
      if (interval.ok && interval.value.lower <= 1 && interval.value.upper >= 1) covered += 1;
    }
    expect(covered / 2_000).toBeGreaterThan(0.94);
  });
});
