import * as fc from 'fast-check';
import { mcnemarOfScores, mcnemarTest } from './mcnemar-test.js';

const count = fc.integer({ min: 0, max: 60 });

/** C(n, k)/2^n for all k. */
function coinFlips(n: number): readonly number[] {
  let chance = 2 ** -n;
  return Array.from({ length: n + 1 }, (_, k) => {
    const own = chance;
    chance *= (n - k) / (k + 1);
    return own;
  });
}

describe('mcnemarTest', () => {
  it('is that of Fagerland, Lydersen and Laake’s example of airway hyper-responsiveness (2013), 1 against 7', () => {
    const test = mcnemarTest(1, 7);
    expect(test.exact).toBeCloseTo(0.0703, 4);
    expect(test.midP).toBeCloseTo(0.0391, 4);
    expect(test.chiSquare).toBeCloseTo(0.0339, 4);
    expect(test.chiSquareCorrected).toBeCloseTo(0.0771, 4);
  });

  it('adds up all splits that are at most as likely', () => {
    fc.assert(
      fc.property(count, count, (b, c) => {
        const chances = coinFlips(b + c);
        const own = chances[b] ?? NaN;
        const asFar = chances.filter((_, k) => Math.abs(2 * k - b - c) >= Math.abs(b - c));
        const exact = asFar.reduce((sum, chance) => sum + chance, 0);
        const test = mcnemarTest(b, c);
        expect(test.exact).toBeCloseTo(exact, 11);
        if (b + c > 0) expect(test.midP).toBeCloseTo(b === c ? 1 - own / 2 : exact - own, 11);
      }),
    );
  });

  it('does not care which model is first', () => {
    fc.assert(
      fc.property(count, count, (b, c) => {
        expect(mcnemarTest(c, b)).toEqual({ ...mcnemarTest(b, c), b: c, c: b });
      }),
    );
  });

  it('is 1 where the models never disagree', () => {
    expect(mcnemarTest(0, 0)).toMatchObject({ exact: 1, midP: 1, chiSquare: 1 });
  });
});

describe('mcnemarOfScores', () => {
  it('counts the rows that only one got right', () => {
    expect(mcnemarOfScores([1, 1, 0, 1, 0], [1, 0, 1, 0, 0])).toMatchObject({ value: { b: 2, c: 1 } });
  });

  it('refuses scores between 0 and 1', () => {
    expect(mcnemarOfScores([1, 0.5], [0, 1])).toMatchObject({ error: { code: 'not-binary' } });
  });
});
