import { type ExpressionFit, fitExpression } from '#core/valuation';
import { assertDefined, err, ok, type Result } from '#libs/kernel';
import type { InputFault } from '../command.js';
import type { FitInput } from './fit-input.js';

const INTERVAL_LEVEL = 0.95;

/** The answer to a request with an expression. */
export function expressionAnswer(input: FitInput, expression: string): Result<object, InputFault> {
  const { x, y, sd, trials, start } = input;
  if (start === undefined) return err({ path: '/start', reason: 'an expression needs starting values' });
  for (const name of ['family', 'chanceLevel'] as const)
    if (input[name] !== undefined) return err({ path: `/${name}`, reason: 'does not go with an expression' });
  const fit = fitExpression({
    x: x as readonly number[] | Readonly<Record<string, readonly number[]>>,
    y,
    sd,
    trials,
    expression,
    start,
    intervalLevel: INTERVAL_LEVEL,
  });
  return fit.ok ? ok(figuresOf(fit.value)) : fit;
}

function figuresOf(fit: ExpressionFit): object {
  const { parameterNames, unplaced, converged } = fit;
  return {
    parameters: Object.fromEntries(parameterNames.map((name, index) => [name, parameterOf(fit, index)])),
    residualSumOfSquares: fit.residualSumOfSquares,
    degreesOfFreedom: fit.degreesOfFreedom,
    residualStandardDeviation: fit.residualStandardDeviation ?? null,
    dispersion: fit.dispersion ?? null,
    logLikelihood: fit.logLikelihood,
    aicc: fit.aicc ?? null,
    converged,
    ...(converged ? {} : { reason: reasonOf(unplaced.map((index) => parameterNames[index] ?? '')) }),
  };
}

function parameterOf({ parameters, covariance, intervals }: ExpressionFit, index: number): object {
  const variance = covariance?.[index]?.[index];
  return {
    value: assertDefined(parameters[index], 'every parameter has a value'),
    standardError: variance === undefined ? null : Math.sqrt(variance),
    interval: intervals?.[index] ?? null,
  };
}

const reasonOf = (unplaced: readonly string[]): string =>
  unplaced.length === 0
    ? 'no minimum was found: the best values run away or the search did not come to rest'
    : `the data do not place ${unplaced.join(', ')}: other values fit as well`;
