/** A variable that could enter the basis. */
export type Candidate = {
  readonly variable: number;
  /** How fast the leaving variable comes back to its bound when this one moves; positive. */
  readonly gain: number;
  /** The dual step at which its reduced cost changes sign. */
  readonly ratio: number;
};

export type Entry = {
  readonly entering: number;
  /** Variables that go to their other bound, a distance of one, on the way. */
  readonly flips: readonly number[];
};

/**
 * The bound flipping ratio test: the dual step is taken as far as the dual objective falls. A variable whose reduced
 * cost changes sign before that goes to its other bound, as long as that does not bring the leaving variable past
 * its own (`excess` is how far it is out). Undefined when nothing can enter.
 */
export function chooseEntering(candidates: Candidate[], excess: number): Entry | undefined {
  candidates.sort(byRatioThenGain);
  const flips: number[] = [];
  let left = excess;
  for (const [at, { variable, gain }] of candidates.entries()) {
    left -= gain;
    if (left <= 0 || at === candidates.length - 1) return { entering: variable, flips };
    flips.push(variable);
  }
  return undefined;
}

/** Among equal steps the larger pivot is the safer one. */
const byRatioThenGain = (a: Candidate, b: Candidate): number =>
  a.ratio - b.ratio || b.gain - a.gain || a.variable - b.variable;
