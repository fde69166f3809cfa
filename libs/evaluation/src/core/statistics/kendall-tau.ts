import { assert, ok } from '#libs/kernel';
import { normalCdf } from './normal-distribution.js';
import { refuse, type Statistic } from './refusal.js';
import { tieSizes } from './tie-sizes.js';

export interface KendallTau {
  /** τ-b, in [−1, 1]. */
  readonly tau: number;
  /** Two-sided, against no association: exact without ties and up to 100 values, else the normal approximation. */
  readonly pValue: number;
  readonly n: number;
}

const EXACT_N_MAX = 100;

/**
 * Rank correlation by concordant pairs (M. Kendall 1938, Biometrika 30, 81-93; ties: 1945, Biometrika 33, 239-251).
 * As a test for trend mind its power: of six values only a tau of 0.87 and more is significant at 5 %.
 */
export function kendallTau(x: readonly number[], y: readonly number[]): Statistic<KendallTau> {
  assert(x.length === y.length, 'as many values of either');
  const n = x.length;
  if (n < 2) return refuse('too-few-rows', 'a trend needs at least two values');
  const score = concordance(x, y);
  const [tiesX, tiesY] = [tieSizes(x), tieSizes(y)];
  const pairs = (n * (n - 1)) / 2;
  const [untiedX, untiedY] = [pairs - tiedPairs(tiesX), pairs - tiedPairs(tiesY)];
  if (untiedX === 0 || untiedY === 0) return refuse('zero-variance', 'all values are alike');
  const isTied = untiedX < pairs || untiedY < pairs;
  const pValue =
    isTied || n > EXACT_N_MAX ? normalTail(score, n, tiesX, tiesY) : exactTail((pairs - score) / 2, n);
  return ok({ tau: score / Math.sqrt(untiedX) / Math.sqrt(untiedY), pValue: Math.min(1, pValue), n });
}

/** Concordant minus discordant pairs. */
function concordance(x: readonly number[], y: readonly number[]): number {
  let score = 0;
  for (let i = 0; i < x.length; i += 1)
    for (let j = 0; j < i; j += 1)
      score += Math.sign((x[i] ?? 0) - (x[j] ?? 0)) * Math.sign((y[i] ?? 0) - (y[j] ?? 0));
  return score;
}

const tiedPairs = (ties: readonly number[]): number => ties.reduce((sum, t) => sum + (t * (t - 1)) / 2, 0);

/** Twice the tail of the number of inversions of a random permutation. */
function exactTail(discordant: number, n: number): number {
  const pairs = (n * (n - 1)) / 2;
  // The n-th value lies behind 0 to n − 1 others with equal chances.
  let chances = Float64Array.of(1);
  for (let size = 2; size <= n; size += 1) {
    const next = new Float64Array(chances.length + size - 1);
    chances.forEach((chance, inversions) => {
      for (let added = 0; added < size; added += 1)
        next[inversions + added] = (next[inversions + added] ?? 0) + chance / size;
    });
    chances = next;
  }
  const fewer = Math.min(discordant, pairs - discordant);
  return 2 * chances.subarray(0, fewer + 1).reduce((sum, chance) => sum + chance, 0);
}

function normalTail(score: number, n: number, tiesX: readonly number[], tiesY: readonly number[]): number {
  const sumOver = (ties: readonly number[], term: (t: number) => number): number =>
    ties.reduce((sum, t) => sum + term(t), 0);
  const unTied = (size: number): number => size * (size - 1) * (2 * size + 5);
  const inPairs = (t: number): number => t * (t - 1);
  const inTriples = (t: number): number => t * (t - 1) * (t - 2);
  const variance =
    (unTied(n) - sumOver(tiesX, unTied) - sumOver(tiesY, unTied)) / 18 +
    (sumOver(tiesX, inPairs) * sumOver(tiesY, inPairs)) / (2 * n * (n - 1)) +
    // Without three values there are no triples to tie.
    (n < 3 ? 0 : (sumOver(tiesX, inTriples) * sumOver(tiesY, inTriples)) / (9 * n * (n - 1) * (n - 2)));
  return 2 * normalCdf(-Math.abs(score) / Math.sqrt(variance));
}
