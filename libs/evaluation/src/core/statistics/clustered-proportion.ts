import { ok } from '#libs/kernel';
import { clusteredMean, type ClusteredMean } from './clustered-mean.js';
import { CONFIDENCE_LEVEL, type Estimate } from './interval.js';
import { normalCriticalValue } from './normal-distribution.js';
import type { Statistic } from './refusal.js';
import { effectiveUnits, type SamplingUnits } from './sampling-units.js';
import { studentCriticalValue } from './student-distribution.js';
import { scoreInterval } from './wilson-interval.js';

/**
 * A share with its interval. Independent rows have Wilson's; clustered ones have Wilson's for as many rows as
 * carry the same information, p(1 − p)/se², adjusted for the degrees of freedom and never more than there are
 * (Korn and Graubard 1998, Survey Methodology 24, 193-201). Where all rows agree that number is unknown; then
 * the rows of a cluster are taken for copies of each other.
 *
 * @param successes 0 or 1 for each row
 */
export function clusteredProportion(successes: readonly number[], units: SamplingUnits): Statistic<Estimate> {
  const estimate = clusteredMean(successes, units);
  if (!estimate.ok && (units.clustered || units.count === 0)) return estimate;
  const n = successes.length;
  const value = successes.reduce((sum, success) => sum + success, 0) / n;
  const informative = estimate.ok && units.clustered ? effectiveRows(value, estimate.value, units) : n;
  return ok({ value, ...scoreInterval(value, informative), n });
}

function effectiveRows(proportion: number, estimate: ClusteredMean, units: SamplingUnits): number {
  const variance = proportion * (1 - proportion);
  if (variance === 0) return effectiveUnits(units);
  const { n, clusters, standardError } = estimate;
  const ratio = normalCriticalValue(CONFIDENCE_LEVEL) / studentCriticalValue(CONFIDENCE_LEVEL, clusters - 1);
  return Math.min(n, (variance / standardError ** 2) * ratio ** 2);
}
