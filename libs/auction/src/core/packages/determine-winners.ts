import type { Clique } from './cliques.js';
import { findOptimum } from './find-optimum.js';
import { firstOptimum } from './first-optimum.js';
import type { LpState } from './packing-lp.js';
import type { Choice, Proof } from './packing-problem.js';
import type { WinnerProblem } from './winner-problem.js';

/** The winning columns, why nothing is worth more, and with what a similar search does well to start. */
export type Winners = {
  readonly choice: Choice;
  readonly proof: Proof;
  readonly cliques: readonly Clique[];
  readonly root: LpState;
};

/**
 * The bids that are worth most together, to proven optimality; of several such choices the first in the order of
 * columns. Undefined when the node limit is reached.
 */
export function determineWinners(problem: WinnerProblem, nodeLimit: number): Winners | undefined {
  const nothing = { columns: [], value: 0n };
  const result = findOptimum(problem, { incumbent: nothing, nodeLimit });
  if (result.status === 'node-limit') return undefined;
  const { best, proof, cliques, root } = result;
  const choice = firstOptimum(problem, best, proof, nodeLimit);
  return choice && { choice, proof, cliques, root };
}
