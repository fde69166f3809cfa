import { studentCriticalValue } from '#core/evaluation';
import { seededRandom } from '#libs/kernel';
import { mean, sampleStandardDeviation } from 'simple-statistics';
import { normalCdf } from '../normal-distribution.js';
import type { CensoredSample } from './censored-fit.js';
import { centreLimits } from './tobit-profile.js';

const LEVEL = 0.95;

/** The likelihood over a grid of deviations, written out. */
function profileOnGrid({ seen, below }: CensoredSample, centre: number): number {
  let highest = Number.NEGATIVE_INFINITY;
  for (let deviation = 0.05; deviation < 5; deviation *= 1.02) {
    const density = seen.map((y) => -Math.log(deviation) - ((y - centre) / deviation) ** 2 / 2);
    const tail = below.map((bound) => Math.log(normalCdf(bound, centre, deviation)));
    highest = Math.max(
      highest,
      [...density, ...tail].reduce((sum, term) => sum + term, 0),
    );
  }
  return highest;
}

describe('limits of a centre', () => {
  it("are Student's where nothing is censored", () => {
    const random = seededRandom('seen');
    const seen = Array.from({ length: 12 }, () => 0.3 + 0.5 * random.normal());
    const half = (studentCriticalValue(LEVEL, 11) * sampleStandardDeviation(seen)) / Math.sqrt(12);
    const limits = centreLimits({ seen, below: [] }, mean(seen), LEVEL);
    expect(limits.lower).toBeCloseTo(mean(seen) - half, 6);
    expect(limits.upper).toBeCloseTo(mean(seen) + half, 6);
  });

  it('lie where the likelihood on a grid has fallen by the threshold', () => {
    const sample = { seen: [0.1, 0.35, 0.2, 0.6, 0.45, 0.15, 0.8], below: [0, 0, 0.1, -0.1] };
    const centres = Array.from({ length: 301 }, (_, step) => -1 + step / 150);
    const heights = centres.map((centre) => profileOnGrid(sample, centre));
    const top = Math.max(...heights);
    const threshold = (7 / 2) * Math.log1p(studentCriticalValue(LEVEL, 6) ** 2 / 6);
    const allowed = centres.filter((_, index) => top - (heights[index] ?? 0) <= threshold);
    const limits = centreLimits(sample, centres[heights.indexOf(top)] ?? 0, LEVEL);
    // A step of the grid apart at the most.
    expect(Math.abs(limits.lower - (allowed[0] ?? 0))).toBeLessThan(1 / 150);
    expect(Math.abs(limits.upper - (allowed.at(-1) ?? 0))).toBeLessThan(1 / 150);
  });

  it('reach down further when a value is known only to lie below a bound', () => {
    const seen = [0.1, 0.35, 0.2, 0.6, 0.45, 0.15, 0.8];
    const without = centreLimits({ seen, below: [] }, mean(seen), LEVEL);
    const withBound = centreLimits({ seen, below: [0.2, 0.2] }, 0.3, LEVEL);
    expect(withBound.lower).toBeLessThan(without.lower);
  });
});
