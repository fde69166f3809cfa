import { readFileSync } from 'node:fs';
import { assert } from '#libs/kernel';
import { type ExpressionFit, fitExpression } from './fit-expression.js';

interface NistProblem {
  readonly name: string;
  readonly expression: string;
  readonly logResponse?: true;
  readonly x: Readonly<Record<string, readonly number[]>>;
  readonly y: readonly number[];
  readonly starts: readonly (readonly number[])[];
  readonly parameters: readonly number[];
  readonly standardErrors: readonly number[];
  readonly residualSumOfSquares: number;
}

const { problems } = JSON.parse(readFileSync(new URL('./nist-strd.json', import.meta.url), 'utf8')) as {
  readonly problems: readonly NistProblem[];
};

/** Certified values have eleven digits; differences below them say nothing. */
const DIGITS_CERTIFIED = 11;

const digits = (value: number, certified: number): number =>
  Math.min(DIGITS_CERTIFIED, -Math.log10(Math.abs(value - certified) / Math.abs(certified)));

const leastDigits = (values: readonly number[], certified: readonly number[]): number =>
  Math.min(...certified.map((value, index) => digits(values[index] ?? Number.NaN, value)));

function fitted({ expression, x, y, logResponse }: NistProblem, start: readonly number[]): ExpressionFit {
  const fit = fitExpression({
    x,
    y: logResponse === true ? y.map(Math.log) : y,
    expression,
    start: Object.fromEntries(start.map((value, index) => [`b${String(index + 1)}`, value])),
  });
  assert(fit.ok, 'the problem is well formed');
  return fit.value;
}

describe('NIST StRD nonlinear regression', () => {
  const cases = problems.flatMap((problem) =>
    problem.starts.map((start, index) => [problem.name, index + 1, problem, start] as const),
  );

  it('has 27 problems with two starts each', () => {
    expect(cases).toHaveLength(54);
  });

  it.each(cases)('%s from start %i', (name, _number, problem, start) => {
    const { parameters, covariance, residualSumOfSquares, converged } = fitted(problem, start);
    expect(converged).toBe(true);
    expect(leastDigits(parameters, problem.parameters)).toBeGreaterThan(9.5);
    // The residuals of Lanczos1 are rounding errors of its data, and so is everything that rests on them.
    const wanted = name === 'Lanczos1' ? 2 : 9.5;
    const standardErrors = (covariance ?? []).map((row, index) => Math.sqrt(row[index] ?? Number.NaN));
    expect(leastDigits(standardErrors, problem.standardErrors)).toBeGreaterThan(wanted);
    expect(digits(residualSumOfSquares, problem.residualSumOfSquares)).toBeGreaterThan(wanted);
  });
});
