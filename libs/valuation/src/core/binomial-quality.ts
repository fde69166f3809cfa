import { ok, type Result } from '#libs/kernel';
import { gammaln } from 'simple-statistics';
import { type Refusal, refuse } from './refusal.js';

/** Right answers out of the questions asked around one time. */
export type QualityObservation = {
  /** Time in years from an origin that the caller chooses and keeps. */
  readonly t: number;
  readonly successes: number;
  readonly trials: number;
};

/**
 * Observations that carry information (trials above 0).
 * Refuses counts that no experiment can give, and a chance level outside [0, 1).
 */
export function informative(
  observations: readonly QualityObservation[],
  chanceLevel: number,
): Result<readonly QualityObservation[], Refusal> {
  if (!(chanceLevel >= 0 && chanceLevel < 1))
    return refuse('invalid-observation', `the chance level ${String(chanceLevel)} is outside [0, 1)`);
  for (const { t, successes, trials } of observations) {
    const possible = Number.isSafeInteger(successes) && Number.isSafeInteger(trials) && Number.isFinite(t);
    if (!possible || successes < 0 || successes > trials)
      return refuse('invalid-observation', `${String(successes)} of ${String(trials)} at t = ${String(t)}`);
  }
  return ok(observations.filter(({ trials }) => trials > 0));
}

/** 1 / (1 + exp(−x)), accurate in both tails. */
export const inverseLogit = (x: number): number =>
  x >= 0 ? 1 / (1 + Math.exp(-x)) : Math.exp(x) / (1 + Math.exp(x));

export const logit = (p: number): number => Math.log(p) - Math.log1p(-p);

/** log(1 + exp(x)) without overflow. */
const softplus = (x: number): number => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));

/** Share of right answers when skill u = inverseLogit(logOdds) stands above guessing: q = g + (1 − g) u. */
export const qualityOf = (logOdds: number, chanceLevel: number): number =>
  chanceLevel + (1 - chanceLevel) * inverseLogit(logOdds);

/** Binomial log-likelihood with its coefficient, so that it compares with other software. */
export function logLikelihoodOf(
  observations: readonly QualityObservation[],
  logOddsAt: (t: number) => number,
  chanceLevel: number,
): number {
  let sum = 0;
  for (const { t, successes, trials } of observations) {
    const logOdds = logOddsAt(t);
    const logRight = chanceLevel === 0 ? -softplus(-logOdds) : Math.log(qualityOf(logOdds, chanceLevel));
    const logWrong = Math.log1p(-chanceLevel) - softplus(logOdds);
    sum += logChoose(trials, successes) + term(successes, logRight) + term(trials - successes, logWrong);
  }
  return sum;
}

/** Log-likelihood of the saturated model, in which every observation has its own share. */
export function saturatedLogLikelihood(observations: readonly QualityObservation[]): number {
  let sum = 0;
  for (const { successes, trials } of observations) {
    const failures = trials - successes;
    sum += logChoose(trials, successes);
    sum += term(successes, Math.log(successes / trials)) + term(failures, Math.log(failures / trials));
  }
  return sum;
}

/** Pearson's chi-square of observed against expected counts. */
export function pearsonChiSquare(
  observations: readonly QualityObservation[],
  logOddsAt: (t: number) => number,
  chanceLevel: number,
): number {
  let sum = 0;
  for (const { t, successes, trials } of observations) {
    const logOdds = logOddsAt(t);
    const right = qualityOf(logOdds, chanceLevel);
    // From the other tail: 1 − right would lose all its digits for a model that is nearly always right.
    const wrong = (1 - chanceLevel) * inverseLogit(-logOdds);
    const residual = right > 0.5 ? trials * wrong - (trials - successes) : successes - trials * right;
    if (residual !== 0) sum += residual ** 2 / (trials * right * wrong);
  }
  return sum;
}

/** count × log p with the convention 0 × log 0 = 0. */
const term = (count: number, logProbability: number): number => (count === 0 ? 0 : count * logProbability);

const logChoose = (n: number, k: number): number => gammaln(n + 1) - gammaln(k + 1) - gammaln(n - k + 1);
