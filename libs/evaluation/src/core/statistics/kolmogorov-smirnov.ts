import { ok } from '#libs/kernel';
import { refuse, type Statistic } from './refusal.js';
import { sortedSample } from './sorted-sample.js';

export interface KolmogorovSmirnov {
  /** Largest distance between the two empirical distribution functions, in [0, 1]. */
  readonly distance: number;
  /** Probability of a distance at least as large if both samples came from one continuous distribution. */
  readonly pValue: number;
}

/** Up to so many steps the paths are counted; beyond, the limiting distribution is off by some hundredths of itself. */
const EXACT_STEPS_MAX = 10_000_000;

/**
 * Two-sample Kolmogorov-Smirnov test, two-sided. The p-value is exact for samples without ties (Hodges 1958, Arkiv
 * för Matematik 3, 469-486); ties make it larger than it need be.
 */
export function kolmogorovSmirnov(
  first: readonly number[],
  second: readonly number[],
): Statistic<KolmogorovSmirnov> {
  const [m, n] = [first.length, second.length];
  if (m === 0 || n === 0) return refuse('no-rows', 'a sample is empty');
  const steps = largestSteps(sortedSample(first), sortedSample(second));
  const distance = steps / (m * n);
  const pValue = m * n <= EXACT_STEPS_MAX ? exactTail(steps, m, n) : limitingTail(distance, m, n);
  return ok({ distance, pValue: Math.min(1, Math.max(0, pValue)) });
}

/** The largest |i·n − j·m| after i values of the first and j of the second; ties are taken together. */
function largestSteps(first: Float64Array, second: Float64Array): number {
  let [i, j, largest] = [0, 0, 0];
  while (i < first.length && j < second.length) {
    const next = Math.min(first[i] ?? Infinity, second[j] ?? Infinity);
    while (first[i] === next) i += 1;
    while (second[j] === next) j += 1;
    largest = Math.max(largest, Math.abs(i * second.length - j * first.length));
  }
  return largest;
}

/**
 * All orders of the values are equally likely. Walks through them value by value and collects the probability of
 * those that reach the distance, so that small p-values keep their digits.
 */
function exactTail(steps: number, m: number, n: number): number {
  const inside = new Float64Array(n + 1);
  let reached = 0;
  for (let i = 0; i <= m; i += 1)
    for (let j = 0; j <= n; j += 1) {
      const fromFirst = i === 0 ? 0 : (inside[j] ?? 0) * ((m - i + 1) / (m - i + 1 + n - j));
      const fromSecond = j === 0 ? 0 : (inside[j - 1] ?? 0) * ((n - j + 1) / (m - i + n - j + 1));
      const here = i + j === 0 ? 1 : fromFirst + fromSecond;
      const isReached = Math.abs(i * n - j * m) >= steps;
      inside[j] = isReached ? 0 : here;
      if (isReached) reached += here;
    }
  return reached;
}

/** Kolmogorov's series with Stephens' small-sample term (1970, JRSS B 32, 115-122). */
function limitingTail(distance: number, m: number, n: number): number {
  const root = Math.sqrt((m * n) / (m + n));
  const lambda = (root + 0.12 + 0.11 / root) * distance;
  let [sum, sign] = [0, 1];
  for (let k = 1; k <= 100; k += 1) {
    sum += sign * Math.exp(-2 * (k * lambda) ** 2);
    sign = -sign;
  }
  // Below this the series converges slowly and the probability is 1 to ten digits.
  return lambda < 0.2 ? 1 : 2 * sum;
}
