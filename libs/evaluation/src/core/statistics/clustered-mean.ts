import { assertDefined, ok } from '#libs/kernel';
import { CONFIDENCE_LEVEL, type Interval } from './interval.js';
import { refuse, type Statistic } from './refusal.js';
import { type SamplingUnits, sumByUnit } from './sampling-units.js';
import { studentCriticalValue } from './student-distribution.js';

/** A mean, and how far it strays because whole clusters, not rows, were drawn. */
export interface ClusteredMean {
  readonly mean: number;
  readonly n: number;
  /** Clusters; rows where no clusters were given. */
  readonly clusters: number;
  /** With the factor C/(C − 1); for rows alone that is the usual s/sqrt(n). */
  readonly standardError: number;
  /** As Miller 2024 prints it, without the factor. */
  readonly uncorrectedStandardError: number;
}

/**
 * Mean with its cluster-robust standard error, sqrt(Σ_c (Σ_{i in c} (s_i − mean))²)/n (Liang and Zeger 1986;
 * E. Miller 2024, "Adding error bars to evals", arXiv 2411.00640, appendix A).
 */
export function clusteredMean(values: readonly number[], units: SamplingUnits): Statistic<ClusteredMean> {
  const n = values.length;
  if (n === 0) return refuse('no-rows', 'there are no rows');
  if (units.count < 2)
    return units.clustered
      ? refuse('too-few-clusters', 'one cluster says nothing of how clusters differ')
      : refuse('too-few-rows', 'one row says nothing of how rows differ');
  const mean = values.reduce((sum, value) => sum + value, 0) / n;
  const sums = sumByUnit(units, (row) => assertDefined(values[row], 'a value for each row') - mean);
  const uncorrectedStandardError = Math.sqrt(sums.reduce((total, sum) => total + sum * sum, 0)) / n;
  const standardError = uncorrectedStandardError * Math.sqrt(units.count / (units.count - 1));
  return ok({ mean, n, clusters: units.count, standardError, uncorrectedStandardError });
}

/** Student's interval with one degree of freedom less than there are clusters (Cameron and Miller 2015, VI.D). */
export function clusteredMeanInterval(
  { mean, clusters, standardError }: ClusteredMean,
  level: number = CONFIDENCE_LEVEL,
): Interval {
  const reach = studentCriticalValue(level, clusters - 1) * standardError;
  return { lower: mean - reach, upper: mean + reach };
}
