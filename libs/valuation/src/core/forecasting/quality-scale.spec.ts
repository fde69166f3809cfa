import fc from 'fast-check';
import { qualityAngle, qualityOfAngle, qualitySeries } from './quality-scale.js';

describe('the angle of a share', () => {
  it('goes there and back', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1, noNaN: true }), (share) => {
        expect(qualityOfAngle(qualityAngle(share))).toBeCloseTo(share, 12);
      }),
    );
  });

  it('goes there and back for shares of trials, the ends included', () => {
    for (const right of [0, 1, 37, 99, 100])
      expect(qualityOfAngle(qualityAngle(right / 100, 100), 100)).toBeCloseTo(right / 100, 12);
  });

  it('never comes back outside 0 and 1', () => {
    expect(qualityOfAngle(-3)).toBe(0);
    expect(qualityOfAngle(9)).toBe(1);
  });

  it('has a variance of about 1/(4 m), whatever the share', () => {
    for (const share of [0.1, 0.5, 0.97]) {
      const trials = 200;
      let [mean, square, chance] = [0, 0, (1 - share) ** trials];
      for (let right = 0; right <= trials; right += 1) {
        const angle = qualityAngle(right / trials, trials);
        mean += chance * angle;
        square += chance * angle ** 2;
        chance *= (((trials - right) / (right + 1)) * share) / (1 - share);
      }
      expect((square - mean ** 2) * (4 * trials + 2)).toBeCloseTo(1, 1);
    }
  });
});

describe('scores as a series', () => {
  it('count for more the more questions were asked', () => {
    const { noiseShares, futureNoiseShare } = qualitySeries([0, 1, 2], [0.5, 0.5, 0.5], [10, 1000, 100]);
    expect(noiseShares[0]).toBeGreaterThan(50 * (noiseShares[1] ?? 0));
    expect(futureNoiseShare).toBe(noiseShares[2]);
  });
});
