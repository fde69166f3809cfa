import { assertDefined, seededRandom } from '#libs/kernel';
import { exchanges } from './exchanged-terms.js';
import { isMinimum, polish, type PolishedPoint } from './gauss-newton-polish.js';
import type { LeastSquaresProblem } from './least-squares-problem.js';
import { type Damping, type Descent, levenbergMarquardt } from './levenberg-marquardt.js';
import { distanceFromStart, furtherStarts } from './start-search.js';
import { projectedProblem } from './variable-projection.js';

export interface PortfolioOptions {
  /** Parameters in which the model is affine; see {@link linearParameters}. */
  readonly linear: readonly number[];
  /** Points that are looked at for each way the start may be wrong; 0 descends from the start alone. */
  readonly candidateCount: number;
}

export interface Minimum {
  readonly point: PolishedPoint;
  readonly converged: boolean;
  readonly iterations: number;
}

/** Iterations of each descent, and of the one that is taken on where none of them came to rest. */
const ITERATIONS_FIRST = 120;
const ITERATIONS_LAST = 2000;
/** Objectives that agree to this share are of one minimum, or of one that is the same under other names. */
const SAME = 1e-7;

/**
 * Minimises by a portfolio, since no single descent solves every problem: variable projection and the full
 * space, scaled damping and, unless the first descents agree, unscaled damping, from the start and from further
 * ones. The lowest objective wins, polished by undamped steps. Deterministic. Undefined where the model is
 * finite at none of the starts.
 */
export function minimise(
  problem: LeastSquaresProblem,
  start: readonly number[],
  { linear, candidateCount }: PortfolioOptions,
): Minimum | undefined {
  const spaces = spacesOf(problem, start, linear);
  const random = seededRandom('least-squares starts');
  const narrowest = assertDefined(spaces.at(-1), 'there is the full space');
  const near = spaces.map((space) => space.descend(space.start, 'scaled'));
  const far = furtherStarts(narrowest.problem, narrowest.start, candidateCount, random).map((further) =>
    narrowest.descend(further, 'scaled'),
  );
  const same = sameObjective(problem);
  if (!agree([...near, ...far], same))
    near.push(...spaces.map((space) => space.descend(space.start, 'unscaled')));
  const descents = [...near, ...far];
  const equal = lowestOf(descents, same);
  const best = nearest([...equal, ...underOtherNames(narrowest, equal, same)], start, linear);
  if (best === undefined) return undefined;
  const resting = best.settled ? best : goneOn(problem, best);
  const point = polish(problem, resting.parameters);
  if (point === undefined) return undefined;
  const iterations = [...descents, resting].reduce((sum, descent) => sum + descent.iterations, 0);
  return { point, converged: isMinimum(point), iterations };
}

/** Parameters to search over: all of them, or only those that variable projection leaves. */
interface Space {
  readonly problem: LeastSquaresProblem;
  readonly start: readonly number[];
  /** Ends at all parameters, whatever the space. */
  readonly descend: (from: readonly number[], damping: Damping) => Descent;
  readonly reduce: (parameters: readonly number[]) => readonly number[];
  readonly complete: (reduced: readonly number[]) => readonly number[];
}

function spacesOf(
  problem: LeastSquaresProblem,
  start: readonly number[],
  linear: readonly number[],
): readonly Space[] {
  const full: Space = {
    problem,
    start,
    descend: (from, damping) => levenbergMarquardt(problem, from, damping, ITERATIONS_FIRST),
    reduce: (parameters) => parameters,
    complete: (parameters) => parameters,
  };
  if (linear.length === 0 || linear.length === start.length) return [full];
  const projected = projectedProblem(problem, linear, start);
  const descend = (from: readonly number[], damping: Damping): Descent => {
    const descent = levenbergMarquardt(projected, from, damping, ITERATIONS_FIRST);
    return { ...descent, parameters: projected.complete(descent.parameters) };
  };
  const { reduce, complete } = projected;
  return [full, { problem: projected, start: reduce(start), descend, reduce, complete }];
}

type Same = (one: number, other: number) => boolean;

/** Tells objectives of one minimum from those of another. */
const sameObjective =
  ({ roundingOf }: LeastSquaresProblem): Same =>
  (one, other) =>
    Math.abs(one - other) <= SAME * Math.abs(other) + roundingOf(Math.abs(other));

/** True where two descents came to rest at the lowest objective. */
const agree = (descents: readonly Descent[], same: Same): boolean =>
  lowestOf(descents, same).filter(({ settled }) => settled).length >= 2;

function lowestOf(descents: readonly Descent[], same: Same): readonly Descent[] {
  const lowest = Math.min(...descents.map(({ objective }) => objective));
  return lowest === Infinity ? [] : descents.filter(({ objective }) => same(objective, lowest));
}

/** The first of equal fits with terms exchanged, where that fits as well. */
function underOtherNames(space: Space, equal: readonly Descent[], same: Same): readonly Descent[] {
  const [first] = equal;
  if (first === undefined) return [];
  return exchanges(space.reduce(first.parameters)).flatMap((reduced) => {
    const objective = space.problem.objectiveAt(reduced);
    if (!same(objective, first.objective)) return [];
    return [{ ...first, parameters: space.complete(reduced), objective }];
  });
}

/**
 * Of fits that are equally good, the one nearest to the start, so that terms keep the names that the start gave
 * them. Nonlinear parameters say more about which term is meant and count twice.
 */
function nearest(
  descents: readonly Descent[],
  start: readonly number[],
  linear: readonly number[],
): Descent | undefined {
  const nonlinear = (values: readonly number[]): readonly number[] =>
    values.filter((_, index) => !linear.includes(index));
  const distance = ({ parameters }: Descent): number =>
    distanceFromStart(parameters, start) + distanceFromStart(nonlinear(parameters), nonlinear(start));
  return descents.toSorted((left, right) => distance(left) - distance(right)).at(0);
}

function goneOn(problem: LeastSquaresProblem, from: Descent): Descent {
  const further = levenbergMarquardt(problem, from.parameters, 'scaled', ITERATIONS_LAST);
  return further.objective <= from.objective ? further : from;
}
