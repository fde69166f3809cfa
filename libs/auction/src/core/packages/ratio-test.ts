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
export function chooseEntering(candidates: readonly Candidate[], excess: number): Entry | undefined {
  // Flips are few: to look for the least each time is quicker than to sort.
  const open = [...candidates];
  const flips: number[] = [];
  let left = excess;
  for (;;) {
    const at = leastOf(open);
    const least = open[at];
    if (least === undefined) return undefined;
    left -= least.gain;
    if (left <= 0 || open.length === 1) return { entering: least.variable, flips };
    flips.push(least.variable);
    open[at] = open[open.length - 1] ?? least;
    open.pop();
  }
}

function leastOf(candidates: readonly Candidate[]): number {
  let best = 0;
  for (const [at, candidate] of candidates.entries()) {
    const least = candidates[best];
    if (least !== undefined && comesBefore(candidate, least)) best = at;
  }
  return best;
}

/** Among equal steps the larger pivot is the safer one. */
const comesBefore = (a: Candidate, b: Candidate): boolean =>
  a.ratio !== b.ratio ? a.ratio < b.ratio : a.gain !== b.gain ? a.gain > b.gain : a.variable < b.variable;
