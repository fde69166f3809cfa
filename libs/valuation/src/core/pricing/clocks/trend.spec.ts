import fc from 'fast-check';
import { trendOf } from './trend.js';

const PRIOR = { perYear: 0.63, deviation: 0.3 };

describe('trend', () => {
  it('is the usual one for a single point, or several at one time', () => {
    expect(trendOf([{ t: -1, y: 3 }], 0.3, PRIOR)).toEqual(PRIOR);
    expect(
      trendOf(
        [
          { t: -1, y: 3 },
          { t: -1, y: 5 },
        ],
        0.3,
        PRIOR,
      ),
    ).toEqual(PRIOR);
  });

  it('is the data’s where they speak over years, and surer than either', () => {
    const points = [-8, -6, -4, -2, 0].map((t) => ({ t, y: 2 * t }));
    const { perYear, deviation } = trendOf(points, 0.1, PRIOR);
    expect(perYear).toBeCloseTo(2, 2);
    expect(deviation).toBeLessThan(0.02);
  });

  it('lies between prior and data', () => {
    fc.assert(
      fc.property(fc.double({ min: -3, max: 3, noNaN: true }), (slope) => {
        const { perYear, deviation } = trendOf(
          [
            { t: -1, y: -slope },
            { t: 0, y: 0 },
          ],
          0.3,
          PRIOR,
        );
        expect(perYear).toBeGreaterThanOrEqual(Math.min(slope, PRIOR.perYear) - 1e-12);
        expect(perYear).toBeLessThanOrEqual(Math.max(slope, PRIOR.perYear) + 1e-12);
        expect(deviation).toBeLessThan(PRIOR.deviation);
      }),
    );
  });

  it('is the stated one where the prior leaves no doubt', () => {
    const stated = { perYear: 1, deviation: 0 };
    expect(
      trendOf(
        [
          { t: -1, y: 0 },
          { t: 0, y: 9 },
        ],
        0.3,
        stated,
      ),
    ).toEqual(stated);
  });
});
