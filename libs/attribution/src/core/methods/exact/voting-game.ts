import { err, ok, type Result } from '#libs/kernel';
import { type CoalitionGame, coalitionGame, EXACT_PLAYERS_MAX } from './coalition-game.js';
import { decimalOf } from './decimal.js';
import { type MarginalSums, marginalSums } from './marginal-sums.js';
import { greatestCommonDivisor, overCommonDenominator, rational } from './rational.js';

/** A coalition is worth 1 when its weights reach the quota, and 0 otherwise. Integers without a common factor. */
export type VotingGame = { readonly quota: bigint; readonly weights: readonly bigint[] };

export type VotingGameFault =
  | { readonly code: 'quota-not-positive' | 'weights-all-zero' }
  | { readonly code: 'weight-negative'; readonly index: number };

/** Additions that one exact computation may take: some seconds. */
export const VOTING_STEPS_MAX = 200_000_000;

/** Brings a quota and weights, decimals on any scale, to the smallest integers that make the same game. */
export function votingGame(quota: number, weights: readonly number[]): Result<VotingGame, VotingGameFault> {
  if (!(quota > 0)) return err({ code: 'quota-not-positive' });
  const negative = weights.findIndex((weight) => weight < 0);
  if (negative >= 0) return err({ code: 'weight-negative', index: negative });
  if (weights.every((weight) => weight === 0)) return err({ code: 'weights-all-zero' });
  const scaled = overCommonDenominator(weights.map(decimalOf));
  const factor = scaled.numerators.reduce(greatestCommonDivisor);
  // Sums of weights are multiples of their common factor: the quota is reached at the next multiple.
  const reach = decimalOf(quota);
  const step = rational(factor, scaled.denominator);
  const [dividend, divisor] = [reach.numerator * step.denominator, reach.denominator * step.numerator];
  const inSteps = (dividend + divisor - 1n) / divisor;
  const whole = scaled.numerators.map((numerator) => numerator / factor);
  const outOfReach = whole.reduce((sum, weight) => sum + weight, 1n);
  return ok({ quota: inSteps < outOfReach ? inSteps : outOfReach, weights: whole });
}

/**
 * The marginal sums of a voting game by dynamic programming over coalition size and weight (Mann and Shapley,
 * "Values of Large Games, VI", 1962), for as many players as {@link VOTING_STEPS_MAX} allows; of up to 20 players
 * over all coalitions where that is less work. Fails with the number of additions that it would take.
 */
export function votingMarginalSums(game: VotingGame): Result<MarginalSums, { readonly steps: number }> {
  const players = game.weights.length;
  const steps = players * (players + new Set(game.weights).size) * Number(game.quota);
  if (players <= EXACT_PLAYERS_MAX && players * 2 ** players < steps)
    return ok(marginalSums(votingTable(game)));
  if (steps > VOTING_STEPS_MAX) return err({ steps });
  return ok(sumsBySizeAndWeight(game));
}

/** A voting game of at most 20 players written out. */
export function votingTable({ quota, weights }: VotingGame): CoalitionGame {
  const weightOf = [0n];
  for (const weight of weights) weightOf.push(...weightOf.map((total) => total + weight));
  return coalitionGame(
    weights.length,
    weightOf.map((total) => (total >= quota ? 1 : 0)),
  );
}

/** `counts[s][w]`: how many coalitions have s players and weight w, for the weights below the quota. */
type Counts = readonly bigint[][];

/** Player i swings a coalition of the others whose weight is below the quota by less than the player's own. */
function sumsBySizeAndWeight({ quota, weights }: VotingGame): MarginalSums {
  const below = Number(quota);
  const counts = countCoalitions(weights, below);
  const swings = new Map<bigint, readonly bigint[]>();
  for (const weight of new Set(weights)) {
    const others = withoutOne(counts, capped(weight, below));
    const from = Math.max(0, below - capped(weight, below));
    swings.set(
      weight,
      others.map((ofSize) => ofSize.slice(from).reduce((sum, count) => sum + count, 0n)),
    );
  }
  const total = weights.reduce((sum, weight) => sum + weight, 0n);
  return {
    sums: weights.map((weight) => swings.get(weight) ?? []),
    denominator: 1n,
    worth: rational(total >= quota ? 1n : 0n),
  };
}

/** A weight of the quota or more wins alone; how much more does not matter. */
const capped = (weight: bigint, below: number): number =>
  Number(weight < BigInt(below) ? weight : BigInt(below));

function countCoalitions(weights: readonly bigint[], below: number): Counts {
  const counts = Array.from({ length: weights.length + 1 }, () => new Array<bigint>(below).fill(0n));
  const [ofNobody] = counts;
  if (ofNobody !== undefined) ofNobody[0] = 1n;
  for (const [before, weight] of weights.entries())
    for (let size = before; size >= 0; size -= 1)
      addShifted(counts[size + 1], counts[size], capped(weight, below));
  return counts;
}

/** Adds to the coalitions of one size those that a player of this weight makes of the ones a size smaller. */
function addShifted(larger: bigint[] = [], smaller: readonly bigint[] = [], weight: number): void {
  for (let at = weight; at < larger.length; at += 1)
    larger[at] = (larger[at] ?? 0n) + (smaller[at - weight] ?? 0n);
}

/** Undoes the addition of one player: the coalitions of the others, by size and weight. */
function withoutOne(counts: Counts, weight: number): Counts {
  const others: bigint[][] = [];
  for (const [size, all] of counts.slice(0, -1).entries()) {
    const smaller = others[size - 1];
    others.push(all.map((count, at) => (at < weight ? count : count - (smaller?.[at - weight] ?? 0n))));
  }
  return others;
}
