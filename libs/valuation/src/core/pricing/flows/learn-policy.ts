import { STEP_COUNT, TIME_GRID } from '../time-grid.js';
import {
  type AbandonmentPolicy,
  learnAbandonment,
  NEVER_GIVES_UP,
  type StateCourses,
} from './abandonment.js';
import { followDomain } from './domain-path.js';
import { type PathDraws, pathDraws, SERIES_PATHS } from './path-draws.js';
import { emptyWalk, stateAt, type WalkedPath } from './path-flows.js';
import type { PricingModel } from './pricing-model.js';

/** Courses to learn from. */
const COURSES = 2_000;

/**
 * The holder's policy, learnt from courses that are never priced: other draws, and other samples of every series.
 * Without a fixed cost there is nothing to give up.
 */
export function learnPolicy(model: PricingModel, seed: string): AbandonmentPolicy {
  if (model.fixedPerMonth <= 0) return NEVER_GIVES_UP;
  const draws = pathDraws(model, `${seed}/learning`, COURSES, {
    from: SERIES_PATHS.priced,
    available: SERIES_PATHS.learning,
  });
  return learnAbandonment(stateCourses(model, draws), model.discountRate);
}

function stateCourses(model: PricingModel, draws: PathDraws): StateCourses {
  const courses = {
    count: draws.count,
    steps: new Int32Array(draws.count),
    coverage: new Float64Array(draws.count * STEP_COUNT),
    quality: new Float64Array(draws.count * STEP_COUNT),
  };
  const walk = emptyWalk(model.domains.length);
  for (let course = 0; course < draws.count; course++) record(model, draws, course, walk, courses);
  return courses;
}

function record(
  model: PricingModel,
  draws: PathDraws,
  course: number,
  walk: WalkedPath,
  courses: StateCourses,
): void {
  for (const [which, path] of walk.domains.entries()) followDomain(model, which, draws, course, path);
  const end = draws.terminationYears[course] ?? 0;
  const steps = TIME_GRID.findIndex(({ midYears }) => midYears >= end);
  courses.steps[course] = steps < 0 ? STEP_COUNT : steps;
  for (let step = 0; step < STEP_COUNT; step++) {
    const state = stateAt(model, walk.domains, step);
    courses.coverage[course * STEP_COUNT + step] = state.coverage;
    courses.quality[course * STEP_COUNT + step] = state.quality;
  }
}
