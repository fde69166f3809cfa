import type { FamilyFit } from '../families/family.js';
import type { StateModel } from './state-filter.js';

/** A fitted curve on the working scale, and how it changes with each of its parameters. */
export interface LinearisedCurve {
  readonly valueAt: (step: number) => number;
  readonly gradientAt: (step: number) => readonly number[];
}

/** Half the width of the central difference, on the family's unbounded scale, whose natural unit is 1. */
const DIFFERENCE = 1e-4;

/** The curve of a fit, taken to the working scale. Gradients are remembered: every noise setting asks for them. */
export function linearisedCurve(
  { working, meanWith }: Pick<FamilyFit, 'working' | 'meanWith'>,
  toWorking: (natural: number) => number,
): LinearisedCurve {
  const valueWith = (parameters: readonly number[], step: number): number =>
    toWorking(meanWith(parameters, step));
  const remembered = new Map<number, readonly number[]>();
  return {
    valueAt: (step) => valueWith(working, step),
    gradientAt: (step) => {
      const known = remembered.get(step);
      if (known !== undefined) return known;
      const gradient = working.map((_, parameter) => {
        const moved = (by: number): readonly number[] =>
          working.map((value, index) => (index === parameter ? value + by : value));
        return (valueWith(moved(DIFFERENCE), step) - valueWith(moved(-DIFFERENCE), step)) / (2 * DIFFERENCE);
      });
      remembered.set(step, gradient);
      return gradient;
    },
  };
}

/** How a curve meets the noise around it; variances are relative to the noise variance. */
export interface CurveNoise {
  readonly observation: number;
  /** Of what lasts, per step. */
  readonly level: number;
  /** Prior variance of each parameter around its fitted value, on the unbounded scale. */
  readonly parameter: number;
}

/** After the last point the curve is walked ever more slowly: `step` steps count for this many. */
export interface Damping {
  readonly lastStep: number;
  /** Share of the pace that survives a step; 1 for none lost. */
  readonly survival: number;
}

/**
 * A curve with a level that wanders about it: value = curve + gradient · change of parameters + level. The filter
 * thereby fits the curve by generalised least squares in the presence of lasting noise, once linearised, and a
 * forecast starts from where the series stands, not from where the curve does.
 */
export function curveModel(curve: LinearisedCurve, noise: CurveNoise, damping: Damping): StateModel {
  const parameterCount = curve.gradientAt(0).length;
  const walked = (step: number): number => dampedStep(step, damping);
  return {
    dimension: 1 + parameterCount,
    observationVariance: noise.observation,
    levelVariance: noise.level,
    priorVariances: Array.from({ length: parameterCount }, () => noise.parameter),
    advance: ({ covariance }, gapSteps) => {
      covariance[0] = (covariance[0] ?? 0) + noise.level * gapSteps;
    },
    offsetAt: (step) => curve.valueAt(walked(step)),
    rowAt: (step) => [1, ...curve.gradientAt(walked(step))],
  };
}

/** φ + φ² + … steps beyond the last one, as a damped trend counts them. */
function dampedStep(step: number, { lastStep, survival }: Damping): number {
  if (step <= lastStep || survival === 1) return step;
  return lastStep + (survival * (1 - survival ** (step - lastStep))) / (1 - survival);
}
