import { gammaln } from 'simple-statistics';

/** Log-likelihood of shares out of trials, with the coefficient, so that it compares with other software. */
export function binomialLogLikelihood(
  shares: readonly number[],
  trials: readonly number[],
  expected: (index: number) => number,
): number {
  let sum = 0;
  for (const [index, share] of shares.entries()) {
    const n = trials[index] ?? Number.NaN;
    const right = n * share;
    const q = expected(index);
    sum += gammaln(n + 1) - gammaln(right + 1) - gammaln(n - right + 1);
    sum += term(right, Math.log(q)) + term(n - right, Math.log1p(-q));
  }
  return sum;
}

/** count × log p with the convention 0 × log 0 = 0. */
const term = (count: number, logProbability: number): number => (count === 0 ? 0 : count * logProbability);
