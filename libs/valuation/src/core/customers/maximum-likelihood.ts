import { assertDefined, ok, type Result } from '#libs/kernel';
import { isMinimum, polish } from '../fitting/gauss-newton-polish.js';
import type { LeastSquaresProblem } from '../fitting/least-squares-problem.js';
import { levenbergMarquardt } from '../fitting/levenberg-marquardt.js';
import { covarianceOf, type SquareMatrix } from '../fitting/parameter-covariance.js';
import { type CustomerRefusal, refuse } from './customer-refusal.js';

/** Positive parameters at the maximum of a likelihood. */
export interface PositiveFit<Name extends string> {
  readonly parameters: Readonly<Record<Name, { readonly value: number; readonly standardError: number }>>;
  /** Of the logarithms of the parameters, in the order of their names. */
  readonly covariance: SquareMatrix;
  readonly logLikelihood: number;
}

const ITERATIONS_MAX = 500;

/** Maximises over the logarithms of positive parameters. Refuses where the data place no maximum. */
export function maximumLikelihood<Name extends string>(
  problem: LeastSquaresProblem,
  names: readonly Name[],
  start: readonly number[],
): Result<PositiveFit<Name>, CustomerRefusal> {
  const { parameters } = levenbergMarquardt(problem, start.map(Math.log), 'scaled', ITERATIONS_MAX);
  const point = polish(problem, parameters);
  if (point === undefined || !isMinimum(point))
    return refuse('no-finite-estimate', 'the likelihood has no maximum that the data place');
  const covariance = covarianceOf(point.factor, 1);
  const estimate = (index: number): { readonly value: number; readonly standardError: number } => {
    const value = Math.exp(assertDefined(point.parameters[index], 'every parameter has a value'));
    const variance = assertDefined(covariance[index]?.[index], 'every parameter has a variance');
    return { value, standardError: value * Math.sqrt(variance) };
  };
  const entries = names.map((name, index) => [name, estimate(index)] as const);
  return ok({
    parameters: Object.fromEntries(entries) as PositiveFit<Name>['parameters'],
    covariance,
    logLikelihood: -point.objective / 2,
  });
}
