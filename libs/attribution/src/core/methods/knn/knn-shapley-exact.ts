import { overCommonDenominator, type Rational, rational, subtract } from '../exact/rational.js';
import type { ExactValues } from '../exact/semivalue.js';
import { type KnnModel, type LabelledPoints, neighboursCounted } from './knn-model.js';
import { nearestFirst, orderScratch } from './nearest-order.js';
import { rankWeights } from './rank-weights.js';

/**
 * Exact Shapley values of training points by rank, from `matches[v][r] = 1` where the r-th nearest point has the
 * label of validation point v; rows of equal length, at least one. Values are means over the validation points:
 * the recursion is linear in the matches, so it runs once, over their counts.
 */
export function knnShapleyOfMatches(matches: readonly (readonly number[])[], model: KnnModel): ExactValues {
  const ranks = matches[0]?.length ?? 0;
  const counts = Array.from({ length: ranks }, (_, rank) =>
    BigInt(matches.reduce((sum, row) => sum + (row[rank] ?? 0), 0)),
  );
  const { weights, denominator } = integerWeights(model, ranks);
  const nearest = counts.slice(0, model.k).reduce((sum, count) => sum + count, 0n);
  const rows = BigInt(matches.length);
  const worth = rational(nearest, BigInt(neighboursCounted(model, ranks)) * rows);
  return exactValues(recursion(counts, weights), denominator * rows, worth);
}

/** Values over one denominator, and how far their sum is from what there was to share. */
function exactValues(numerators: readonly bigint[], denominator: bigint, worth: Rational): ExactValues {
  const total = rational(
    numerators.reduce((sum, numerator) => sum + numerator, 0n),
    denominator,
  );
  return {
    values: numerators.map((numerator) => rational(numerator, denominator)),
    efficiencyGap: subtract(total, worth),
  };
}

/** {@link RankWeights} as integers; `others` is what each match of the others counts. */
type IntegerWeights = { readonly last: bigint; readonly others: bigint; readonly steps: readonly bigint[] };

function integerWeights(
  { utility, k }: KnnModel,
  points: number,
): { readonly weights: IntegerWeights; readonly denominator: bigint } {
  const { last, others, steps } = rankWeights(utility, points, k);
  const perPoint = rational(others.numerator, others.denominator * BigInt(Math.max(1, points - 1)));
  const { numerators, denominator } = overCommonDenominator([last, perPoint, ...steps]);
  const [lastWeight = 0n, otherWeight = 0n, ...stepWeights] = numerators;
  return { weights: { last: lastWeight, others: otherWeight, steps: stepWeights }, denominator };
}

function recursion(matches: readonly bigint[], { last, others, steps }: IntegerWeights): readonly bigint[] {
  const values = new Array<bigint>(matches.length).fill(0n);
  const at = (rank: number): bigint => matches[rank] ?? 0n;
  const final = matches.length - 1;
  const rest = matches.slice(0, final).reduce((sum, match) => sum + match, 0n);
  values[final] = last * at(final) + others * rest;
  for (let rank = final - 1; rank >= 0; rank -= 1)
    values[rank] = (values[rank + 1] ?? 0n) + (at(rank) - at(rank + 1)) * (steps[rank] ?? 0n);
  return values;
}

/** Exact values of training points from features and labels; for sets of some hundred points. */
export function knnShapleyExact(
  train: LabelledPoints,
  validation: LabelledPoints,
  model: KnnModel,
): ExactValues {
  const points = train.points.count;
  const { weights, denominator } = integerWeights(model, points);
  const scratch = orderScratch(points);
  const totals = new Array<bigint>(points).fill(0n);
  let nearest = 0n;
  for (const [row, label] of validation.labels.entries()) {
    const order = nearestFirst(train.points, validation.points, row, scratch);
    const matches = Array.from(order, (point) => (train.labels[point] === label ? 1n : 0n));
    for (const [rank, value] of recursion(matches, weights).entries()) {
      const point = order[rank] ?? 0;
      totals[point] = (totals[point] ?? 0n) + value;
    }
    nearest += matches.slice(0, model.k).reduce<bigint>((total, match) => total + match, 0n);
  }
  const rows = BigInt(validation.labels.length);
  const worth = rational(nearest, BigInt(neighboursCounted(model, points)) * rows);
  return exactValues(totals, denominator * rows, worth);
}
