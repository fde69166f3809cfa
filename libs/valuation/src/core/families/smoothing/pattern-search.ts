import { assertDefined } from '#libs/kernel';

/** Where a search ended. */
export interface Lowest {
  readonly point: readonly number[];
  readonly value: number;
}

const STEP_START = 0.25;
const STEP_END = 1e-5;

/**
 * Lowest value of a function on the unit cube from the best of some starts, by compass search: a step either way
 * along each axis, halved when none leads down (Kolda, Lewis and Torczon, 2003). For a few parameters whose
 * objective is cheap and has no derivatives worth writing down.
 */
export function patternSearch(
  valueAt: (point: readonly number[]) => number,
  starts: readonly (readonly number[])[],
): Lowest {
  let lowest = starts
    .map((point): Lowest => ({ point, value: valueAt(point) }))
    .reduce((best, candidate) => (candidate.value < best.value ? candidate : best));
  for (let step = STEP_START; step > STEP_END;) {
    const better = neighbours(lowest.point, step)
      .map((point): Lowest => ({ point, value: valueAt(point) }))
      .find(({ value }) => value < lowest.value);
    if (better === undefined) step /= 2;
    else lowest = better;
  }
  return lowest;
}

const neighbours = (point: readonly number[], step: number): readonly (readonly number[])[] =>
  point.flatMap((_, axis) =>
    [step, -step].map((change) => {
      const moved = assertDefined(point[axis], 'inside the point') + change;
      return point.with(axis, Math.min(Math.max(moved, 0), 1));
    }),
  );
