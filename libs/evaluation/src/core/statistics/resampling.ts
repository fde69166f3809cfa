import { assert, ok, type Random } from '#libs/kernel';
import { bcaInterval } from './bca-interval.js';
import { expandedLevel } from './expanded-level.js';
import { CONFIDENCE_LEVEL, type Interval } from './interval.js';
import { refuse, type Statistic } from './refusal.js';
import { randomGroups, type SamplingUnits, sumByUnit } from './sampling-units.js';

/** Enough for the tails of a BCa interval (Efron and Tibshirani 1993, section 14.3, ask for about 1000). */
export const RESAMPLES = 2_000;

/** Of five clusters even expanded intervals of 95 % cover about 90 % only, of three 75 % (coverage.spec.ts). */
const RESAMPLED_CLUSTERS_MIN = 10;

/** More units than this are drawn in random groups; the groups then add about as much noise as the resamples. */
export const RESAMPLED_UNITS_MAX = 2_000;

/** How often each unit was drawn in each resample. */
export interface Resamples {
  /** The units of the data. */
  readonly source: SamplingUnits;
  /** What is drawn: the same, or random groups of them. */
  readonly units: SamplingUnits;
  readonly counts: readonly Uint16Array[];
}

/**
 * Draws as many units as there are, with replacement, again and again. Without clusters this is the ordinary
 * bootstrap of rows, with them the cluster bootstrap (Davison and Hinkley 1997, section 3.8).
 */
export function drawResamples(units: SamplingUnits, random: Random): Resamples {
  const groups = randomGroups(units, RESAMPLED_UNITS_MAX, random);
  const draw = (): Uint16Array => {
    const counts = new Uint16Array(groups.count);
    for (let drawn = 0; drawn < groups.count; drawn += 1) {
      const unit = random.below(groups.count);
      counts[unit] = (counts[unit] ?? 0) + 1;
    }
    return counts;
  };
  return { source: units, units: groups, counts: Array.from({ length: RESAMPLES }, draw) };
}

/** Sums of several quantities over the rows: of the data, of each resample, and with each unit left out. */
export interface ResampledSums {
  readonly source: SamplingUnits;
  readonly total: Float64Array;
  readonly resamples: readonly Float64Array[];
  readonly leaveOneOut: readonly Float64Array[];
}

/**
 * Adds up quantities by unit first, so that a resample costs as much as there are units, not rows. Statistics of
 * the same resamples may be compared with each other.
 *
 * @param quantities each a value for a row
 */
export function resampledSums(
  { source, units, counts }: Resamples,
  quantities: readonly ((row: number) => number)[],
): ResampledSums {
  const columns = quantities.map((quantity) => sumByUnit(units, quantity));
  const total = Float64Array.from(columns, (sums) => sums.reduce((sum, value) => sum + value, 0));
  return {
    source,
    total,
    resamples: counts.map((times) => Float64Array.from(columns, (sums) => weightedSum(sums, times))),
    leaveOneOut: Array.from({ length: units.count }, (_, unit) =>
      total.map((sum, column) => sum - (columns[column]?.[unit] ?? 0)),
    ),
  };
}

function weightedSum(sums: Float64Array, times: Uint16Array): number {
  let total = 0;
  for (let unit = 0; unit < sums.length; unit += 1) total += (sums[unit] ?? 0) * (times[unit] ?? 0);
  return total;
}

/** Refuses to resample fewer clusters than {@link RESAMPLED_CLUSTERS_MIN}. */
export const fewClustersRefusal = ({ clustered, count }: SamplingUnits): Statistic<never> | undefined =>
  clustered && count < RESAMPLED_CLUSTERS_MIN
    ? refuse(
        'too-few-clusters',
        `resampling needs at least ${String(RESAMPLED_CLUSTERS_MIN)} clusters, there are ${String(count)}`,
      )
    : undefined;

/** A statistic of sums; undefined where they do not determine it. */
export type SumStatistic = (sums: Float64Array) => number | undefined;

/**
 * BCa interval of a statistic of the sums, its level expanded for the number of units. Resamples that do not determine the statistic are left out; refused when
 * that is more than half of them, and for few clusters.
 */
export function bootstrapInterval(sums: ResampledSums, statistic: SumStatistic): Statistic<Interval> {
  const estimate = statistic(sums.total);
  assert(estimate !== undefined, 'the data determine the statistic');
  const replicates = definedValues(sums.resamples, statistic);
  if (replicates.length < sums.resamples.length / 2)
    return refuse('undefined-resamples', 'most resamples do not determine the figure');
  const leaveOneOut = definedValues(sums.leaveOneOut, statistic);
  const level = expandedLevel(CONFIDENCE_LEVEL, sums.leaveOneOut.length);
  const interval = bcaInterval({ estimate, replicates, leaveOneOut }, level);
  if (!interval.ok) return interval;
  const { lower, upper } = interval.value;
  return fewClustersRefusal(sums.source) ?? ok({ lower, upper });
}

const definedValues = (sums: readonly Float64Array[], statistic: SumStatistic): Float64Array =>
  Float64Array.from(sums.flatMap((one) => statistic(one) ?? []));
