import { findOptimum } from './find-optimum.js';
import { type Choice, choiceOf, type Proof } from './packing-problem.js';
import type { Winners } from './determine-winners.js';
import type { WinnerProblem } from './winner-problem.js';

/** What the bids would be worth if one winner had stayed away. */
export type WithoutWinner = { readonly column: number; readonly best: Choice; readonly proof: Proof };

/** The best choice without each winner, in the order of the winners; undefined when the node limit is reached. */
export function choicesWithoutWinners(
  problem: WinnerProblem,
  { choice, cliques, root }: Winners,
  nodeLimit: number,
): readonly WithoutWinner[] | undefined {
  const known = { ...problem, cliques };
  const found: WithoutWinner[] = [];
  for (const column of choice.columns) {
    const bidder = problem.bids[column]?.bidder;
    const open = problem.open.filter((other) => problem.bids[other]?.bidder !== bidder);
    const others = choice.columns.filter((other) => other !== column);
    const incumbent = choiceOf(problem, others);
    const result = findOptimum({ ...known, open }, { incumbent, start: root, nodeLimit });
    if (result.status === 'node-limit') return undefined;
    found.push({ column, best: result.best, proof: result.proof });
  }
  return found;
}

/**
 * What the winner's presence costs the others: their best without it, less what they have with it (Clarke, 1971;
 * Groves, 1973). Beyond the reserve, like all values of the problem.
 */
export const vcgPremium = ({ values }: WinnerProblem, { value }: Choice, without: WithoutWinner): bigint =>
  without.best.value - (value - (values[without.column] ?? 0n));
