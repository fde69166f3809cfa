import { median } from 'simple-statistics';

/** Times as numbers of typical steps, the unit in which noise of the level accumulates. */
export interface TimeSteps {
  /** Median gap, in the unit of the times. */
  readonly gap: number;
  /** Of the points: 0 for the first. */
  readonly steps: readonly number[];
  readonly stepAt: (time: number) => number;
}

/** @param times strictly ascending, at least two */
export function timeSteps(times: readonly number[]): TimeSteps {
  const [first = 0] = times;
  const gap = median(times.slice(1).map((time, index) => time - (times[index] ?? time)));
  const stepAt = (time: number): number => (time - first) / gap;
  return { gap, steps: times.map(stepAt), stepAt };
}
