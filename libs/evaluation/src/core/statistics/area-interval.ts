import { assert } from '#libs/kernel';
import { CONFIDENCE_LEVEL, type Interval } from './interval.js';
import { normalCriticalValue } from './normal-distribution.js';

/** Enough halvings of [0, 1] to reach the last digit. */
const HALVINGS = 60;

/**
 * Score interval of an area under the ROC curve (R. G. Newcombe 2006, "Confidence intervals for an effect size
 * measure based on the Mann–Whitney statistic, Part 2", Statistics in Medicine 25, 559-573, method 5): the areas
 * that lie within z of their own standard errors from the observed one. It needs the area and the class sizes
 * only, stays within [0, 1], and says something useful at an area of 1, where DeLong's interval has no width. It
 * holds its level for small classes too, where DeLong's falls short (coverage.spec.ts).
 *
 * @param area in [0, 1]
 * @param positives above 0; rows, or as many as carry the same information
 * @param negatives above 0
 */
export function areaInterval(
  area: number,
  positives: number,
  negatives: number,
  level: number = CONFIDENCE_LEVEL,
): Interval {
  assert(area >= 0 && area <= 1, `area out of range: ${String(area)}`);
  assert(positives > 0 && negatives > 0, 'both classes are there');
  const z = normalCriticalValue(level);
  const isCompatible = (candidate: number): boolean =>
    Math.abs(area - candidate) <= z * Math.sqrt(areaVariance(candidate, positives, negatives));
  return { lower: edge(area, 0, isCompatible), upper: edge(area, 1, isCompatible) };
}

/**
 * Variance of the estimate when the scores of both classes are exponential (Hanley and McNeil 1982, Radiology 143,
 * 29-36), with both class sizes less one replaced by their mean, so that the classes can change places.
 */
function areaVariance(area: number, positives: number, negatives: number): number {
  const others = (positives + negatives) / 2 - 1;
  const spread = 1 + others * ((1 - area) / (2 - area) + area / (1 + area));
  return (area * (1 - area) * spread) / (positives * negatives);
}

/** Where compatible areas end between the observed one, which is compatible, and an end of the scale. */
function edge(observed: number, end: 0 | 1, isCompatible: (candidate: number) => boolean): number {
  if (observed === end) return end;
  let [inside, outside] = [observed, end as number];
  for (let step = 0; step < HALVINGS; step += 1) {
    const middle = (inside + outside) / 2;
    if (isCompatible(middle)) inside = middle;
    else outside = middle;
  }
  return inside;
}
