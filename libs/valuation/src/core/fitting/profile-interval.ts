import { assertDefined } from '#libs/kernel';
import { studentCriticalValue } from '../ratio-study/student-quantile.js';
import { heldProblem } from './held-problem.js';
import type { LeastSquaresProblem } from './least-squares-problem.js';
import { levenbergMarquardt } from './levenberg-marquardt.js';
import type { ModelFit } from './model-fit.js';

/** Bounds of a parameter; null where the profile does not rise that far, or the fit turns out to be no minimum. */
export interface ProfileInterval {
  readonly lower: number | null;
  readonly upper: number | null;
}

const ITERATIONS_MAX = 100;
/** Doublings of the distance before a side counts as unbounded. */
const DOUBLINGS_MAX = 12;
const REFINEMENTS_MAX = 60;
/** Agreement with the critical value that is wanted. */
const CRITICAL_TOLERANCE = 1e-8;

/**
 * Likelihood interval of one parameter: where the objective, minimised over the others, has risen by t² times
 * the dispersion (Bates and Watts, 1988, section 6.1). Unlike value ± t × standard error it follows the
 * curvature of the model, and finds out where the data give no bound.
 */
export function profileInterval(
  problem: LeastSquaresProblem,
  fit: ModelFit,
  index: number,
  level: number,
): ProfileInterval {
  const variance = fit.covariance?.[index]?.[index];
  const { dispersion } = fit;
  if (variance === undefined || dispersion === undefined || !(variance > 0))
    return { lower: null, upper: null };
  const critical = studentCriticalValue(level, fit.degreesOfFreedom);
  const reach = critical * Math.sqrt(variance);
  const others = fit.parameters.filter((_, other) => other !== index);
  const value = assertDefined(fit.parameters[index], 'inside the fit');
  const middle: Probe = { value, excess: -critical, others };
  const look = profiler(problem, index, {
    lowest: problem.objectiveAt(fit.parameters),
    dispersion,
    critical,
  });
  return { lower: boundWhere(look, middle, -reach), upper: boundWhere(look, middle, reach) };
}

/** A value of the parameter with the others at their best for it. */
interface Probe {
  readonly value: number;
  /** Root of the scaled rise of the objective, less the critical value: negative inside the interval. */
  readonly excess: number;
  readonly others: readonly number[];
}

/** Looks at a value, the others starting from where they are best at a value inside the interval. */
type Look = (value: number, inside: Probe) => Probe;

function profiler(
  problem: LeastSquaresProblem,
  index: number,
  { lowest, dispersion, critical }: Readonly<Record<'lowest' | 'dispersion' | 'critical', number>>,
): Look {
  return (value, inside) => {
    const held = heldProblem(problem, index, value);
    const { parameters, objective } =
      inside.others.length === 0
        ? { parameters: inside.others, objective: held.objectiveAt([]) }
        : levenbergMarquardt(held, inside.others, 'scaled', ITERATIONS_MAX);
    const rise = Math.sqrt(Math.max(0, objective - lowest) / dispersion);
    return { value, excess: rise - critical, others: parameters };
  };
}

/** Where the excess changes its sign beyond the middle, first tried at a distance of `reach`. */
function boundWhere(look: Look, middle: Probe, reach: number): number | null {
  let inside = middle;
  let outside = look(middle.value + reach, inside);
  for (let doubling = 0; outside.excess < 0; doubling++) {
    if (doubling === DOUBLINGS_MAX) return null;
    inside = outside;
    outside = look(middle.value + 2 * (outside.value - middle.value), inside);
  }
  for (let step = 0; step < REFINEMENTS_MAX; step++) {
    const value = between(inside, outside, step);
    if (value === inside.value || value === outside.value) return value;
    const here = look(value, inside);
    if (Math.abs(here.excess) <= CRITICAL_TOLERANCE) return value;
    if (here.excess < 0) inside = here;
    else outside = here;
  }
  return outside.value;
}

/** The secant's crossing; every third time the middle, so that both ends move. */
function between(inside: Probe, outside: Probe, step: number): number {
  const share = inside.excess / (inside.excess - outside.excess);
  const secant = inside.value + share * (outside.value - inside.value);
  return step % 3 === 2 || !Number.isFinite(secant) ? (inside.value + outside.value) / 2 : secant;
}
