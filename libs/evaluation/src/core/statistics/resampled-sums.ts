import { assert, ok, type Random } from '#libs/kernel';
import { bcaInterval } from './bca-interval.js';
import type { Interval } from './interval.js';
import { refuse, type Statistic } from './refusal.js';
import { randomGroups, type SamplingUnits, sumByUnit } from './sampling-units.js';

/** Enough for the tails of a BCa interval (Efron and Tibshirani 1993, section 14.3, ask for about 1000). */
export const RESAMPLES = 2_000;

/** More units than this are resampled in random groups: then the groups add about as much noise as the resamples. */
export const RESAMPLED_UNITS_MAX = 2_000;

/** Sums of several quantities over the rows: of the data, of each resample, and with each unit left out. */
export interface ResampledSums {
  readonly total: Float64Array;
  readonly resamples: readonly Float64Array[];
  readonly leaveOneOut: readonly Float64Array[];
}

/**
 * Draws units with replacement and adds up their rows. Every statistic of the sums then has its bootstrap from the
 * same resamples, at a cost that does not depend on the number of rows. Without clusters this is the ordinary
 * bootstrap of rows, with them the cluster bootstrap (Davison and Hinkley 1997, section 3.8).
 *
 * @param quantities each a value for a row
 */
export function resampleSums(
  units: SamplingUnits,
  quantities: readonly ((row: number) => number)[],
  random: Random,
): ResampledSums {
  const groups = randomGroups(units, RESAMPLED_UNITS_MAX, random);
  const width = quantities.length;
  const sums = new Float64Array(groups.count * width);
  quantities.forEach((quantity, column) => {
    sumByUnit(groups, quantity).forEach((sum, group) => {
      sums[group * width + column] = sum;
    });
  });
  const total = new Float64Array(width);
  for (let group = 0; group < groups.count; group += 1) addGroup(total, sums, group);
  return {
    total,
    resamples: Array.from({ length: RESAMPLES }, () => resample(sums, groups.count, width, random)),
    leaveOneOut: Array.from({ length: groups.count }, (_, group) =>
      total.map((sum, column) => sum - (sums[group * width + column] ?? 0)),
    ),
  };
}

function resample(sums: Float64Array, groups: number, width: number, random: Random): Float64Array {
  const drawn = new Float64Array(width);
  for (let draw = 0; draw < groups; draw += 1) addGroup(drawn, sums, random.below(groups));
  return drawn;
}

function addGroup(into: Float64Array, sums: Float64Array, group: number): void {
  const start = group * into.length;
  for (let column = 0; column < into.length; column += 1)
    into[column] = (into[column] ?? 0) + (sums[start + column] ?? 0);
}

/** A statistic of sums; undefined where they do not determine it. */
export type SumStatistic = (sums: Float64Array) => number | undefined;

/**
 * BCa interval of a statistic of the sums. Resamples that do not determine the statistic are left out; refused when
 * that is more than half of them.
 */
export function bootstrapInterval(sums: ResampledSums, statistic: SumStatistic): Statistic<Interval> {
  const estimate = statistic(sums.total);
  assert(estimate !== undefined, 'the data determine the statistic');
  const replicates = definedValues(sums.resamples, statistic);
  if (replicates.length < sums.resamples.length / 2)
    return refuse('undefined-resamples', 'most resamples do not determine the figure');
  const interval = bcaInterval({
    estimate,
    replicates,
    leaveOneOut: definedValues(sums.leaveOneOut, statistic),
  });
  return interval.ok ? ok({ lower: interval.value.lower, upper: interval.value.upper }) : interval;
}

const definedValues = (sums: readonly Float64Array[], statistic: SumStatistic): Float64Array =>
  Float64Array.from(sums.flatMap((one) => statistic(one) ?? []));
