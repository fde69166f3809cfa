/** Terms beyond which the series is taken for divergent. */
const TERMS_MAX = 1_000_000;

/**
 * Gauss's hypergeometric function 2F1(a, b; c; z) for 0 ≤ z < 1 by its series (Abramowitz and Stegun, 15.1.1).
 * Not a number where the series does not converge within a million terms.
 */
export function hypergeometric(a: number, b: number, c: number, z: number): number {
  let term = 1;
  let sum = 1;
  for (let n = 0; n < TERMS_MAX; n++) {
    term *= (((a + n) * (b + n)) / ((c + n) * (n + 1))) * z;
    sum += term;
    if (Math.abs(term) <= Number.EPSILON * Math.abs(sum)) return sum;
  }
  return Number.NaN;
}
