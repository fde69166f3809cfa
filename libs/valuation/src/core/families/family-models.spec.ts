import { binomialProblem } from '../fitting/binomial-problem.js';
import type { RowModel } from '../fitting/expression-evaluator.js';
import type { LeastSquaresProblem } from '../fitting/least-squares-problem.js';
import { biExponentialAmount } from './amount/bi-exponential.js';
import { shiftedBetaGeometricAmount } from './amount/shifted-beta-geometric.js';
import { censoredProblem } from './censored-problem.js';
import { chanceModel } from './chance-model.js';
import { logisticQuality } from './quality/logistic.js';
import { weibullQuality } from './quality/weibull.js';
import { stepModel } from './step-model.js';

const TIMES = [0, 0.5, 2, 3, 7];

/** Largest difference between exact derivatives and central differences. */
function derivativeError(model: RowModel, at: readonly number[]): number {
  model.valuesAt(at);
  const exact = model.derivatives().map((column) => [...column]);
  const errors = at.flatMap((value, index) => {
    const [ahead, behind] = [1e-5, -1e-5].map((h) => [...model.valuesAt(at.with(index, value + h))]);
    return (exact[index] ?? []).map((slope, i) =>
      Math.abs(slope - ((ahead?.[i] ?? 0) - (behind?.[i] ?? 0)) / 2e-5),
    );
  });
  return Math.max(...errors);
}

describe('derivatives of the models of families are exact', () => {
  it.each<[string, RowModel, readonly number[]]>([
    ['a formula at t = 0', weibullQuality.modelAt(TIMES, 1), [0.5, -1, 0.3, -0.4]],
    ['a formula of amounts', biExponentialAmount.modelAt(TIMES, 1), [1, 0.2, 0.5, -2]],
    ['gamma functions', shiftedBetaGeometricAmount.modelAt(TIMES, 1), [4, -0.3, 1.2]],
    ['above chance', chanceModel(logisticQuality.modelAt(TIMES, 1), 0.25), [1, 0.4]],
    [
      'with steps on skill above chance',
      chanceModel(stepModel(logisticQuality.modelAt(TIMES, 1), TIMES, [1, 3], 'multiplying'), 0.25),
      [1, 0.4, -0.3, 0.1],
    ],
    [
      'with a step on log amounts',
      stepModel(biExponentialAmount.modelAt(TIMES, 1), TIMES, [2], 'adding'),
      [1, 0.2, 0.5, -2, -0.7],
    ],
  ])('%s', (_what, model, at) => {
    expect(derivativeError(model, at)).toBeLessThan(1e-8);
  });
});

/** Half the gradient of the objective is −columnsᵀ residuals. */
function scoreError(problem: LeastSquaresProblem, at: readonly number[]): number {
  const { columns = [], residuals = [] } = problem.linearise(at) ?? {};
  const exact = columns.map((column) =>
    column.reduce((sum, slope, i) => sum - slope * (residuals[i] ?? 0), 0),
  );
  const errors = at.map((value, index) => {
    const [ahead = 0, behind = 0] = [1e-5, -1e-5].map((h) => problem.objectiveAt(at.with(index, value + h)));
    return Math.abs((ahead - behind) / 4e-5 - (exact[index] ?? Number.NaN));
  });
  return Math.max(...errors);
}

describe('the linearisation of a likelihood has its score', () => {
  it('of shares of trials', () => {
    const problem = binomialProblem(
      logisticQuality.modelAt(TIMES, 1),
      [1, 0.9, 0.8, 0.5, 0],
      [20, 30, 40, 50, 60],
    );
    expect(scoreError(problem, [1.2, 0.3])).toBeLessThan(1e-6);
  });

  it('of amounts of which some are only known to be small', () => {
    const model = biExponentialAmount.modelAt(TIMES, 1);
    const problem = censoredProblem(
      model,
      [1, 0.5, 0.6, -1, -2],
      [1, 2, 1, 1, 1],
      [false, true, false, false, true],
    );
    expect(scoreError(problem, [0.3, 0.2, 0.1, -1, -0.5])).toBeLessThan(1e-6);
  });

  it('also far out in the tail, where the normal distribution underflows', () => {
    const model = biExponentialAmount.modelAt([0, 1], 1);
    const problem = censoredProblem(model, [0, -60], [1, 1], [false, true]);
    expect(scoreError(problem, [0.3, 0.2, 0.1, -1, 0])).toBeLessThan(1e-3);
  });
});
