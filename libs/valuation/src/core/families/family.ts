import type { Result } from '#libs/kernel';

/** Families of quality over time; each is a curve of skill u, from which quality is g + (1 − g) u. */
export type QualityShape =
  'constant' | 'logistic' | 'exponential-floor' | 'power' | 'weibull' | 'gompertz' | 'linear' | 'step';

/** Families of amounts (usage, revenue, customers) over time, fitted on the log scale. */
export type AmountShape =
  | 'naive'
  | 'simple-smoothing'
  | 'damped-trend'
  | 'exponential'
  | 'exponential-floor'
  | 'bi-exponential'
  | 'hyperbolic'
  | 'weibull'
  | 'gamma-ramp'
  | 'shifted-beta-geometric';

export type FamilyKind = 'quality' | 'amount';

/**
 * One measured series. All lists are of one length; times ascend, need not be regular, and a missing point is
 * simply absent.
 */
export interface FamilySeries {
  /** Times in any unit; rates come out per that unit. */
  readonly t: readonly number[];
  /** Quality: share of right answers, 0 to 1. Amount: above 0, or the threshold where `censored` says so. */
  readonly y: readonly number[];
  /** Quality: questions asked for each share. With it errors are binomial, without it they are normal. */
  readonly trials?: readonly number[] | undefined;
  /** Relative standard deviations: of y (quality), of log y (amount). Not together with trials. */
  readonly sd?: readonly number[] | undefined;
  /** Amount: true where all that is known is that the amount fell below y ("fell off the list"). */
  readonly censored?: readonly boolean[] | undefined;
}

export interface FamilyOptions {
  /** Quality that guessing gives, in [0, 1); the curve decays to it, not to zero. Default 0. */
  readonly chanceLevel?: number;
  /** Declared events after each of which the series may stand on another level; each costs one parameter. */
  readonly stepTimes?: readonly number[];
  /** Working values of an earlier fit of the same family: refits from there alone, without a search. */
  readonly start?: readonly number[];
}

/** Why a family gives no fit. */
export interface FamilyRefusal {
  readonly code: 'invalid-observation' | 'too-few-points' | 'no-time-spread' | 'no-finite-estimate';
  readonly reason: string;
}

export interface FittedParameter {
  readonly name: string;
  /** On the natural scale of the family's formula. */
  readonly value: number;
  /** By the delta method from the covariance on the working scale; null where the data place none. */
  readonly standardError: number | null;
}

/**
 * A fitted family. Residuals, their sum of squares and noise are on the scale of the errors: Pearson residuals
 * with trials, (y − mean) / sd for quality without trials, (log y − log mean) / sd for amounts.
 */
export interface FamilyFit {
  readonly family: QualityShape | AmountShape;
  readonly kind: FamilyKind;
  readonly parameters: readonly FittedParameter[];
  /** The same parameters on an unbounded scale (logarithms of rates, log-odds of shares), in the same order. */
  readonly working: readonly number[];
  /** Covariance of `working`, widened by `dispersion`; positive semi-definite. Null unless converged. */
  readonly covariance: readonly (readonly number[])[] | null;
  readonly observationCount: number;
  /** What the information criterion counts: `working`, starting states, and the noise where it is estimated. */
  readonly parameterCount: number;
  readonly residualSumOfSquares: number;
  readonly degreesOfFreedom: number;
  /** Root of the residual sum of squares per degree of freedom; of the maximised likelihood if any is censored. */
  readonly residualStandardDeviation: number;
  /** With trials: Pearson's chi-square per degree of freedom, at least 1. Else the residual variance. */
  readonly dispersion: number;
  /** Of y (quality) or log y (amount). */
  readonly logLikelihood: number;
  /** Null with too few points for the small-sample correction. */
  readonly aicc: number | null;
  /** False where the best point found is no minimum that the data place: treat the figures as a description. */
  readonly converged: boolean;
  /** Quality: the share expected at t. Amount: the median at t (the mean of log y, taken back). */
  readonly meanAt: (t: number) => number;
  /** The same for other parameters on the working scale, such as {@link sampleParameters} draws. */
  readonly meanWith: (working: readonly number[], t: number) => number;
  /**
   * Variance of a new observation around `meanAt(t)` with the parameters known: of y for quality (`trials` as
   * the last observation has them, unless given), of log y for amounts. Grows with t beyond the last point
   * for naive, simple-smoothing and damped-trend.
   */
  readonly noiseVarianceAt: (t: number, trials?: number) => number;
}

/** A family of curves that can be fitted to a series. */
export interface Family<Name extends QualityShape | AmountShape = QualityShape | AmountShape> {
  readonly name: Name;
  readonly kind: FamilyKind;
  /** Natural parameters, without those of declared steps, which follow as drop1, drop2, … */
  readonly parameterNames: readonly string[];
  /** Fewest points a fit is given for: one degree of freedom. Declared steps need one more each. */
  readonly pointsMin: number;
  readonly fit: (series: FamilySeries, options?: FamilyOptions) => Result<FamilyFit, FamilyRefusal>;
}
