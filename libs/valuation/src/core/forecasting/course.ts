import type { Result } from '#libs/kernel';
import type { CandidateName } from './candidate.js';
import type { WeightedFit } from './family-weights.js';
import type { ForecastRefusal } from './forecast-refusal.js';

/** What may be measured at one time. */
export interface PredictiveDistribution {
  /** Ascending draws on the working scale, given that the value is not an exact zero. */
  readonly draws: Float64Array;
  /** Chance of an exact zero. */
  readonly zeroChance: number;
  /** From the working scale back to the scale of the series; ascending. */
  readonly natural: (value: number) => number;
}

/** The courses that a series may take. */
export interface Course {
  readonly weights: Readonly<Record<CandidateName, number>>;
  /** Posterior share of the noise that lasts. */
  readonly lastingShare: number;
  /** At a time in steps after the last point. */
  readonly at: (step: number) => PredictiveDistribution;
}

export type CourseResult = Result<Course, ForecastRefusal>;

export const weightsByName = (fits: readonly WeightedFit[]): Course['weights'] =>
  Object.fromEntries(fits.map(({ fit, weight }) => [fit.name, weight]));
