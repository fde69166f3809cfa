import { type Currency, quantise } from '#libs/kernel';
import type { Contrast } from './contrast.js';
import { type GroupedScore, scoreDifference } from './grouped-score.js';

/** What a thousand calls cost. */
export interface CallCost {
  /** Millionths of a minor unit. */
  readonly microMinorPerThousand: bigint;
  /** Null for what costs nothing, which it does in any currency. */
  readonly currency: Currency | null;
}

/** Somebody who answered the rows of a domain. */
export interface Contestant<Name> {
  readonly name: Name;
  readonly score: GroupedScore;
  /** Share of the rows that were answered right, in [0, 1]. */
  readonly correctShare: number;
  /** Undefined where it is not known. */
  readonly cost: CallCost | undefined;
}

/** What one would use instead. */
export interface Substitute<Name> {
  readonly name: Name;
  /** Whether it is credibly not worse; if not, it is the best there is. */
  readonly isAdequate: boolean;
  /** The score of the model minus that of the substitute, with its 95 % interval. */
  readonly difference: Contrast;
}

export interface ResidualEdge<Name> {
  /** Undefined where there is nobody else. */
  readonly substitute: Substitute<Name> | undefined;
  /**
   * What a correct answer of the model saves, in millionths of a minor unit per correct answer; undefined where a
   * cost is not known, the currencies differ, or either is never right.
   */
  readonly savedPerCorrect: { readonly microMinor: bigint; readonly currency: Currency | null } | undefined;
  /** Correct answers that a thousand calls bring beyond those of the substitute; negative when they are fewer. */
  readonly extraCorrectPerThousand: number | undefined;
}

/**
 * What a model still has over the cheapest adequate substitute: of those whose score is not credibly worse (the 95 %
 * interval of the paired difference does not lie above 0) the one whose calls cost least, of equally cheap ones the
 * better; where all are worse, the best of them.
 *
 * A correct answer is worth what the substitute charges for one, so one of the model's saves
 *
 *     edge = c_s / a_s − c_m / a_m
 *
 * with c the cost of a call and a the share of correct answers, of the substitute and the model. In millionths of a
 * minor unit per correct answer. Against an inadequate substitute it is a lower bound: there is no market for answers
 * as good as these.
 *
 * @param others everybody else who answered the same rows: versions and baselines
 */
export function residualEdge<Name>(
  model: Contestant<Name>,
  others: readonly Contestant<Name>[],
): ResidualEdge<Name> {
  const found = substituteOf(model, others);
  if (found === undefined)
    return { substitute: undefined, savedPerCorrect: undefined, extraCorrectPerThousand: undefined };
  const { contestant, isAdequate, difference } = found;
  return {
    substitute: { name: contestant.name, isAdequate, difference },
    savedPerCorrect: savedPerCorrect(model, contestant),
    extraCorrectPerThousand: 1_000 * (model.correctShare - contestant.correctShare),
  };
}

function substituteOf<Name>(model: Contestant<Name>, others: readonly Contestant<Name>[]) {
  const byCost = others
    .filter(({ cost }) => isComparable(model.cost, cost))
    .toSorted((a, b) => compareCosts(a.cost, b.cost) || b.score.value - a.score.value);
  for (const contestant of byCost) {
    const difference = scoreDifference(model.score, contestant.score);
    if (difference.lower <= 0) return { contestant, isAdequate: true, difference };
  }
  const [best] = others.toSorted((a, b) => b.score.value - a.score.value);
  return best === undefined
    ? undefined
    : { contestant: best, isAdequate: false, difference: scoreDifference(model.score, best.score) };
}

/** Prices in two currencies are not in an order; what is not priced is in none. */
const isComparable = (own: CallCost | undefined, other: CallCost | undefined): boolean =>
  other !== undefined &&
  (other.currency === null || own === undefined || own.currency === null || own.currency === other.currency);

const compareCosts = (a: CallCost | undefined, b: CallCost | undefined): number => {
  const [first, second] = [a?.microMinorPerThousand ?? 0n, b?.microMinorPerThousand ?? 0n];
  return first < second ? -1 : Number(first > second);
};

function savedPerCorrect(
  model: Contestant<unknown>,
  substitute: Contestant<unknown>,
): ResidualEdge<unknown>['savedPerCorrect'] {
  const [own, other] = [perCorrect(model), perCorrect(substitute)];
  if (own === undefined || other === undefined || !isComparable(model.cost, substitute.cost))
    return undefined;
  return {
    microMinor: quantise(other - own, 'half-even'),
    currency: model.cost?.currency ?? substitute.cost?.currency ?? null,
  };
}

const perCorrect = ({ cost, correctShare }: Contestant<unknown>): number | undefined =>
  cost === undefined || correctShare === 0
    ? undefined
    : Number(cost.microMinorPerThousand) / 1_000 / correctShare;
