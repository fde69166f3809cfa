import type { Rational } from '../exact/rational.js';
import { rational, multiply, rationalToNumber } from '../exact/rational.js';
import { type Semivalue, sizeWeights } from '../exact/size-weights.js';
import { type Moments, NO_MOMENTS, observed, varianceOfMean } from './running-moments.js';
import { permutationOf } from './permutation.js';

/** A game that is asked, coalition by coalition. `members[i]` is 1 when player i is in. */
export type SampledGame = {
  readonly players: number;
  readonly utility: (members: Uint8Array) => number;
};

export type SampledValues = {
  readonly values: readonly number[];
  readonly standardErrors: readonly number[];
  /** The sum of the values minus what there was to share, as far as it is not zero by the method. */
  readonly efficiencyGap: number;
};

export type PermutationPlan = {
  /** How many orders are drawn, at least 2; with `antithetic` an even number, at least 4. */
  readonly samples: number;
  readonly seed: string;
  /**
   * Follow each order by its reverse. Off unless asked for: where the pivot of an order is the pivot of its reverse
   * too, as in majority games, it doubles the variance.
   */
  readonly antithetic?: boolean;
  /**
   * Stop walking through an order when the utility is this near to that of all players, and take the rest for
   * zero (Ghorbani and Zou, "Data Shapley", ICML 2019). Saves evaluations, biases values; 0 never stops.
   */
  readonly tolerance?: number;
};

/**
 * Estimates a semivalue from random orders of the players (Castro, Gómez and Tejada, 2009): what a player adds to
 * those before it, times n·C(n-1, s)·p_s for the s players before it. For Shapley that factor is 1, the marginals
 * of an order sum to what there is to share, and so do the estimates.
 */
export function samplePermutations(
  game: SampledGame,
  method: Semivalue,
  plan: PermutationPlan,
): SampledValues {
  const { players } = game;
  const factors = positionFactors(method, players);
  const empty = game.utility(new Uint8Array(players));
  const all = game.utility(new Uint8Array(players).fill(1));
  const moments = new Array<Moments>(players).fill(NO_MOMENTS);
  const walk = (order: readonly number[]): Float64Array =>
    marginalsAlong(game, order, factors, { empty, all, tolerance: plan.tolerance ?? 0 });
  const draws = plan.antithetic === true ? plan.samples / 2 : plan.samples;
  for (let index = 0; index < draws; index += 1) {
    const order = permutationOf(players, plan.seed, index);
    const marginals = walk(order);
    const mirrored = plan.antithetic === true ? walk(order.toReversed()) : marginals;
    // An order and its reverse are one observation: they are not independent.
    for (const [player, moment] of moments.entries())
      moments[player] = observed(moment, ((marginals[player] ?? 0) + (mirrored[player] ?? 0)) / 2);
  }
  const values = moments.map(({ mean }) => mean);
  return {
    values,
    standardErrors: moments.map((moment) => Math.sqrt(varianceOfMean(moment))),
    efficiencyGap: values.reduce((sum, value) => sum + value, 0) - (all - empty),
  };
}

type Bounds = { readonly empty: number; readonly all: number; readonly tolerance: number };

function marginalsAlong(
  game: SampledGame,
  order: readonly number[],
  factors: readonly number[],
  { empty, all, tolerance }: Bounds,
): Float64Array {
  const marginals = new Float64Array(order.length);
  const members = new Uint8Array(order.length);
  let before = empty;
  for (const [position, player] of order.entries()) {
    if (position > 0 && Math.abs(all - before) < tolerance) break;
    members[player] = 1;
    const utility = position === order.length - 1 ? all : game.utility(members);
    marginals[player] = (utility - before) * (factors[position] ?? 0);
    before = utility;
  }
  return marginals;
}

/** n·C(n-1, s)·p_s: how much more often the method meets a coalition of s than random orders do. */
function positionFactors(method: Semivalue, players: number): readonly number[] {
  let combinations = BigInt(players);
  return sizeWeights(method, players).map((weight: Rational, size) => {
    const factor = rationalToNumber(multiply(weight, rational(combinations)));
    combinations = (combinations * BigInt(players - 1 - size)) / BigInt(size + 1);
    return factor;
  });
}
