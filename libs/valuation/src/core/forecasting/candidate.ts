import type { WorkingSeries } from './working-series.js';

/** The families that a forecast is averaged over. */
export type CandidateName = string;

/** Centre and scale of a predictive distribution of Student's t, on the working scale. */
export interface Prediction {
  readonly centre: number;
  readonly scale: number;
}

/** One setting of the hyperparameters of a family, fitted. */
export interface Component {
  /** Share within its family; the shares of a family sum to 1. */
  readonly weight: number;
  readonly degreesOfFreedom: number;
  /** Share of the noise of a step that stays in the level: 0 for noise that passes, 1 for a random walk. */
  readonly lastingShare: number;
  /** Distribution of the value at a time after the last point, its measurement noise included. */
  readonly predict: (step: number) => Prediction;
}

/** A family fitted to the first points of a series. */
export interface CandidateFit {
  readonly name: CandidateName;
  /** Log of the one-step predictive densities of all points but the first, hyperparameters averaged out. */
  readonly logEvidence: number;
  /** Curve parameters that were fitted rather than averaged out, the level included. */
  readonly parameterCount: number;
  readonly components: readonly Component[];
}

/** A family of courses that a series may take. */
export interface Candidate {
  readonly name: CandidateName;
  /**
   * Fits to the first points of the series, for each of the counts (ascending, at least 2). Undefined where the
   * family cannot be fitted to so few or to such points.
   */
  readonly fit: (series: WorkingSeries, counts: readonly number[]) => readonly (CandidateFit | undefined)[];
}

/** Weights in proportion to exp(log weight), without overflow; they sum to 1. */
export function normalisedWeights(logWeights: readonly number[]): readonly number[] {
  const largest = Math.max(...logWeights);
  const relative = logWeights.map((logWeight) => Math.exp(logWeight - largest));
  const total = relative.reduce((sum, weight) => sum + weight, 0);
  return relative.map((weight) => weight / total);
}

/** log Σ exp(x), without overflow. */
export function logSumOfExponentials(logs: readonly number[]): number {
  const largest = Math.max(...logs);
  if (largest === -Infinity) return -Infinity;
  return largest + Math.log(logs.reduce((sum, log) => sum + Math.exp(log - largest), 0));
}

/** Settings of less weight than this are not worth what following them costs. */
const WEIGHT_MIN = 1e-4;

/** The weights with the least of them dropped to zero; they still sum to 1. */
export function weightsWorthFollowing(weights: readonly number[]): readonly number[] {
  const kept = weights.map((weight) => (weight < WEIGHT_MIN ? 0 : weight));
  const total = kept.reduce((sum, weight) => sum + weight, 0);
  return kept.map((weight) => weight / total);
}
