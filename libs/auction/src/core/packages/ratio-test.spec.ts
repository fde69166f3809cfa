import * as fc from 'fast-check';
import { type Candidate, chooseEntering, type Entry } from './ratio-test.js';

const candidates = (...list: readonly (readonly [gain: number, ratio: number])[]): Candidate[] =>
  list.map(([gain, ratio], variable) => ({ variable, gain, ratio }));

/** The rule read aloud: in the order of their steps, all go to their other bound before the one that goes too far. */
function inOrder(all: readonly Candidate[], excess: number): Entry | undefined {
  const sorted = [...all].sort((a, b) => a.ratio - b.ratio || b.gain - a.gain || a.variable - b.variable);
  const flips: number[] = [];
  let left = excess;
  for (const { variable, gain } of sorted) {
    left -= gain;
    if (left <= 0 || flips.length === sorted.length - 1) return { entering: variable, flips };
    flips.push(variable);
  }
  return undefined;
}

describe('chooseEntering', () => {
  it('takes the variable whose reduced cost changes sign first', () => {
    expect(chooseEntering(candidates([1, 3], [1, 2], [1, 4]), 0.5)).toEqual({ entering: 1, flips: [] });
  });

  it('takes the larger pivot among equal steps', () => {
    expect(chooseEntering(candidates([1, 2], [3, 2]), 0.5)).toEqual({ entering: 1, flips: [] });
  });

  it('flips variables on the way as long as that is not too far', () => {
    expect(chooseEntering(candidates([1, 1], [1, 2], [1, 3]), 1.5)).toEqual({ entering: 1, flips: [0] });
  });

  it('takes the last one when all together do not go far enough', () => {
    expect(chooseEntering(candidates([1, 1], [1, 2]), 9)).toEqual({ entering: 1, flips: [0] });
  });

  it('has nothing to take when there is nothing', () => {
    expect(chooseEntering([], 1)).toBeUndefined();
  });

  it('is what going through all in order gives', () => {
    const few = fc.integer({ min: 1, max: 4 });
    fc.assert(
      fc.property(fc.array(fc.tuple(few, few)), fc.integer({ min: 0, max: 20 }), (list, excess) => {
        const all = candidates(...list);
        expect(chooseEntering(all, excess)).toEqual(inOrder(all, excess));
      }),
    );
  });
});
