/** The level of every interval that is reported. */
export const CONFIDENCE_LEVEL = 0.95;

/** A two-sided confidence interval. */
export interface Interval {
  readonly lower: number;
  readonly upper: number;
}

/** A figure with its interval and the number of rows it rests on. */
export interface Estimate extends Interval {
  readonly value: number;
  readonly n: number;
}
