import { type LeastSquaresProblem, type Linearisation, moved } from './least-squares-problem.js';
import { backSubstitute, pivotedQr, rankOf, transposedTimes, upperColumns } from './pivoted-qr.js';
import { at, lengthOf } from './row.js';

/**
 * How parameters are measured when a step is damped. `scaled` (Moré, 1978): each by the longest derivative
 * column met so far, which no change of units affects. `unscaled` (Levenberg, 1944): all alike; it goes on where
 * a column that was long once makes scaled steps too short.
 */
export type Damping = 'scaled' | 'unscaled';

export interface Descent {
  readonly parameters: readonly number[];
  readonly objective: number;
  readonly iterations: number;
  /** True where steps became negligible, false where the budget ran out or no finite step was left. */
  readonly settled: boolean;
}

const STEP_NEGLIGIBLE = 1e-14;
const GAIN_NEGLIGIBLE = 1e-13;
const DAMPING_START = 1e-3;
const DAMPING_MAX = 1e40;
const DAMPING_MIN = 1e-30;
/** Share of the predicted gain below which a step counts as failed. */
const RATIO_MIN = 1e-4;

/**
 * Levenberg–Marquardt: damped Gauss–Newton steps from the QR factor of the derivatives, never from normal
 * equations, which square the condition (Nocedal and Wright, 2006, section 10.3). A step is taken only if it
 * lowers the objective by a share of what was predicted; points where the model is not finite are refused like
 * worse ones. The damping follows the gain ratio (Nielsen, 1999).
 */
export function levenbergMarquardt(
  problem: LeastSquaresProblem,
  start: readonly number[],
  damping: Damping,
  iterationsMax: number,
): Descent {
  const first = problem.linearise(start);
  if (first === undefined) return { parameters: start, objective: Infinity, iterations: 0, settled: false };
  const metric = new Metric(damping);
  let parameters = start;
  let { objective } = first;
  let model = localModel(first, metric.update(first.columns));
  let lambda = DAMPING_START;
  let raise = 2;
  for (let iteration = 1; iteration <= iterationsMax; iteration++) {
    const step = model.dampedStep(lambda);
    if (
      step.length <= STEP_NEGLIGIBLE * metric.lengthOf(parameters) ||
      step.gain <= GAIN_NEGLIGIBLE * objective
    )
      return { parameters, objective, iterations: iteration, settled: true };
    const next = moved(parameters, step.parameters);
    const ratio = (objective - problem.objectiveAt(next)) / step.gain;
    const reached = ratio > RATIO_MIN ? problem.linearise(next) : undefined;
    if (reached === undefined) {
      lambda *= raise;
      raise *= 2;
      if (lambda > DAMPING_MAX) return { parameters, objective, iterations: iteration, settled: false };
    } else {
      lambda = Math.max(lambda * Math.max(1 / 3, 1 - (2 * ratio - 1) ** 3), DAMPING_MIN);
      raise = 2;
      parameters = next;
      ({ objective } = reached);
      model = localModel(reached, metric.update(reached.columns));
    }
  }
  return { parameters, objective, iterations: iterationsMax, settled: false };
}

/** The metric of a damped step: a weight a parameter. */
class Metric {
  readonly #damping: Damping;
  #weights = new Float64Array();

  constructor(damping: Damping) {
    this.#damping = damping;
  }

  update(columns: readonly Float64Array[]): Float64Array {
    const before = this.#weights;
    const lengths = Float64Array.from(columns, (column) => lengthOf(column));
    if (this.#damping === 'scaled')
      this.#weights = lengths.map((length, k) => Math.max(length, before[k] ?? 0) || 1);
    else if (before.length === 0) this.#weights = lengths.fill(Math.max(...lengths) || 1);
    return this.#weights;
  }

  lengthOf(parameters: readonly number[]): number {
    return lengthOf(Float64Array.from(parameters, (value, k) => value * at(this.#weights, k)));
  }
}

interface DampedStep {
  readonly parameters: Float64Array;
  /** In the metric of the damping. */
  readonly length: number;
  /** By how much the linearised objective falls. */
  readonly gain: number;
}

function localModel(
  { residuals, columns }: Linearisation,
  weights: Float64Array,
): { readonly dampedStep: (lambda: number) => DampedStep } {
  const factor = pivotedQr(columns);
  const upper = upperColumns(factor);
  const p = upper.length;
  const rotated = transposedTimes(factor, residuals);
  return {
    dampedStep: (lambda) => {
      const augmented = upper.map((column, j) => {
        const extended = new Float64Array(2 * p);
        extended.set(column);
        extended[p + j] = Math.sqrt(lambda) * at(weights, factor.order[j] ?? 0);
        return extended;
      });
      const right = new Float64Array(2 * p);
      right.set(rotated.subarray(0, p));
      const damped = pivotedQr(augmented);
      const ordered = backSubstitute(damped, transposedTimes(damped, right), rankOf(damped));
      const step = new Float64Array(p);
      for (const [j, original] of factor.order.entries()) step[original] = at(ordered, j);
      const length = lengthOf(step.map((value, k) => value * at(weights, k)));
      return {
        parameters: step,
        length,
        gain: lengthOfImage(upper, ordered) ** 2 + 2 * lambda * length ** 2,
      };
    },
  };
}

/** Length of R d: how far the linearised model moves. */
function lengthOfImage(upper: readonly Float64Array[], step: Float64Array): number {
  const image = new Float64Array(step.length);
  for (const [j, column] of upper.entries())
    for (let i = 0; i <= j; i++) image[i] = at(image, i) + at(column, i) * at(step, j);
  return lengthOf(image);
}
