import { type LeastSquaresProblem, moved } from './least-squares-problem.js';
import {
  backSubstitute,
  conditionOf,
  pivotedQr,
  type PivotedQr,
  rankOf,
  transposedTimes,
} from './pivoted-qr.js';
import { lengthOf } from './row.js';

/** A point with what its linearisation says about it. */
export interface PolishedPoint {
  readonly parameters: readonly number[];
  readonly objective: number;
  /** Factor of the derivatives there. */
  readonly factor: PivotedQr;
  readonly rank: number;
  /** The Gauss–Newton step that would be next. */
  readonly step: Float64Array;
  /** Length of the residuals' part that the derivatives explain, and of the rest. */
  readonly explained: number;
  readonly unexplained: number;
  /** Length of residuals that is rounding. */
  readonly rounding: number;
}

const STEPS_MAX = 30;
/** A step may raise the objective by its rounding. */
const ROUNDING = 1e-9;

/**
 * Undamped Gauss–Newton steps for as long as each is shorter than the one before. The objective is flat to half
 * its digits around a minimum, so descent alone leaves parameters at eight digits; the steps themselves go on
 * shrinking. Undefined where the model is not finite at the start.
 */
export function polish(problem: LeastSquaresProblem, start: readonly number[]): PolishedPoint | undefined {
  let best = stationAt(problem, start);
  for (let count = 0; best !== undefined && count < STEPS_MAX; count++) {
    if (best.rank < best.step.length || best.explained === 0) return best;
    const next = stationAt(problem, moved(best.parameters, best.step));
    const better =
      next !== undefined &&
      next.explained < best.explained &&
      next.objective <= best.objective + ROUNDING * Math.abs(best.objective);
    if (!better) return best;
    best = next;
  }
  return best;
}

function stationAt(problem: LeastSquaresProblem, parameters: readonly number[]): PolishedPoint | undefined {
  const local = problem.linearise(parameters);
  if (local === undefined) return undefined;
  const factor = pivotedQr(local.columns);
  const rank = rankOf(factor);
  const rotated = transposedTimes(factor, local.residuals);
  return {
    parameters,
    objective: local.objective,
    factor,
    rank,
    step: backSubstitute(factor, rotated, rank),
    explained: lengthOf(rotated.subarray(0, rank)),
    unexplained: lengthOf(rotated.subarray(rank)),
    rounding: Math.sqrt(problem.roundingOf(0)),
  };
}

/** Steps that change no parameter by more than this share of it leave six digits beyond doubt. */
const STEP_SMALL = 1e-8;
/** Multiple of the rounding of residuals that a step explains and that says nothing. */
const ROUNDING_EXPLAINED = 8;
/** Explained residuals against the rest, per degree of freedom (Bates and Watts, 1988, section 2.2.3). */
const OFFSET_SMALL = 1e-6;
/** Beyond this condition, derivatives are rounding. */
const CONDITION_MAX = 1e12;

/**
 * True at a minimum that the data place: the derivatives have full rank and the next step is negligible, against
 * the parameters or against their uncertainty. A parameter that is 0 leaves nothing to compare with: there a step
 * counts as negligible that moves the model by no more than rounding does and is small beside 1.
 */
export function isMinimum(point: PolishedPoint): boolean {
  const { step, rank, factor, explained, unexplained, rounding, objective } = point;
  const p = step.length;
  if (rank < p || !(conditionOf(factor) < CONDITION_MAX)) return false;
  const fitsExactly = objective === 0 || explained <= ROUNDING_EXPLAINED * rounding;
  const freedom = Math.max(1, factor.rowCount - p);
  const offset = explained / Math.sqrt(p) / (unexplained / Math.sqrt(freedom));
  return offset <= OFFSET_SMALL || isStill(point, 0) || (fitsExactly && isStill(point, 1));
}

/** True where the step is small beside every parameter, or beside `unit` where that is larger. */
const isStill = ({ parameters, step }: PolishedPoint, unit: number): boolean =>
  parameters.every(
    (value, index) => Math.abs(step[index] ?? Infinity) <= STEP_SMALL * Math.max(Math.abs(value), unit),
  );
