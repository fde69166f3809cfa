/**
 * What pyDVL computes (its modules `valuation.methods.knn_shapley`, `shapley` and `samplers`), written down as its
 * documentation gives the formulas: no trick, one array a step, binary64 throughout.
 */

export type LabelledRows = {
  readonly features: readonly (readonly number[])[];
  readonly labels: readonly number[];
};

/** KNN-Shapley of one query: all distances, one sort, the recursion with base m_N / N (right for K ≤ N alone). */
export function knnShapleyOfQuery(
  train: LabelledRows,
  query: readonly number[],
  label: number,
  k: number,
): Float64Array {
  const distances = train.features.map((row) =>
    row.reduce((sum, x, axis) => sum + (x - (query[axis] ?? 0)) ** 2, 0),
  );
  const order = distances.map((_, index) => index);
  order.sort((a, b) => (distances[a] ?? 0) - (distances[b] ?? 0));
  const matches = order.map((index) => (train.labels[index] === label ? 1 : 0));
  const points = order.length;
  const values = new Float64Array(points);
  let value = (matches[points - 1] ?? 0) / points;
  values[order[points - 1] ?? 0] = value;
  for (let rank = points - 1; rank > 0; rank -= 1) {
    value += (((matches[rank - 1] ?? 0) - (matches[rank] ?? 0)) / k) * (Math.min(k, rank) / rank);
    values[order[rank - 1] ?? 0] = value;
  }
  return values;
}

/** Combinatorial exact Shapley values: the sum over all coalitions of the others, player by player. */
export function combinatorialShapley(players: number, utilities: Float64Array): Float64Array {
  const weights = sizeWeights(players);
  const values = new Float64Array(players);
  for (let player = 0; player < players; player += 1) {
    const bit = 1 << player;
    for (let coalition = 0; coalition < utilities.length; coalition += 1) {
      if ((coalition & bit) !== 0) continue;
      const marginal = (utilities[coalition | bit] ?? 0) - (utilities[coalition] ?? 0);
      values[player] = (values[player] ?? 0) + marginal * (weights[bitsIn(coalition)] ?? 0);
    }
  }
  return values;
}

/** 1 / (n · C(n-1, s)). */
function sizeWeights(players: number): readonly number[] {
  let combinations = 1;
  return Array.from({ length: players }, (_, size) => {
    const weight = 1 / (players * combinations);
    combinations = (combinations * (players - 1 - size)) / (size + 1);
    return weight;
  });
}

function bitsIn(coalition: number): number {
  let bits = 0;
  for (let rest = coalition; rest !== 0; rest &= rest - 1) bits += 1;
  return bits;
}
