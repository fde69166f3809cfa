import { assert } from '#libs/kernel';
import { evaluatorOf } from './expression-evaluator.js';
import { expressionGraph } from './expression-graph.js';
import { isMinimum, polish } from './gauss-newton-polish.js';
import { type LeastSquaresProblem, rowProblem } from './least-squares-problem.js';
import { levenbergMarquardt } from './levenberg-marquardt.js';
import { parseExpression } from './parse-expression.js';
import { projectedProblem } from './variable-projection.js';

function problemOf(
  text: string,
  parameterNames: readonly string[],
  x: readonly number[],
  y: readonly number[],
): LeastSquaresProblem {
  const expression = parseExpression(text);
  assert(expression.ok, text);
  const graph = expressionGraph(expression.value, ['x'], parameterNames);
  assert(graph.ok, text);
  return rowProblem(evaluatorOf(graph.value, [x], x.length), y);
}

const X = [0, 1, 2, 3, 4, 5, 6, 7];
const Y = X.map((x) => 2 + 5 * Math.exp(-0.4 * x) + 0.05 * Math.sin(5 * x));
const decay = problemOf('a + b*exp(-k*x)', ['a', 'b', 'k'], X, Y);

describe.each(['scaled', 'unscaled'] as const)('levenbergMarquardt with %s damping', (damping) => {
  it('comes to rest at a minimum, from near and far', () => {
    const near = levenbergMarquardt(decay, [1, 4, 0.5], damping, 200);
    const far = levenbergMarquardt(decay, [-10, 1, 2], damping, 200);
    expect(near.settled && far.settled).toBe(true);
    expect(far.objective).toBeCloseTo(near.objective, 12);
  });

  it('solves the valley of Rosenbrock (1960), written as two residuals', () => {
    const valley = problemOf('10*(b - a^2)*x + (1 - a)*(1 - x)', ['a', 'b'], [0, 1], [0, 0]);
    const { parameters } = levenbergMarquardt(valley, [-1.2, 1], damping, 500);
    expect(parameters[0]).toBeCloseTo(1, 9);
    expect(parameters[1]).toBeCloseTo(1, 9);
  });

  it('never takes a step to where the model is not finite', () => {
    const problem = problemOf('log(a*x)', ['a'], [1, 2, 3], [-5, -4.3, -3.9]);
    const { parameters, settled } = levenbergMarquardt(problem, [50], damping, 200);
    expect(settled).toBe(true);
    expect(parameters[0]).toBeGreaterThan(0);
  });

  it('says so where the model is not finite at the start', () => {
    const problem = problemOf('log(a*x)', ['a'], [1, 2, 3], [0, 0, 0]);
    expect(levenbergMarquardt(problem, [-1], damping, 10)).toMatchObject({
      objective: Infinity,
      settled: false,
    });
  });

  it('keeps to its budget', () => {
    expect(levenbergMarquardt(decay, [-10, 1, 2], damping, 3)).toMatchObject({
      iterations: 3,
      settled: false,
    });
  });
});

describe('scaled damping', () => {
  it('does not depend on the units of a parameter', () => {
    const inThousandths = problemOf('a + b*exp(-k*x/1000)', ['a', 'b', 'k'], X, Y);
    const [one, other] = [
      levenbergMarquardt(decay, [-10, 1, 2], 'scaled', 7),
      levenbergMarquardt(inThousandths, [-10, 1, 2000], 'scaled', 7),
    ];
    expect((other.parameters[2] ?? 0) / 1000).toBeCloseTo(one.parameters[2] ?? 0, 9);
  });
});

describe('projectedProblem', () => {
  const projected = projectedProblem(decay, [0, 1], [0, 0, 1]);

  it('has the objective of the full problem at the best linear parameters', () => {
    for (const k of [0.1, 0.4, 2]) {
      const complete = projected.complete([k]);
      expect(projected.objectiveAt([k])).toBeCloseTo(decay.objectiveAt(complete), 12);
      for (const index of [0, 1])
        for (const change of [-1e-3, 1e-3]) {
          const other = complete.with(index, (complete[index] ?? 0) + change);
          expect(decay.objectiveAt(other)).toBeGreaterThan(decay.objectiveAt(complete));
        }
    }
  });

  it('has the gradient of its objective', () => {
    for (const k of [0.1, 0.4, 2]) {
      const { columns: [column = new Float64Array()] = [], residuals = [] } = projected.linearise([k]) ?? {};
      const gradient = column.reduce((sum, slope, i) => sum - 2 * slope * (residuals[i] ?? 0), 0);
      const difference = (projected.objectiveAt([k + 1e-6]) - projected.objectiveAt([k - 1e-6])) / 2e-6;
      expect(gradient).toBeCloseTo(difference, 6);
    }
  });

  it('has the minimum of the full problem', () => {
    const reduced = levenbergMarquardt(projected, [3], 'scaled', 100);
    const full = levenbergMarquardt(decay, [1, 4, 0.5], 'scaled', 100);
    expect(reduced.objective).toBeCloseTo(full.objective, 12);
    for (const [i, value] of projected.complete(reduced.parameters).entries())
      expect(value).toBeCloseTo(full.parameters[i] ?? Number.NaN, 6);
  });
});

describe('polish', () => {
  it('takes a parameter on to where the objective no longer tells', () => {
    const exact = problemOf(
      'a*exp(-k*x)',
      ['a', 'k'],
      X,
      X.map((x) => 3 * Math.exp(-0.3 * x)),
    );
    const point = polish(exact, [3.001, 0.3001]);
    assert(point !== undefined, 'the model is finite');
    expect(isMinimum(point)).toBe(true);
    expect(Math.abs((point.parameters[1] ?? 0) - 0.3)).toBeLessThan(1e-15);
  });

  it('stays where it is without a full set of directions', () => {
    const problem = problemOf('a*b*x', ['a', 'b'], X, Y);
    const point = polish(problem, [1, 1]);
    expect(point?.parameters).toEqual([1, 1]);
    expect(point?.rank).toBe(1);
  });
});
