import fc from 'fast-check';
import { seededRandom } from '#libs/kernel';
import { backoffMs } from './backoff.js';

const rules = { baseMs: 500, capMs: 8_000 };

describe('backoffMs', () => {
  it('stays below a ceiling that doubles with each failure up to the cap', () => {
    fc.assert(
      fc.property(fc.string(), fc.integer({ min: 1, max: 2_000 }), (seed, failures) => {
        const waitMs = backoffMs(failures, rules, seededRandom(seed));
        expect(waitMs).toBeGreaterThanOrEqual(0);
        expect(waitMs).toBeLessThan(Math.min(8_000, 500 * 2 ** (failures - 1)));
      }),
    );
  });

  it('is spread over all of it: half the ceiling on average', () => {
    const random = seededRandom('spread');
    const waits = Array.from({ length: 10_000 }, () => backoffMs(3, rules, random));
    const mean = waits.reduce((sum, wait) => sum + wait, 0) / waits.length;
    // The standard error of a mean of uniforms on 2000 ms is 2000 / sqrt(12 · 10 000), about 6 ms.
    expect(Math.abs(mean - 1_000)).toBeLessThan(25);
  });

  it('is the same for the same seed', () => {
    expect(backoffMs(4, rules, seededRandom('a'))).toBe(backoffMs(4, rules, seededRandom('a')));
  });
});
