import { rationalToNumber } from '../exact/rational.js';
import { type KnnModel, type LabelledPoints, neighboursCounted } from './knn-model.js';
import { nearestFirst, orderScratch } from './nearest-order.js';
import { rankWeights } from './rank-weights.js';

/** Values of training points in binary64. */
export type KnnValues = {
  /** Means over the validation points, in the order of the training points. */
  readonly values: Float64Array;
  /** The sum of the values minus the utility of all training points: what rounding left. */
  readonly efficiencyGap: number;
};

/**
 * Shapley values of training points from features and labels, in O(N log N) or better per validation point. At
 * least one point of each kind, of one dimension. Equal distances rank by position.
 */
export function knnShapley(train: LabelledPoints, validation: LabelledPoints, model: KnnModel): KnnValues {
  const points = train.points.count;
  const weights = floatWeights(model, points);
  const scratch = orderScratch(points);
  const values = new Float64Array(points);
  const matches = new Uint8Array(points);
  let nearest = 0;
  for (const [row, label] of validation.labels.entries()) {
    const order = nearestFirst(train.points, validation.points, row, scratch);
    for (let rank = 0; rank < points; rank += 1)
      matches[rank] = train.labels[order[rank] ?? 0] === label ? 1 : 0;
    for (let rank = 0; rank < Math.min(model.k, points); rank += 1) nearest += matches[rank] ?? 0;
    addValues(values, order, matches, weights);
  }
  const rows = validation.labels.length;
  const means = values.map((value) => value / rows);
  return { values: means, efficiencyGap: sum(means) - nearest / (neighboursCounted(model, points) * rows) };
}

/**
 * Shapley values by rank, from `matches[v][r] = 1` where the r-th nearest training point has the label of validation
 * point v; rows of equal length, at least one.
 */
export function knnShapleyOfRanks(matches: readonly (readonly number[])[], model: KnnModel): KnnValues {
  const ranks = matches[0]?.length ?? 0;
  const order = Uint32Array.from({ length: ranks }, (_, rank) => rank);
  const shares = Float64Array.from(
    order,
    (rank) => sum(matches.map((row) => row[rank] ?? 0)) / matches.length,
  );
  const values = new Float64Array(ranks);
  addValues(values, order, shares, floatWeights(model, ranks));
  const nearest = sum(shares.subarray(0, model.k));
  return { values, efficiencyGap: sum(values) - nearest / neighboursCounted(model, ranks) };
}

/** {@link RankWeights} in binary64. */
type FloatWeights = { readonly last: number; readonly others: number; readonly steps: readonly number[] };

function floatWeights({ utility, k }: KnnModel, points: number): FloatWeights {
  const { last, others, steps } = rankWeights(utility, points, k);
  return {
    last: rationalToNumber(last),
    others: rationalToNumber(others),
    steps: steps.map(rationalToNumber),
  };
}

/** Adds the values of one validation point, from the farthest training point to the nearest. */
function addValues(
  values: Float64Array,
  order: Uint32Array,
  matches: Uint8Array | Float64Array,
  { last, others, steps }: FloatWeights,
): void {
  const final = matches.length - 1;
  const rest = sum(matches.subarray(0, final)) / Math.max(1, final);
  let value = last * (matches[final] ?? 0) + others * rest;
  for (let rank = final; rank >= 0; rank -= 1) {
    if (rank < final) value += ((matches[rank] ?? 0) - (matches[rank + 1] ?? 0)) * (steps[rank] ?? 0);
    const point = order[rank] ?? 0;
    values[point] = (values[point] ?? 0) + value;
  }
}

function sum(numbers: Iterable<number>): number {
  let total = 0;
  for (const n of numbers) total += n;
  return total;
}
