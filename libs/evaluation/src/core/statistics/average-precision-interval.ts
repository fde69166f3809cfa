import { CONFIDENCE_LEVEL, type Interval } from './interval.js';
import { normalCriticalValue } from './normal-distribution.js';
import { scoreInterval } from './wilson-interval.js';

/**
 * Interval of an average precision on the logit scale, with the information of so many independent positives
 * (Boyd, Eng and Page 2013, "Area under the precision-recall curve: point estimates and confidence intervals",
 * ECML PKDD). The logit knows no 0 and 1; there the score interval stands in.
 *
 * @param positives independent positive rows; where rows come in clusters, clusters that hold a positive
 */
export function averagePrecisionInterval(
  value: number,
  positives: number,
  level: number = CONFIDENCE_LEVEL,
): Interval {
  if (value <= 0 || value >= 1) return scoreInterval(value, positives, level);
  const logit = Math.log(value / (1 - value));
  const reach = normalCriticalValue(level) / Math.sqrt(positives * value * (1 - value));
  return { lower: 1 / (1 + Math.exp(reach - logit)), upper: 1 / (1 + Math.exp(-reach - logit)) };
}
