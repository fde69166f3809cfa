import type { PredictiveDistribution } from './course.js';
import { sortedQuantile } from './sorted-quantile.js';

/** Share of the distribution that the mean is taken over: a log-Student variable has no mean of all of it. */
const MEAN_SHARE = 0.99;

/**
 * Quantile with distances from the median of the draws stretched by a factor. Stretching is done on the working scale,
 * so that limits keep to what a value can be.
 */
export function stretchedQuantile(
  { draws, zeroChance, natural }: PredictiveDistribution,
  probability: number,
  factor: number,
): number {
  const ofDraws = (probability - zeroChance) / (1 - zeroChance);
  if (!(ofDraws > 0)) return 0;
  const centre = sortedQuantile(draws, 0.5);
  return natural(centre + factor * (sortedQuantile(draws, ofDraws) - centre));
}

/** Mean with the half per cent of either tail pulled in to where it begins. */
export function winsorisedMean({ draws, zeroChance, natural }: PredictiveDistribution): number {
  const lowest = sortedQuantile(draws, (1 - MEAN_SHARE) / 2);
  const highest = sortedQuantile(draws, (1 + MEAN_SHARE) / 2);
  const sum = draws.reduce(
    (total, draw) => total + natural(Math.min(highest, Math.max(lowest, draw))) / draws.length,
    0,
  );
  return (1 - zeroChance) * sum;
}
