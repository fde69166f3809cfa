import { seededRandom } from '#libs/kernel';
import { localLevelNoise } from './local-level-noise.js';

const MONTHS = 20_000;

/** A long series whose two kinds of noise are known. */
function simulated(passing: number, lasting: number): readonly { readonly x: number; readonly y: number }[] {
  const random = seededRandom('local level');
  let level = 0;
  return Array.from({ length: MONTHS }, (_, x) => {
    level += lasting * random.normal() - 0.01;
    return { x, y: level + passing * random.normal() };
  });
}

describe('local level noise', () => {
  it.each([
    [0.2, 0.1],
    [0.1, 0.2],
    [0, 0.2],
  ])('finds passing noise %s and lasting noise %s again', (passing, lasting) => {
    const noise = localLevelNoise(simulated(passing, lasting), -0.01);
    expect(noise.passing ** 2).toBeCloseTo(passing ** 2, 2);
    expect(noise.lasting ** 2).toBeCloseTo(lasting ** 2, 2);
  });

  it('finds none around an exact line', () => {
    const line = [0, 1, 2, 4, 5].map((x) => ({ x, y: 3 - 0.5 * x }));
    expect(localLevelNoise(line, -0.5)).toEqual({ passing: 0, lasting: 0 });
  });

  it('takes strict alternation for passing noise only', () => {
    const alternating = [1, -1, 1, -1, 1, -1, 1, -1].map((y, x) => ({ x, y }));
    expect(localLevelNoise(alternating, 0).lasting).toBe(0);
  });

  it('takes a shift that stays for lasting noise only', () => {
    const shifted = [0, 0, 0, 1, 1, 1].map((y, x) => ({ x, y }));
    expect(localLevelNoise(shifted, 0)).toEqual({ passing: 0, lasting: Math.sqrt(1 / 4) });
  });
});
