import type { Result } from '#libs/kernel';
import { aiccOf } from './information-criterion.js';
import {
  logLikelihoodOf,
  pearsonChiSquare,
  type QualityObservation,
  saturatedLogLikelihood,
} from './binomial-quality.js';
import type { Covariance } from './multivariate-normal.js';
import type { ParameterEstimate } from './parameter-estimate.js';
import type { Refusal } from './refusal.js';

export type QualityFamilyName = 'constant' | 'logistic';

/** A family of quality curves, fitted. Times are in years from the origin of the observations. */
export type QualityFit<Parameter extends string = string> = {
  readonly family: QualityFamilyName;
  /** Share of right answers that guessing gives; the curve cannot fall below it. */
  readonly chanceLevel: number;
  /** Standard errors from the Fisher information of the binomial model, not widened by over-dispersion. */
  readonly parameters: Readonly<Record<Parameter, ParameterEstimate>>;
  /** In the order of {@link QualityFamily.parameterNames}; not widened. */
  readonly covariance: Covariance;
  readonly observationCount: number;
  readonly logLikelihood: number;
  /** Twice the log-likelihood that is missing to the saturated model. */
  readonly deviance: number;
  readonly degreesOfFreedom: number;
  /** Pearson's chi-square over its degrees of freedom; 1 is binomial noise, more is clustered noise. */
  readonly overDispersion: number;
  readonly converged: true;
  readonly iterations: number;
  /** Null with too few observations for the small-sample correction. */
  readonly aicc: number | null;
};

/** What every family offers: a fit, and its curve as log-odds of skill u, where q = g + (1 − g) u. */
export type QualityFamily = {
  readonly name: QualityFamilyName;
  readonly parameterNames: readonly string[];
  readonly fit: (
    observations: readonly QualityObservation[],
    chanceLevel: number,
  ) => Result<QualityFit, Refusal>;
  readonly logOddsAt: (parameters: readonly number[], t: number) => number;
  /** Derivative of the log-odds by each parameter, for the delta method. */
  readonly gradientAt: (parameters: readonly number[], t: number) => readonly number[];
};

/** The measures of fit that all families share. */
export function goodnessOf(
  observations: readonly QualityObservation[],
  chanceLevel: number,
  parameterCount: number,
  logOddsAt: (t: number) => number,
): Pick<
  QualityFit,
  'observationCount' | 'logLikelihood' | 'deviance' | 'degreesOfFreedom' | 'overDispersion' | 'aicc'
> {
  const observationCount = observations.length;
  const logLikelihood = logLikelihoodOf(observations, logOddsAt, chanceLevel);
  const degreesOfFreedom = observationCount - parameterCount;
  return {
    observationCount,
    logLikelihood,
    deviance: 2 * (saturatedLogLikelihood(observations) - logLikelihood),
    degreesOfFreedom,
    overDispersion: pearsonChiSquare(observations, logOddsAt, chanceLevel) / degreesOfFreedom,
    aicc: aiccOf({ logLikelihood, parameterCount, observationCount }),
  };
}
