import { seededRandom } from '#libs/kernel';
import { STEP_COUNT, TIME_GRID } from '../time-grid.js';
import {
  type AbandonmentPolicy,
  learnAbandonment,
  NEVER_GIVES_UP,
  type StateCourses,
} from './abandonment.js';

const UP = 1.12;
const DOWN = 1 / UP;
const RATE = 0.05;

/** Coverage that goes up or down by the same factor in each step, as a coin falls: a recombining tree. */
function coinCourses(seed: string, count: number, start: number): StateCourses {
  const random = seededRandom(seed);
  const coverage = new Float64Array(count * STEP_COUNT);
  for (let course = 0; course < count; course++) {
    let level = start;
    for (let step = 0; step < STEP_COUNT; step++) {
      coverage[course * STEP_COUNT + step] = level;
      level *= random.uniform() < 0.5 ? UP : DOWN;
    }
  }
  return {
    count,
    steps: new Int32Array(count).fill(STEP_COUNT),
    coverage,
    quality: new Float64Array(count).fill(0),
  };
}

const gainAt = (step: number, coverage: number): number =>
  (coverage - 1) * (TIME_GRID[step]?.lengthMonths ?? 0);

const discountInto = (step: number): number =>
  (1 + RATE) ** -((TIME_GRID[step]?.midYears ?? 0) - (TIME_GRID[step - 1]?.midYears ?? 0));

/** Mean value of the courses under a policy, in months of fixed cost as of the middle of the first step. */
function valueUnder(policy: AbandonmentPolicy, courses: StateCourses): number {
  let total = 0;
  for (let course = 0; course < courses.count; course++) {
    let discount = 1;
    for (let step = 0; step < STEP_COUNT; step++) {
      const coverage = courses.coverage[course * STEP_COUNT + step] ?? 0;
      if (!policy.goesOn(step, { coverage, quality: 0 })) break;
      total += discount * gainAt(step, coverage);
      discount *= step + 1 < STEP_COUNT ? discountInto(step + 1) : 0;
    }
  }
  return total / courses.count;
}

/** The best that can be done without knowing the future: the tree, backwards. */
function bestValue(start: number): number {
  let values = new Array<number>(STEP_COUNT + 1).fill(0);
  for (let step = STEP_COUNT - 1; step >= 0; step--) {
    const next = values;
    const discount = step + 1 < STEP_COUNT ? discountInto(step + 1) : 0;
    values = Array.from({ length: step + 1 }, (_, ups) => {
      const later = (discount * ((next[ups] ?? 0) + (next[ups + 1] ?? 0))) / 2;
      return Math.max(gainAt(step, start * UP ** (2 * ups - step)) + later, 0);
    });
  }
  return values[0] ?? 0;
}

/** What somebody would make who knew each course beforehand and stopped at its best moment. */
function valueByForesight(courses: StateCourses): number {
  let total = 0;
  for (let course = 0; course < courses.count; course++) {
    let [sum, best, discount] = [0, 0, 1];
    for (let step = 0; step < STEP_COUNT; step++) {
      sum += discount * gainAt(step, courses.coverage[course * STEP_COUNT + step] ?? 0);
      best = Math.max(best, sum);
      discount *= step + 1 < STEP_COUNT ? discountInto(step + 1) : 0;
    }
    total += best;
  }
  return total / courses.count;
}

describe('abandonment learnt by regression', () => {
  const start = 1;
  const policy = learnAbandonment(coinCourses('learning', 2_000, start), RATE);
  const priced = coinCourses('pricing', 10_000, start);
  const value = valueUnder(policy, priced);

  it('comes close to the best policy of the tree on courses it has not seen, and not above it', () => {
    const best = bestValue(start);
    expect(value).toBeGreaterThan(0.96 * best);
    expect(value).toBeLessThan(1.03 * best);
  });

  it('is worth more than never giving up, and less than knowing the future', () => {
    expect(value).toBeGreaterThan(valueUnder(NEVER_GIVES_UP, priced));
    expect(value).toBeLessThan(0.95 * valueByForesight(priced));
  });

  it('never gives up in a step that covers its cost', () => {
    for (let step = 0; step < STEP_COUNT; step++)
      expect(policy.goesOn(step, { coverage: 1, quality: 0 })).toBe(true);
  });

  it('gives up at once where nothing will ever come in', () => {
    const hopeless = { ...priced, count: 200, coverage: new Float64Array(200 * STEP_COUNT) };
    expect(learnAbandonment(hopeless, RATE).goesOn(0, { coverage: 0, quality: 0 })).toBe(false);
  });
});
