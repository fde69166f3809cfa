import { ok, type Result } from '#libs/kernel';
import { binomialProblem } from '../fitting/binomial-problem.js';
import type { RowModel } from '../fitting/expression-evaluator.js';
import { polish, type PolishedPoint } from '../fitting/gauss-newton-polish.js';
import { type LeastSquaresProblem, rowProblem } from '../fitting/least-squares-problem.js';
import { levenbergMarquardt } from '../fitting/levenberg-marquardt.js';
import { censoredProblem } from './censored-problem.js';
import { chanceModel } from './chance-model.js';
import type { Curve, CurveParameter } from './curve.js';
import { censoredCurveFit, curveFit, type FittedCurve } from './curve-fit.js';
import type {
  AmountShape,
  Family,
  FamilyFit,
  FamilyKind,
  FamilyOptions,
  FamilyRefusal,
  FamilySeries,
  QualityShape,
} from './family.js';
import { toWorking } from './parameter-scale.js';
import { checkSeries, refuse } from './series-check.js';
import { amountOutline, skillOutline, typicalGap } from './series-outline.js';
import { stepModel } from './step-model.js';

const ITERATIONS_MAX = 200;
/** Starts from which a search descends, of those that the curve offers. */
const DESCENTS = 3;

/** The family of a curve of skill. */
export const qualityFamily = <Name extends QualityShape>(curve: Curve<Name>): Family<Name> =>
  familyOf(curve, 'quality');

/** The family of a curve of log amounts. */
export const amountFamily = <Name extends AmountShape>(curve: Curve<Name>): Family<Name> =>
  familyOf(curve, 'amount');

const familyOf = <Name extends QualityShape | AmountShape>(
  curve: Curve<Name>,
  kind: FamilyKind,
): Family<Name> => ({
  name: curve.name,
  kind,
  parameterNames: curve.parameters.map(({ name }) => name),
  pointsMin: curve.parameters.length + 1,
  fit: (series, options = {}) => fitCurve(curve, kind, series, options),
});

/** Fits a curve with its declared steps; refuses what {@link checkSeries} refuses. */
export function fitCurve(
  curve: Curve,
  kind: FamilyKind,
  series: FamilySeries,
  options: FamilyOptions,
): Result<FamilyFit, FamilyRefusal> {
  const { stepTimes = [], chanceLevel = 0 } = options;
  const drops = stepTimes.map((_, index): CurveParameter => ({
    name: `drop${String(index + 1)}`,
    scale: 'log-rest',
  }));
  const parameters = [...curve.parameters, ...drops];
  const checked = checkSeries(kind, series, options, parameters.length);
  if (!checked.ok) return checked;
  const origin = series.t[0] ?? 0;
  const gap = typicalGap(series.t);
  const modelAt = (times: readonly number[]): RowModel => {
    const smooth = curve.modelAt(
      times.map((time) => time - origin),
      gap,
    );
    const stepped =
      stepTimes.length === 0
        ? smooth
        : stepModel(smooth, times, stepTimes, kind === 'quality' ? 'multiplying' : 'adding');
    return kind === 'quality' && chanceLevel > 0 ? chanceModel(stepped, chanceLevel) : stepped;
  };
  const fitted: FittedCurve = { curve, kind, parameters, series, modelAt, chanceLevel };
  const starts = options.start === undefined ? startsOf(fitted) : [options.start];
  if (series.censored?.includes(true) === true) {
    const point = search(
      censoredProblemOf(fitted),
      starts.map((start) => [...start, 0]),
    );
    return point === undefined ? noFit : ok(censoredCurveFit(fitted, point));
  }
  const point = search(problemOf(fitted), starts);
  return point === undefined ? noFit : ok(curveFit(fitted, point));
}

const noFit = refuse('no-finite-estimate', 'the family is finite at none of its starting values');

/** Natural starting values on the working scale, without declared steps. */
function startsOf({
  curve,
  kind,
  parameters,
  series,
  chanceLevel,
}: FittedCurve): readonly (readonly number[])[] {
  const outline = kind === 'quality' ? skillOutline(series, chanceLevel) : amountOutline(series);
  return curve
    .starts(outline)
    .map((natural) => parameters.map(({ scale }, index) => toWorking(scale, natural[index] ?? 0)));
}

function problemOf({ kind, series, modelAt }: FittedCurve): LeastSquaresProblem {
  const { t, y, trials, sd } = series;
  if (trials !== undefined) return binomialProblem(modelAt(t), y, trials);
  return rowProblem(
    modelAt(t),
    kind === 'quality' ? y : y.map(Math.log),
    sd?.map((value) => 1 / value),
  );
}

const censoredProblemOf = ({ series: { t, y, sd, censored }, modelAt }: FittedCurve): LeastSquaresProblem =>
  censoredProblem(modelAt(t), y.map(Math.log), sd ?? y.map(() => 1), censored ?? []);

/** Descends from the best starts and polishes the lowest point reached. */
function search(
  problem: LeastSquaresProblem,
  starts: readonly (readonly number[])[],
): PolishedPoint | undefined {
  const [best] = starts
    .map((start) => ({ start, objective: problem.objectiveAt(start) }))
    .filter(({ objective }) => objective < Infinity)
    .toSorted((left, right) => left.objective - right.objective)
    .slice(0, DESCENTS)
    .map(({ start }) => levenbergMarquardt(problem, start, 'scaled', ITERATIONS_MAX))
    .toSorted((left, right) => left.objective - right.objective);
  return best === undefined ? undefined : polish(problem, best.parameters);
}
