/** A prediction interval and what then came. */
export interface JudgedInterval {
  readonly lower: number;
  readonly upper: number;
  readonly outcome: number;
}

export const covers = ({ lower, upper, outcome }: JudgedInterval): boolean =>
  lower <= outcome && outcome <= upper;

/**
 * Interval score (R. L. Winkler, 1972, JASA 67, 187-191; Gneiting and Raftery, 2007, section 6.2): the width, plus
 * 2/α times the distance by which the outcome was missed. Smaller is better, and no other limits than the true
 * quantiles do better on average.
 *
 * @param level coverage that the interval claims, strictly between 0 and 1
 */
export function intervalScore({ lower, upper, outcome }: JudgedInterval, level: number): number {
  const missed = Math.max(0, lower - outcome) + Math.max(0, outcome - upper);
  return upper - lower + (2 / (1 - level)) * missed;
}
