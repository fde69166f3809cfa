import { STEP_COUNT, TIME_GRID } from '../time-grid.js';
import { leastSquares } from './least-squares.js';

/** What the holder of a model can see when he decides whether to go on with it. */
export interface HolderState {
  /** Contribution of a month over the fixed cost of a month. */
  readonly coverage: number;
  /** Share of right answers, averaged over the calls. */
  readonly quality: number;
}

/** Whether to pay the fixed cost of one more step, by what can be seen at its start and nothing else. */
export interface AbandonmentPolicy {
  readonly goesOn: (step: number, state: HolderState) => boolean;
}

export const NEVER_GIVES_UP: AbandonmentPolicy = { goesOn: () => true };

/** Courses of the state to learn from. They must not be those that are priced. */
export interface StateCourses {
  readonly count: number;
  /** Steps that each course has before its termination. */
  readonly steps: Int32Array;
  /** State of course c in step k at [c × STEP_COUNT + k]. */
  readonly coverage: Float64Array;
  readonly quality: Float64Array;
}

/** Fewer loss-making courses in a step than this tell nothing about what waiting is worth. */
const COURSES_MIN = 40;

/**
 * Learns when to give up for good: least-squares Monte Carlo (Longstaff and Schwartz, 2001) on courses of their
 * own, so that no path is priced with knowledge of its future. In each step from the last to the first, what
 * going on has brought later is regressed on the state over the courses that make a loss then; the holder goes on
 * while this loss is not above what waiting is expected to bring. A step that covers its cost is always taken: it
 * brings something and leaves the choice open. The value under such a policy is a lower bound of the value under
 * the best one.
 */
export function learnAbandonment(courses: StateCourses, discountRate: number): AbandonmentPolicy {
  const later = new Float64Array(courses.count);
  const waiting: (Waiting | undefined)[] = [];
  for (let step = STEP_COUNT - 1; step >= 0; step--) {
    const rule = waitingValue(courses, step, later);
    waiting[step] = rule;
    stepBack(courses, step, rule, discountRate, later);
  }
  return {
    goesOn: (step, state) => goesOn(step, state, waiting[step]),
  };
}

/** Expected discounted value of what comes after a step, in months of fixed cost, by the state in the step. */
type Waiting = (state: HolderState) => number;

function goesOn(step: number, state: HolderState, waiting: Waiting | undefined): boolean {
  if (state.coverage >= 1) return true;
  const gain = (state.coverage - 1) * (TIME_GRID[step]?.lengthMonths ?? 0);
  return gain + (waiting?.(state) ?? 0) >= 0;
}

function waitingValue(courses: StateCourses, step: number, later: Float64Array): Waiting | undefined {
  const rows: number[][] = [];
  const values: number[] = [];
  for (let course = 0; course < courses.count; course++) {
    const state = stateOf(courses, course, step);
    if (state === undefined || state.coverage >= 1) continue;
    rows.push(basisOf(state));
    values.push(later[course] ?? 0);
  }
  if (rows.length < COURSES_MIN) return undefined;
  const weights = leastSquares(rows, values);
  return (state) => basisOf(state).reduce((sum, term, index) => sum + term * (weights[index] ?? 0), 0);
}

const basisOf = ({ coverage, quality }: HolderState): number[] => [1, coverage, coverage ** 2, quality];

/** Turns values as of the next step into values as of this one, where the rule decides. */
function stepBack(
  courses: StateCourses,
  step: number,
  rule: Waiting | undefined,
  discountRate: number,
  later: Float64Array,
): void {
  const { midYears = 0, lengthMonths = 0 } = TIME_GRID[step] ?? {};
  const elapsed = midYears - (TIME_GRID[step - 1]?.midYears ?? midYears);
  const discount = (1 + discountRate) ** -elapsed;
  for (let course = 0; course < courses.count; course++) {
    const state = stateOf(courses, course, step);
    const value =
      state !== undefined && goesOn(step, state, rule)
        ? (state.coverage - 1) * lengthMonths + (later[course] ?? 0)
        : 0;
    later[course] = discount * value;
  }
}

function stateOf(courses: StateCourses, course: number, step: number): HolderState | undefined {
  if (step >= (courses.steps[course] ?? 0)) return undefined;
  const at = course * STEP_COUNT + step;
  return { coverage: courses.coverage[at] ?? 0, quality: courses.quality[at] ?? 0 };
}
