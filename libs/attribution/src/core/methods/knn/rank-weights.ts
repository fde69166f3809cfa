import { add, divide, ONE, type Rational, rational, subtract, ZERO } from '../exact/rational.js';

/**
 * What K nearest neighbours are worth for one validation point. `hard-label`: right neighbours over K, also where
 * there are fewer than K (Jia et al., "Efficient Task-Specific Data Valuation for Nearest Neighbor Algorithms",
 * VLDB 2019). `soft-label`: right neighbours over those there are, at most K (Wang and Jia, "A Note on 'Efficient
 * Task-Specific Data Valuation'", 2023). Nobody is worth 0 in both.
 */
export type KnnUtility = 'hard-label' | 'soft-label';

/**
 * The Shapley value of the point at rank r of N, nearest first, whose label is right when m_r = 1:
 * s_N = last·m_N + others·mean(m_1 … m_{N-1}), and s_r = s_{r+1} + steps[r-1]·(m_r - m_{r+1}).
 */
export type RankWeights = {
  readonly last: Rational;
  readonly others: Rational;
  readonly steps: readonly Rational[];
};

export const rankWeights = (utility: KnnUtility, points: number, k: number): RankWeights =>
  utility === 'hard-label' ? hardLabelWeights(points, k) : softLabelWeights(points, Math.min(points, k));

/**
 * Theorem 1 of Jia et al., with min(K, N)/(K·N) in place of 1/N: the published base case holds for K ≤ N only.
 */
function hardLabelWeights(points: number, k: number): RankWeights {
  const weight = (rank: number): Rational => rational(BigInt(Math.min(k, rank)), BigInt(k) * BigInt(rank));
  return {
    last: weight(points),
    others: ZERO,
    steps: Array.from({ length: points - 1 }, (_, index) => weight(index + 1)),
  };
}

/**
 * Theorem 2 of Wang and Jia. More neighbours than points are all points, so k is at most their number. Summed over
 * coalition sizes, the last point is worth (1/N)·[m_N + (H_k - 1)·(m_N - mean of the others)].
 */
function softLabelWeights(points: number, k: number): RankWeights {
  const harmonic = harmonicNumber(k);
  const beyondFirst = points === 1 ? ZERO : subtract(harmonic, ONE);
  const [all, others] = [rational(BigInt(points)), BigInt(points - 1)];
  const step = (rank: number): Rational => {
    const reach = rational(BigInt(Math.min(rank, k)) * others, BigInt(rank) * BigInt(k));
    return divide(add(harmonic, subtract(reach, ONE)), rational(others));
  };
  return {
    last: divide(add(ONE, beyondFirst), all),
    others: divide(subtract(ZERO, beyondFirst), all),
    steps: Array.from({ length: points - 1 }, (_, index) => step(index + 1)),
  };
}

function harmonicNumber(k: number): Rational {
  let sum = ZERO;
  for (let j = 1; j <= k; j += 1) sum = add(sum, rational(1n, BigInt(j)));
  return sum;
}
