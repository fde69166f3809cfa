import { assert, assertDefined, ok } from '#libs/kernel';
import { clusteredMean, type ClusteredMean, clusteredMeanInterval } from './clustered-mean.js';
import type { Interval } from './interval.js';
import { refuse, type Statistic } from './refusal.js';
import { type ClusterName, samplingUnits } from './sampling-units.js';

/** How much better one model scored than another on the same rows. */
export interface PairedDifference {
  /** Mean of a minus mean of b. */
  readonly difference: number;
  readonly n: number;
  /** Clusters; rows where no clusters were given. */
  readonly clusters: number;
  readonly standardError: Statistic;
  readonly interval: Statistic<Interval>;
}

/**
 * Compares row by row, so that what makes rows hard or easy for both drops out, and by cluster where rows came in
 * clusters (Miller 2024, arXiv 2411.00640, section 4 and appendix A). Student's interval, clusters − 1 degrees of
 * freedom. Refused in part: one row or cluster has no standard error, equal differences no interval.
 *
 * @param a finite scores, at least one
 * @param b as many, of the same rows in the same order
 */
export function pairedDifference(
  a: readonly number[],
  b: readonly number[],
  cluster?: readonly ClusterName[],
): PairedDifference {
  assert(a.length === b.length && a.length > 0, 'as many scores of either, and at least one');
  const differences = a.map((score, row) => score - assertDefined(b[row], 'as many scores of either'));
  const units = samplingUnits(a.length, cluster);
  const mean = clusteredMean(differences, units);
  return {
    difference: differences.reduce((sum, difference) => sum + difference, 0) / a.length,
    n: a.length,
    clusters: units.count,
    standardError: mean.ok ? ok(mean.value.standardError) : mean,
    interval: mean.ok ? intervalOf(mean.value) : mean,
  };
}

const intervalOf = (mean: ClusteredMean): Statistic<Interval> =>
  mean.standardError === 0
    ? refuse('no-variation', 'the differences do not vary, so they do not show how far they could')
    : ok(clusteredMeanInterval(mean));
