import type { Winners } from './determine-winners.js';
import { findOptimum } from './find-optimum.js';
import { NearestPoint } from './nearest-point.js';
import type { Proof } from './packing-problem.js';
import { add, commonDenominator, type Rational, rational, ZERO } from './rational.js';
import type { WinnerProblem } from './winner-problem.js';

export type CorePayments = {
  /** Of each winner, in their order: exact, and beyond the reserve. */
  readonly premiums: readonly Rational[];
  /** That nobody would outbid them: see {@link blockingProblem}. */
  readonly proof: Proof;
};

/**
 * The payments of the core with the smallest sum, and of those the nearest to VCG by Euclidean distance (Day and
 * Cramton, 2012, "Quadratic Core-Selecting Payment Rules for Combinatorial Auctions"). Coalitions are found one by
 * one, each the one that would outbid the present payments by most (Day and Raghavan, 2007, "Fair Payments for
 * Efficient Allocations in Public Sector Combinatorial Auctions"). Undefined when the node limit is reached.
 */
export function corePayments(
  problem: WinnerProblem,
  winners: Winners,
  vcgPremiums: readonly bigint[],
  nodeLimit: number,
): CorePayments | undefined {
  const won = winners.choice.columns;
  const valueOf = (column: number): bigint => problem.values[column] ?? 0n;
  const nearest = new NearestPoint(won.map((column, at) => valueOf(column) - (vcgPremiums[at] ?? 0n)));
  for (;;) {
    const premiums = nearest.point.map((beyond, at) => add(beyond, rational(vcgPremiums[at] ?? 0n)));
    const { blocking, paid } = blockingProblem(problem, won, premiums);
    const result = findOptimum(
      { ...blocking, cliques: winners.cliques },
      { incumbent: { columns: won, value: paid }, start: winners.root, nodeLimit },
    );
    if (result.status === 'node-limit') return undefined;
    if (result.best.value === paid) return { premiums, proof: result.proof };
    const coalition = new Set(result.best.columns.map((column) => problem.bids[column]?.bidder));
    const offered = result.best.columns.reduce((sum, column) => sum + valueOf(column), 0n);
    const outside = won.flatMap((column, at) => (coalition.has(problem.bids[column]?.bidder) ? [] : [at]));
    const kept = won.reduce((sum, column, at) => (outside.includes(at) ? sum : sum + valueOf(column)), 0n);
    const least = outside.reduce((sum, at) => sum - (vcgPremiums[at] ?? 0n), offered - kept);
    nearest.require(outside, least);
  }
}

/** What bidders would offer together to overturn the outcome, in whole parts of a minor unit. */
export type BlockingProblem = {
  readonly blocking: WinnerProblem;
  /** What the winners pay. A choice worth more would block. */
  readonly paid: bigint;
};

/**
 * The problem of finding a coalition that blocks: every bidder offers its bids less what it gains already. The
 * payments are in the core if and only if no choice is worth more than they are.
 */
export function blockingProblem(
  problem: WinnerProblem,
  won: readonly number[],
  premiums: readonly Rational[],
): BlockingProblem {
  const parts = commonDenominator(premiums);
  const inParts = ({ numerator, denominator }: Rational): bigint => (numerator * parts) / denominator;
  const gains = new Map(
    won.map((column, at) => [
      problem.bids[column]?.bidder,
      (problem.values[column] ?? 0n) * parts - inParts(premiums[at] ?? ZERO),
    ]),
  );
  const values = problem.values.map(
    (value, column) => value * parts - (gains.get(problem.bids[column]?.bidder) ?? 0n),
  );
  return {
    blocking: { ...problem, values, open: problem.open.filter((column) => (values[column] ?? 0n) > 0n) },
    paid: premiums.reduce((sum, premium) => sum + inParts(premium), 0n),
  };
}
