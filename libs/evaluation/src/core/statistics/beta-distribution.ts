import * as rmath from 'lib-r-math.js';
import { assert } from '#libs/kernel';

/** Density by Loader's saddle point expansion, which keeps its digits for large parameters. */
const { dbeta } = rmath as unknown as {
  readonly dbeta: (x: number, a: number, b: number) => number;
};

/** Far beyond what the continued fraction needs, which is of the order of the root of the larger parameter. */
const TERMS_MAX = 100_000;

/** Newton converges in a handful of steps, halving alone in about a thousand. */
const STEPS_MAX = 2_000;

/**
 * Regularised incomplete beta function I_x(a, b), that is the probability that a Beta(a, b) variable lies at or
 * below x. By the continued fraction of DLMF 8.17.22; the package's own `pbeta` loses half its digits when a
 * parameter exceeds a few hundred.
 *
 * @param a positive, finite
 * @param b positive, finite
 */
export function incompleteBeta(x: number, a: number, b: number): number {
  assert(a > 0 && b > 0 && a + b < Infinity, `parameters out of range: ${String(a)}, ${String(b)}`);
  if (x <= 0) return 0;
  if (x >= 1) return 1;
  // The fraction converges fast below the mean; above it the mirror image is used.
  const result = x <= (a + 1) / (a + b + 2) ? lowerTail(x, 1 - x, a, b) : 1 - lowerTail(1 - x, x, b, a);
  return Math.min(1, Math.max(0, result));
}

const lowerTail = (x: number, rest: number, a: number, b: number): number => {
  const density = x < rest ? dbeta(x, a, b) : dbeta(rest, b, a);
  return density === 0 ? 0 : (x * rest * density) / (a * continuedFraction(x, a, b));
};

/** 1 + d1/(1 + d2/(1 + …)) by the modified Lentz algorithm (Thompson and Barnett 1986). */
function continuedFraction(x: number, a: number, b: number): number {
  const tiny = 1e-300;
  const away = (value: number): number => (Math.abs(value) < tiny ? tiny : value);
  let [value, numerator, denominator] = [1, 1, 0];
  for (let term = 1; term <= TERMS_MAX; term += 1) {
    const coefficient = partialNumerator(term, x, a, b);
    denominator = 1 / away(1 + coefficient * denominator);
    numerator = away(1 + coefficient / numerator);
    const change = numerator * denominator;
    value *= change;
    if (Math.abs(change - 1) < 1e-16) break;
  }
  return value;
}

function partialNumerator(term: number, x: number, a: number, b: number): number {
  const m = Math.floor(term / 2);
  return term % 2 === 0
    ? (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m))
    : (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
}

/**
 * The x with I_x(a, b) = probability: Newton's method, kept within a bracket.
 *
 * @param probability in [0, 1]
 */
export function betaQuantile(probability: number, a: number, b: number): number {
  assert(probability >= 0 && probability <= 1, `probability out of range: ${String(probability)}`);
  if (probability === 0 || probability === 1) return probability;
  let [below, above] = [0, 1];
  let x = a / (a + b);
  for (let step = 0; step < STEPS_MAX; step += 1) {
    const excess = incompleteBeta(x, a, b) - probability;
    if (excess === 0) return x;
    if (excess > 0) above = x;
    else below = x;
    const newton = x - excess / dbeta(x, a, b);
    const next = newton > below && newton < above ? newton : (below + above) / 2;
    if (Math.abs(next - x) <= Number.EPSILON * x || next === below || next === above) return next;
    x = next;
  }
  return x;
}
