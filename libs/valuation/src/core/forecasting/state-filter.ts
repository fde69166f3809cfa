import { assertDefined } from '#libs/kernel';
import { gammaln } from 'simple-statistics';
import type { NoisePrior, WorkingSeries } from './working-series.js';

/** Mean and covariance of a state; the covariance is relative to the noise variance, and stored by rows. */
export interface StateEstimate {
  readonly mean: Float64Array;
  readonly covariance: Float64Array;
}

/**
 * A linear model of a series: how its state moves over a gap and how a value is read off. The first entry of the
 * state is the level, of which nothing is known before the first value. All variances are relative.
 */
export interface StateModel {
  readonly dimension: number;
  /** Variance of a measurement of a typical point. */
  readonly observationVariance: number;
  /** Variance of a step of the level. */
  readonly levelVariance: number;
  /** Prior variances of the other entries; their prior means are zero. */
  readonly priorVariances: readonly number[];
  /** Moves the estimate over a gap in steps, in place. */
  readonly advance: (state: StateEstimate, gapSteps: number) => void;
  /** Known part of the value at a time in steps. */
  readonly offsetAt: (step: number) => number;
  /** Weights of the state in the value at a time in steps. */
  readonly rowAt: (step: number) => ArrayLike<number>;
}

/** What a filter knows after some of the points. */
export interface Filtered {
  readonly state: StateEstimate;
  /** Time of the last point, in steps. */
  readonly step: number;
  /** Sum of the log densities of the values after the first, each given those before it. */
  readonly logEvidence: number;
  /** Posterior of the noise variance, which makes predictions Student's t. */
  readonly variance: number;
  readonly degreesOfFreedom: number;
}

/**
 * Kalman filter with the noise variance integrated out (West and Harrison, 1997, section 4.5): densities of the
 * next value are Student's t, and their product is the evidence for the model.
 * Gives what is known after each of the counts of points, which ascend and are at least 1.
 */
export function filterSeries(
  model: StateModel,
  series: WorkingSeries,
  counts: readonly number[],
): readonly Filtered[] {
  const { steps, values, noiseShares } = series;
  const state = stateAfterFirst(model, series);
  const noise = startOf(series.noisePrior);
  const snapshots: Filtered[] = [];
  for (let point = 0; point < values.length; point += 1) {
    const step = assertDefined(steps[point], 'a time for each value');
    if (point > 0) {
      model.advance(state, step - (steps[point - 1] ?? 0));
      const surprise = (values[point] ?? 0) - predictedAt(model, state, step);
      absorb(model, state, noise, {
        step,
        surprise,
        observation: model.observationVariance * (noiseShares[point] ?? 1),
      });
    }
    if (counts.includes(point + 1)) snapshots.push(snapshotOf(state, step, noise));
  }
  return snapshots;
}

interface NoiseEstimate {
  sumOfSquares: number;
  degreesOfFreedom: number;
  logEvidence: number;
}

const startOf = ({ degreesOfFreedom, variance }: NoisePrior): NoiseEstimate => ({
  sumOfSquares: degreesOfFreedom * variance,
  degreesOfFreedom,
  logEvidence: 0,
});

/** The first value fixes the level up to its own noise (exact diffuse start: Durbin and Koopman, 2012, 5.2). */
function stateAfterFirst(model: StateModel, { steps, values, noiseShares }: WorkingSeries): StateEstimate {
  const { dimension } = model;
  const mean = new Float64Array(dimension);
  const covariance = new Float64Array(dimension * dimension);
  const [step = 0] = steps;
  const row = model.rowAt(step);
  mean[0] = (values[0] ?? 0) - model.offsetAt(step);
  let levelVariance = model.observationVariance * (noiseShares[0] ?? 1);
  for (let entry = 1; entry < dimension; entry += 1) {
    const prior = model.priorVariances[entry - 1] ?? 0;
    const weight = row[entry] ?? 0;
    covariance[entry * dimension + entry] = prior;
    covariance[entry] = -weight * prior;
    covariance[entry * dimension] = -weight * prior;
    levelVariance += weight * weight * prior;
  }
  covariance[0] = levelVariance;
  return { mean, covariance };
}

/** Expected value at a time, from a state that has been moved there. */
export function predictedAt(model: StateModel, { mean }: StateEstimate, step: number): number {
  const row = model.rowAt(step);
  let value = model.offsetAt(step);
  for (let entry = 0; entry < mean.length; entry += 1) value += (row[entry] ?? 0) * (mean[entry] ?? 0);
  return value;
}

/** Covariance of the state with the value that the row reads off. */
function crossCovariance({ mean, covariance }: StateEstimate, row: ArrayLike<number>): Float64Array {
  const dimension = mean.length;
  const cross = new Float64Array(dimension);
  for (let i = 0; i < dimension; i += 1) {
    let sum = 0;
    for (let j = 0; j < dimension; j += 1) sum += (covariance[i * dimension + j] ?? 0) * (row[j] ?? 0);
    cross[i] = sum;
  }
  return cross;
}

/** Relative variance of what the row reads off. */
export function varianceOf(state: StateEstimate, row: ArrayLike<number>): number {
  const cross = crossCovariance(state, row);
  return cross.reduce((sum, covariance, entry) => sum + covariance * (row[entry] ?? 0), 0);
}

function absorb(
  model: StateModel,
  state: StateEstimate,
  noise: NoiseEstimate,
  seen: { readonly step: number; readonly surprise: number; readonly observation: number },
): void {
  const { mean, covariance } = state;
  const dimension = mean.length;
  const row = model.rowAt(seen.step);
  const cross = crossCovariance(state, row);
  let variance = seen.observation;
  for (let entry = 0; entry < dimension; entry += 1) variance += (cross[entry] ?? 0) * (row[entry] ?? 0);
  noise.logEvidence += logStudentDensity(
    seen.surprise,
    Math.sqrt((variance * noise.sumOfSquares) / noise.degreesOfFreedom),
    noise.degreesOfFreedom,
  );
  noise.sumOfSquares += seen.surprise ** 2 / variance;
  noise.degreesOfFreedom += 1;
  for (let i = 0; i < dimension; i += 1) {
    const gain = (cross[i] ?? 0) / variance;
    mean[i] = (mean[i] ?? 0) + gain * seen.surprise;
    for (let j = 0; j < dimension; j += 1) {
      const at = i * dimension + j;
      covariance[at] = (covariance[at] ?? 0) - gain * (cross[j] ?? 0);
    }
  }
}

const snapshotOf = ({ mean, covariance }: StateEstimate, step: number, noise: NoiseEstimate): Filtered => ({
  state: { mean: mean.slice(), covariance: covariance.slice() },
  step,
  logEvidence: noise.logEvidence,
  variance: noise.sumOfSquares / noise.degreesOfFreedom,
  degreesOfFreedom: noise.degreesOfFreedom,
});

/** Log density of Student's t with this scale at a distance from its centre. */
export function logStudentDensity(distance: number, scale: number, degreesOfFreedom: number): number {
  return (
    studentConstant(degreesOfFreedom) -
    Math.log(scale) -
    ((degreesOfFreedom + 1) / 2) * Math.log1p((distance / scale) ** 2 / degreesOfFreedom)
  );
}

const studentConstant = (degreesOfFreedom: number): number =>
  gammaln((degreesOfFreedom + 1) / 2) -
  gammaln(degreesOfFreedom / 2) -
  Math.log(degreesOfFreedom * Math.PI) / 2;
