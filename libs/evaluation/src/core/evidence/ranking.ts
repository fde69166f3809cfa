import { type GroupedScore, scoreDifference } from './grouped-score.js';

/** A place among others, 1 the best, and the places that the data leave possible. */
export interface Rank {
  readonly value: number;
  /** One more than are credibly better. */
  readonly best: number;
  /** All but those that are credibly worse. */
  readonly worst: number;
  readonly of: number;
}

/**
 * The rank of a score. Who is credibly better or worse, by the 95 % interval of the paired difference, bounds it
 * (as in Mohamad, Goeman and van Zwet 2019, Statistics in Medicine 38, "Simultaneous confidence intervals for ranks",
 * but for each model by itself: the levels are not adjusted for how many are compared).
 */
export function rankOf(own: GroupedScore, others: readonly GroupedScore[]): Rank {
  const differences = others.map((other) => scoreDifference(own, other));
  return {
    value: 1 + differences.filter(({ value }) => value < 0).length,
    best: 1 + differences.filter(({ upper }) => upper < 0).length,
    worst: 1 + others.length - differences.filter(({ lower }) => lower > 0).length,
    of: 1 + others.length,
  };
}

/** How many places a model loses where its maker could not see the rows; negative when it gains. */
export interface RankDelta {
  readonly value: number;
  readonly lower: number;
  readonly upper: number;
  /** Versions with a score of either split. */
  readonly of: number;
}

/** From the rank on public rows to that on hidden ones, among the same versions. */
export const rankDelta = (open: Rank, hidden: Rank): RankDelta => ({
  value: hidden.value - open.value,
  lower: hidden.best - open.worst,
  upper: hidden.worst - open.best,
  of: hidden.of,
});

/**
 * How far a score lies above the best that needs no model, as a share of what is possible: 1 for a perfect score, 0
 * for that of the best baseline, −1 for none at all. Scores of domains with other chance levels so become alike.
 *
 * @param value in [0, 1], higher is better
 * @param baseline the same of the best baseline, or the chance level where that is higher
 */
export function liftOver(value: number, baseline: number): number {
  if (value >= baseline) return baseline === 1 ? 0 : (value - baseline) / (1 - baseline);
  return (value - baseline) / baseline;
}
