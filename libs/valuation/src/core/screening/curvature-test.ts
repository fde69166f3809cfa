import * as rmath from 'lib-r-math.js';

/** The declarations of the package do not resolve under Node's module rules, so its type is stated here. */
const { pchisq } = rmath as unknown as { readonly pchisq: (x: number, degreesOfFreedom: number) => number };

/** A value at a time, with the variance that chance alone gives it. */
export interface NoisyPoint {
  readonly t: number;
  readonly value: number;
  readonly variance: number;
}

export interface CurvatureTest {
  /** Three points each, none in two. */
  readonly triples: number;
  /** Mean squared distance of a middle point from the line through its neighbours, in units of chance. */
  readonly dispersion: number;
  /** Probability that chance alone would leave so little. */
  readonly tail: number;
}

/**
 * Whether a series is smoother than chance lets it be. The middle one of three points lies off the line through the
 * others by chance at least; a bend of the true course only adds. Over separate triples the squares are a chi-square
 * variable, whose lower tail is looked up.
 *
 * @param points in order of time; the earliest are left out where they make no triple
 */
export function curvatureTest(points: readonly NoisyPoint[]): CurvatureTest {
  const triples = Math.floor(points.length / 3);
  const first = points.length - 3 * triples;
  let sum = 0;
  for (let at = first; at < points.length; at += 3) sum += squaredDistance(points.slice(at, at + 3));
  return { triples, dispersion: sum / triples, tail: pchisq(sum, triples) };
}

function squaredDistance([left, middle, right]: readonly NoisyPoint[]): number {
  if (left === undefined || middle === undefined || right === undefined) return 0;
  const span = right.t - left.t;
  const weight = span === 0 ? 0.5 : (middle.t - left.t) / span;
  const distance = middle.value - (1 - weight) * left.value - weight * right.value;
  const variance = middle.variance + (1 - weight) ** 2 * left.variance + weight ** 2 * right.variance;
  return distance ** 2 / variance;
}

/** Chance that a check of a clean series finds it too smooth. */
export const SMOOTH_ERROR_RATE = 0.001;
