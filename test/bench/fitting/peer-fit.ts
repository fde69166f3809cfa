import { levenbergMarquardt, type LevenbergMarquardtOptions } from 'ml-levenberg-marquardt';
import { assert } from '#libs/kernel';
import { evaluatorOf, type RowModel } from '../../../libs/valuation/src/core/fitting/expression-evaluator.js';
import { expressionGraph } from '../../../libs/valuation/src/core/fitting/expression-graph.js';
import { parseExpression } from '../../../libs/valuation/src/core/fitting/parse-expression.js';
import { type NistProblem, parameterNames } from './nist-problems.js';

/** What the peer says of a problem from a start; undefined where it throws. */
export type PeerFit = (problem: NistProblem, start: readonly number[]) => readonly number[] | undefined;

/** The peer as it is called without any option. */
export const fitByDefaults: PeerFit = (problem, start) =>
  fitOnce(problem, modelOf(problem), start, {})?.parameterValues;

/**
 * How the peer is called at its best: exact derivatives, no tolerance (its own is an absolute sum of squares), each of
 * these dampings to begin with, parameters as they are and divided by their starts, and on from where it ended as
 * long as that helps; of all that the smallest sum of squares.
 */
export const BEST_SETTINGS = {
  dampings: [1e-4, 1e-2, 1, 100, 1e4],
  iterations: 500,
  restartsMax: 10,
} as const;

export const fitAtItsBest: PeerFit = (problem, start) => {
  const model = modelOf(problem);
  const units = start.map((value) => (value === 0 ? 1 : Math.abs(value)));
  const fits = [start.map(() => 1), units].flatMap((scale) =>
    BEST_SETTINGS.dampings.map((damping) =>
      fitRepeatedly(problem, inUnits(model, scale), start, scale, damping),
    ),
  );
  return fits.reduce((best, fit) => (fit.error < best.error ? fit : best)).parameters;
};

type Ended = { readonly parameters: readonly number[] | undefined; readonly error: number };

function fitRepeatedly(
  problem: NistProblem,
  model: RowModel,
  start: readonly number[],
  scale: readonly number[],
  damping: number,
): Ended {
  let ended: Ended = { parameters: undefined, error: Infinity };
  let scaled = start.map((value, index) => value / (scale[index] ?? 1));
  for (let restart = 0; restart <= BEST_SETTINGS.restartsMax; restart += 1) {
    const fit = fitOnce(problem, model, scaled, {
      damping,
      maxIterations: BEST_SETTINGS.iterations,
      errorTolerance: 0,
      jacobianFunction: (parameters) => {
        model.valuesAt(parameters);
        const columns = model.derivatives().map((column) => column.slice());
        return (row) => columns.map((column) => column[row] ?? Number.NaN);
      },
    });
    if (fit === undefined || !(fit.parameterError < ended.error)) break;
    scaled = fit.parameterValues;
    ended = {
      parameters: scaled.map((value, index) => value * (scale[index] ?? 1)),
      error: fit.parameterError,
    };
  }
  return ended;
}

/** Rows stand for points, so that one sweep over the rows serves for all of them, as in our own fits. */
function fitOnce(
  { y }: NistProblem,
  model: RowModel,
  start: readonly number[],
  options: Omit<LevenbergMarquardtOptions, 'initialValues'>,
): ReturnType<typeof levenbergMarquardt> | undefined {
  const x = [...y.keys()];
  const valueAt = (parameters: readonly number[]): ((row: number) => number) => {
    const values = model.valuesAt(parameters).slice();
    return (row) => values[row] ?? Number.NaN;
  };
  try {
    return levenbergMarquardt({ x, y }, valueAt, { ...options, initialValues: start });
  } catch {
    // A singular matrix, mostly.
    return undefined;
  }
}

function modelOf(problem: NistProblem): RowModel {
  const parsed = parseExpression(problem.expression);
  assert(parsed.ok, 'the expression of a problem is well formed');
  const graph = expressionGraph(parsed.value, Object.keys(problem.x), parameterNames(problem));
  assert(graph.ok, 'the names of a problem are those of its expression');
  return evaluatorOf(graph.value, Object.values(problem.x), problem.y.length);
}

/** The same model of parameters that are counted in these units. */
const inUnits = (model: RowModel, units: readonly number[]): RowModel => ({
  ...model,
  valuesAt: (parameters) => model.valuesAt(parameters.map((value, index) => value * (units[index] ?? 1))),
  derivatives: () =>
    model.derivatives().map((column, index) => column.map((slope) => slope * (units[index] ?? 1))),
});
