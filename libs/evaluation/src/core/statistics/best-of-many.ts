import { assert, assertDefined, ok } from '#libs/kernel';
import { CONFIDENCE_LEVEL, type Interval } from './interval.js';
import { normalCdf, normalCriticalValue } from './normal-distribution.js';
import { refuse, type Statistic } from './refusal.js';

/** A score that was tried, higher being better. */
export interface ScoredCandidate {
  readonly value: number;
  /** Positive or 0. */
  readonly standardError: number;
}

/** The best of several noisy scores, and how much of it is luck. */
export interface BestOfMany extends Interval {
  /** Which candidate scored best; the first among equals. */
  readonly index: number;
  readonly value: number;
  /** How many were tried. */
  readonly tried: number;
  /** By how much the best score would exceed the truth on average if all candidates were equally good. */
  readonly expectedOptimism: number;
}

/**
 * Adjusts the best of N scores for its having been picked. Its interval holds for all N at once, so it holds for
 * whichever was picked: the projection interval of Andrews, Kitagawa and McCloskey (2024, "Inference on winners",
 * QJE 139, 305-358), for normal errors at Šidák's level (1967, JASA 62, 626-633): exact where they are independent,
 * wider than needed however they depend. All tries must be given, not only those that were published.
 */
export function bestOfMany(
  candidates: readonly ScoredCandidate[],
  level: number = CONFIDENCE_LEVEL,
): Statistic<BestOfMany> {
  if (candidates.length === 0) return refuse('no-rows', 'nothing was tried');
  assert(
    candidates.every(
      ({ value, standardError }) => Number.isFinite(value) && standardError >= 0 && standardError < Infinity,
    ),
    'values and standard errors are finite, and none of the latter negative',
  );
  const index = candidates.reduce(
    (best, { value }, at) => (value > (candidates[best]?.value ?? value) ? at : best),
    0,
  );
  const { value, standardError } = assertDefined(candidates[index], 'there is a best');
  const reach = normalCriticalValue(level ** (1 / candidates.length)) * standardError;
  return ok({
    index,
    value,
    tried: candidates.length,
    expectedOptimism: expectedMaximum(candidates.map((candidate) => candidate.standardError)),
    lower: value - reach,
    upper: value + reach,
  });
}

/**
 * Steps of the integral below. For integrands as smooth as these the trapezoid rule is exact to rounding, unless one
 * deviation is a hundred times smaller than another: then to 3 millionths of the widest.
 */
const STEPS = 2_000;

/** Beyond so many standard deviations nothing is left of a normal distribution. */
const REACH = 9;

/**
 * Expected maximum of independent normal deviates of mean 0 with these standard deviations. From
 * E[max] = ∫ (1{t > 0} − P(max ≤ t)) dt, with the step replaced by the normal distribution of the widest, whose
 * own integral is 0, so that the integrand is smooth.
 */
export function expectedMaximum(standardDeviations: readonly number[]): number {
  const widest = standardDeviations.reduce((most, deviation) => Math.max(most, deviation), 0);
  if (widest === 0 || standardDeviations.length === 1) return 0;
  const times = new Map<number, number>();
  for (const deviation of standardDeviations) times.set(deviation, (times.get(deviation) ?? 0) + 1);
  const step = (2 * REACH * widest) / STEPS;
  let sum = 0;
  for (let at = 0; at <= STEPS; at += 1) {
    const t = -REACH * widest + at * step;
    sum += normalCdf(t / widest) - chanceThatAllBelow(t, times);
  }
  return sum * step;
}

/** @param times how many deviates have each standard deviation */
function chanceThatAllBelow(t: number, times: ReadonlyMap<number, number>): number {
  let chance = 1;
  for (const [deviation, count] of times) {
    chance *= (deviation === 0 ? stepAtZero(t) : normalCdf(t / deviation)) ** count;
    if (chance === 0) break;
  }
  return chance;
}

/** What is known exactly contributes a step, halved where it stands. */
const stepAtZero = (t: number): number => (t === 0 ? 0.5 : Number(t > 0));
