import { err, ok, pointerToken, type Result } from '#libs/kernel';
import { binomialProblem } from './binomial-problem.js';
import { checkedPredictors, type ExpressionData, type FitFault } from './expression-data.js';
import { evaluatorOf, type RowModel } from './expression-evaluator.js';
import { type ExpressionGraph, expressionGraph } from './expression-graph.js';
import { type Expression, type ExpressionFault, namesOf } from './expression.js';
import { minimise } from './least-squares-portfolio.js';
import { rowProblem } from './least-squares-problem.js';
import { linearParameters } from './linear-parameters.js';
import { type ModelFit, modelFit } from './model-fit.js';
import { parseExpression } from './parse-expression.js';
import { profileInterval, type ProfileInterval } from './profile-interval.js';

/** Most rows times operations of the expression: what is held in memory, at 16 bytes each. */
export const EXPRESSION_WORK_MAX = 4_000_000;
export const EXPRESSION_PARAMETERS_MAX = 24;

/** Points looked at for each way in which a start may be wrong. */
const CANDIDATE_COUNT = 20;

export interface ExpressionFit extends ModelFit {
  /** In the order of `start`, which is that of all lists and of the covariance. */
  readonly parameterNames: readonly string[];
  /** Profile-likelihood intervals, where a level was given and the fit converged. */
  readonly intervals: readonly ProfileInterval[] | undefined;
}

export interface ExpressionRequest extends ExpressionData {
  readonly expression: string;
  /** A value near which to begin for each parameter of the expression. */
  readonly start: Readonly<Record<string, number>>;
  /** Level of profile intervals, such as 0.95. */
  readonly intervalLevel?: number;
}

/**
 * Fits a formula to rows by nonlinear least squares, or to shares of trials by binomial maximum likelihood. The
 * fault names the field of the request. A fit that found no minimum, or one that the data do not place, is
 * returned with `converged` false and without standard errors.
 */
export function fitExpression(request: ExpressionRequest): Result<ExpressionFit, FitFault> {
  const bound = boundModel(request);
  if (!bound.ok) return bound;
  const { graph, model } = bound.value;
  const { y, sd, trials } = request;
  const problem =
    trials === undefined
      ? rowProblem(
          model,
          y,
          sd?.map((value) => 1 / value),
        )
      : binomialProblem(model, y, trials);
  const minimum = minimise(problem, Object.values(request.start), {
    linear: trials === undefined ? linearParameters(graph) : [],
    candidateCount: CANDIDATE_COUNT,
  });
  if (minimum === undefined)
    return err({ path: '/start', reason: 'the expression is finite neither there nor anywhere near' });
  const fit = modelFit(minimum.point, request, model.valuesAt(minimum.point.parameters));
  const { intervalLevel: level } = request;
  const intervals =
    level === undefined || fit.covariance === undefined
      ? undefined
      : fit.parameters.map((_, index) => profileInterval(problem, fit, index, level));
  return ok({ ...fit, parameterNames: graph.parameterNames, intervals });
}

function boundModel(
  request: ExpressionRequest,
): Result<{ readonly graph: ExpressionGraph; readonly model: RowModel }, FitFault> {
  const predictors = checkedPredictors(request);
  if (!predictors.ok) return predictors;
  const parsed = parseExpression(request.expression);
  if (!parsed.ok) return err(inExpression(parsed.error));
  const { names, columns } = predictors.value;
  const fault = startFault(request, parsed.value, names);
  if (fault !== undefined) return err(fault);
  const graph = expressionGraph(parsed.value, names, Object.keys(request.start));
  if (!graph.ok) return err(inExpression(graph.error));
  if (graph.value.nodes.length * request.y.length > EXPRESSION_WORK_MAX)
    return err({
      path: '/y',
      reason: `rows times operations exceed ${String(EXPRESSION_WORK_MAX)}`,
    });
  return ok({ graph: graph.value, model: evaluatorOf(graph.value, columns, request.y.length) });
}

/** A position is counted from 1 for people. */
const inExpression = ({ at, reason }: ExpressionFault): FitFault => ({
  path: '/expression',
  reason: `at character ${String(at + 1)}: ${reason}`,
});

function startFault(
  { start, y }: ExpressionRequest,
  expression: Expression,
  predictorNames: readonly string[],
): FitFault | undefined {
  const used = namesOf(expression);
  const entries = Object.entries(start);
  if (entries.length === 0) return { path: '/start', reason: 'names no parameter' };
  if (entries.length > EXPRESSION_PARAMETERS_MAX)
    return { path: '/start', reason: `has more than ${String(EXPRESSION_PARAMETERS_MAX)} parameters` };
  for (const [name, value] of entries) {
    const path = `/start${pointerToken(name)}`;
    if (predictorNames.includes(name)) return { path, reason: 'is the name of a predictor' };
    if (!used.has(name)) return { path, reason: 'does not occur in the expression' };
    if (!Number.isFinite(value)) return { path, reason: 'is not a finite number' };
  }
  for (const name of used.keys())
    if (!predictorNames.includes(name) && !Object.hasOwn(start, name))
      return { path: `/start/${name}`, reason: 'the expression uses it: a starting value is missing' };
  if (y.length < entries.length)
    return {
      path: '/y',
      reason: `has ${String(y.length)} rows for ${String(entries.length)} parameters`,
    };
  return undefined;
}
