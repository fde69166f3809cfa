import * as fc from 'fast-check';
import { valueOf } from './refusal.js';
import { passAllProbability, repeatConsistency } from './repeat-consistency.js';

const tries = fc.array(fc.boolean(), { minLength: 3, maxLength: 6 });

/** Looks at every choice of k of the tries. */
function naivePassAll(outcomes: readonly boolean[], k: number): number {
  let [choices, passed] = [0, 0];
  for (let choice = 0; choice < 2 ** outcomes.length; choice += 1) {
    const chosen = outcomes.filter((_, index) => (choice >> index) % 2 === 1);
    if (chosen.length !== k) continue;
    choices += 1;
    if (chosen.every(Boolean)) passed += 1;
  }
  return passed / choices;
}

const counted = (outcomes: readonly boolean[]) => ({
  successes: outcomes.filter(Boolean).length,
  tries: outcomes.length,
});

describe('passAllProbability', () => {
  it('is the share of all choices of k tries that pass', () => {
    fc.assert(
      fc.property(
        fc.array(tries, { minLength: 1, maxLength: 5 }),
        fc.integer({ min: 1, max: 3 }),
        (rows, k) => {
          const naive = rows.reduce((sum, row) => sum + naivePassAll(row, k), 0) / rows.length;
          expect(valueOf(passAllProbability(rows.map(counted), k))).toBeCloseTo(naive, 12);
        },
      ),
    );
  });

  it('falls with k, from the success rate', () => {
    const rows = [
      { successes: 8, tries: 8 },
      { successes: 6, tries: 8 },
    ];
    expect(valueOf(passAllProbability(rows, 1))).toBeCloseTo(14 / 16, 12);
    expect(valueOf(passAllProbability(rows, 4))).toBeCloseTo((1 + 15 / 70) / 2, 12);
    expect(valueOf(passAllProbability(rows, 8))).toBeCloseTo(0.5, 12);
  });

  it('refuses when a row was tried less than k times', () => {
    expect(passAllProbability([{ successes: 2, tries: 2 }], 3)).toMatchObject({
      error: { code: 'too-few-repeats' },
    });
    expect(passAllProbability([], 1)).toMatchObject({ error: { code: 'no-rows' } });
  });

  it('asserts on more successes than tries', () => {
    expect(() => passAllProbability([{ successes: 3, tries: 2 }], 1)).toThrow('no more successes');
  });
});

describe('repeatConsistency', () => {
  it('counts rows that are unanimous and pairs of tries that differ', () => {
    const rows = [
      ['spam', 'spam', 'spam'],
      ['spam', 'ham', 'spam'],
      ['ham', 'spam'],
      ['ham', 'ham'],
    ];
    const { n, unanimousShare, flipRate } = valueOf(repeatConsistency(rows));
    expect(n).toBe(4);
    expect(unanimousShare).toBe(0.5);
    expect(flipRate).toBeCloseTo((0 + 2 / 3 + 1 + 0) / 4, 12);
  });

  it('is 1 − pass² − fail² for right and wrong answers', () => {
    fc.assert(
      fc.property(fc.array(tries, { minLength: 1, maxLength: 5 }), (rows) => {
        const { flipRate } = valueOf(repeatConsistency(rows.map((row) => row.map(String))));
        const pass = valueOf(passAllProbability(rows.map(counted), 2));
        const fail = valueOf(
          passAllProbability(
            rows.map((row) => counted(row.map((right) => !right))),
            2,
          ),
        );
        expect(flipRate).toBeCloseTo(1 - pass - fail, 12);
      }),
    );
  });

  it('refuses rows that were asked once', () => {
    expect(repeatConsistency([['a', 'a'], ['b']])).toMatchObject({ error: { code: 'too-few-repeats' } });
    expect(repeatConsistency([])).toMatchObject({ error: { code: 'no-rows' } });
  });
});
