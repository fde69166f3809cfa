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
  /** Never where left out. */
  readonly truncation?: Truncation;
};

/**
 * When to stop walking through an order and take the rest for zero (Ghorbani and Zou, "Data Shapley", ICML 2019): as
 * soon as the utility is within `tolerance` of that of all players, once `burnIn` orders were walked to their ends.
 * Saves evaluations, biases values.
 */
export type Truncation = { readonly tolerance: number; readonly burnIn: number };

/** A coalition whose worth a walk asks for. `members` is overwritten when the walk goes on. */
export type AskedCoalition = {
  readonly members: Uint8Array;
  /** How many orders are finished. */
  readonly orders: number;
};

export type PermutationWalk = Generator<AskedCoalition, SampledValues, number>;

/** Estimates a semivalue of a game whose coalitions cost nothing to value: see {@link walkPermutations}. */
export function samplePermutations(
  game: SampledGame,
  method: Semivalue,
  plan: PermutationPlan,
): SampledValues {
  const walk = walkPermutations(game.players, method, plan);
  let step = walk.next();
  while (step.done !== true) step = walk.next(game.utility(step.value.members));
  return step.value;
}

/**
 * Estimates a semivalue from random orders of the players (Castro, Gómez and Tejada, 2009): what a player adds to
 * those before it, times n·C(n-1, s)·p_s for the s players before it. For Shapley that factor is 1, the marginals
 * of an order sum to what there is to share, and so do the estimates.
 *
 * Asks for the worth of one coalition after the other: whoever answers may take hours, or stop and be asked again
 * for the same coalitions in the same order.
 */
export function* walkPermutations(
  players: number,
  method: Semivalue,
  plan: PermutationPlan,
): PermutationWalk {
  const factors = positionFactors(method, players);
  const empty = yield { members: new Uint8Array(players), orders: 0 };
  const all = yield { members: new Uint8Array(players).fill(1), orders: 0 };
  const moments = new Array<Moments>(players).fill(NO_MOMENTS);
  const orders = plan.antithetic === true ? plan.samples / 2 : plan.samples;
  for (let index = 0; index < orders; index += 1) {
    const order = permutationOf(players, plan.seed, index);
    const tolerance = index < (plan.truncation?.burnIn ?? 0) ? 0 : (plan.truncation?.tolerance ?? 0);
    const bounds = { empty, all, tolerance };
    const marginals = yield* marginalsAlong(order, index, factors, bounds);
    const mirrored =
      plan.antithetic === true
        ? yield* marginalsAlong(order.toReversed(), index, factors, bounds)
        : marginals;
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

function* marginalsAlong(
  order: readonly number[],
  orders: number,
  factors: readonly number[],
  { empty, all, tolerance }: Bounds,
): Generator<AskedCoalition, Float64Array, number> {
  const marginals = new Float64Array(order.length);
  const members = new Uint8Array(order.length);
  let before = empty;
  for (const [position, player] of order.entries()) {
    if (position > 0 && Math.abs(all - before) < tolerance) break;
    members[player] = 1;
    const utility = position === order.length - 1 ? all : yield { members, orders };
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
