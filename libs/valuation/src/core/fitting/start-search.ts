import { assertDefined, type Random } from '#libs/kernel';
import type { LeastSquaresProblem } from './least-squares-problem.js';

/**
 * Ways in which a start may be wrong: a little, by the scale of all parameters together, or each for itself.
 * Factors on the parameters, as the natural logarithms of the largest.
 */
const ERRORS = [
  { common: 0, own: Math.log(2) },
  { common: Math.log(300), own: Math.log(1.4) },
  { common: 0, own: Math.log(30) },
] as const;

type StartError = (typeof ERRORS)[number];

/**
 * Further starts for a descent: for each way in which the given one may be wrong, the lowest of
 * `candidateCount` points that differ so from it, where there is one with a finite objective.
 */
export function furtherStarts(
  problem: LeastSquaresProblem,
  start: readonly number[],
  candidateCount: number,
  random: Random,
): readonly (readonly number[])[] {
  return ERRORS.flatMap((error) => {
    let lowest: readonly number[] | undefined;
    let objective = Infinity;
    for (let candidate = 0; candidate < candidateCount; candidate++) {
      const point = candidateAround(start, error, random);
      const reached = problem.objectiveAt(point);
      if (reached < objective) [lowest, objective] = [point, reached];
    }
    return lowest === undefined ? [] : [lowest];
  });
}

/** One parameter in eight changes its sign; one that starts at 0 is drawn between −1 and 1. */
function candidateAround(start: readonly number[], error: StartError, random: Random): readonly number[] {
  const symmetric = (): number => 2 * random.uniform() - 1;
  const common = error.common * symmetric();
  return start.map((value) => {
    const factor = Math.exp(common + error.own * symmetric());
    const sign = random.uniform() < 1 / 8 ? -1 : 1;
    return value === 0 ? symmetric() : sign * value * factor;
  });
}

/**
 * How far a point lies from the start, by orders of magnitude and signs. Exchanging two terms of a sum gives
 * the same fit under other names; the point nearest to the start is the one that was meant.
 */
export function distanceFromStart(point: readonly number[], start: readonly number[]): number {
  let sum = 0;
  for (const [index, from] of start.entries()) {
    const to = assertDefined(point[index], 'a point has every parameter');
    if (from === 0 || to === 0) sum += from === to ? 0 : 1;
    else sum += Math.log(Math.abs(to / from)) ** 2 + (Math.sign(to) === Math.sign(from) ? 0 : 10);
  }
  return sum;
}
