import fc from 'fast-check';
import { seededRandom } from '#libs/kernel';
import { criticalDistance, robustScale } from './moderated-scale.js';

const NO_PRIOR = { deviation: 1, freedom: 0 };

describe('robust scale', () => {
  it('is median and scaled MAD where nothing is known beforehand', () => {
    // |x − 3| are 2, 1, 0, 1, 97: their median is 1.
    const { centre, deviation } = robustScale([1, 2, 3, 4, 100], NO_PRIOR);
    expect(centre).toBe(3);
    expect(deviation).toBeCloseTo(1.4826, 4);
  });

  it('is the standard deviation of a normal sample', () => {
    const random = seededRandom('scale');
    const values = Array.from({ length: 20_000 }, () => 5 + 2 * random.normal());
    expect(robustScale(values, NO_PRIOR).deviation).toBeCloseTo(2, 1);
  });

  it('is the prior where all values are equal, the less so the more there are', () => {
    const of = (count: number): number =>
      robustScale(new Array<number>(count).fill(7), { deviation: 0.15, freedom: 4 }).deviation;
    expect(of(1)).toBeCloseTo(0.15, 12);
    expect(of(50)).toBeLessThan(of(10));
  });

  it('follows a shift and a stretch', () => {
    const values = fc.array(fc.integer({ min: -50, max: 50 }), { minLength: 2, maxLength: 20 });
    fc.assert(
      fc.property(
        values,
        fc.integer({ min: -9, max: 9 }),
        fc.integer({ min: 1, max: 9 }),
        (some, shift, stretch) => {
          const moved = robustScale(
            some.map((value) => shift + stretch * value),
            { deviation: stretch, freedom: 3 },
          );
          const plain = robustScale(some, { deviation: 1, freedom: 3 });
          expect(moved.centre).toBeCloseTo(shift + stretch * plain.centre, 9);
          expect(moved.deviation).toBeCloseTo(stretch * plain.deviation, 9);
        },
      ),
    );
  });

  it('asks for more distance the more values are looked at', () => {
    const scale = robustScale([1, 2, 3, 4, 5], NO_PRIOR);
    expect(criticalDistance(scale, 50)).toBeGreaterThan(criticalDistance(scale, 5));
  });
});
