import { assert, assertDefined, ok } from '#libs/kernel';
import { incompleteBeta } from './beta-distribution.js';
import { refuse, type Statistic } from './refusal.js';
import { sortedSample } from './sorted-sample.js';

/** How sure MLPerf Inference wants to be that the percentile does not lie above what is reported. */
const LATENCY_CONFIDENCE = 0.99;

export interface LatencyPercentile {
  /** The sample at the percentile (nearest rank). */
  readonly observed: number;
  /** What the true percentile does not exceed, with 99 % confidence. This is what may be promised. */
  readonly upper: number;
  readonly samples: number;
  /** How many of the slowest samples lie above the limit. */
  readonly discarded: number;
}

/**
 * Fewest samples that show the percentile of a latency to be met while so many of them miss it: were the target
 * missed more often than the percentile allows, so few misses would come up with a probability below 1 %. The
 * early-stopping rule of MLPerf Inference (LoadGen) without tolerance, by the binomial distribution.
 *
 * @param missed whole number
 * @param percentile strictly between 0 and 1; 0.99 for p99
 */
export function samplesToShow(missed: number, percentile: number): number {
  assert(Number.isInteger(missed) && missed >= 0, `misses out of range: ${String(missed)}`);
  assert(percentile > 0 && percentile < 1, `percentile out of range: ${String(percentile)}`);
  let enough = missed + 1;
  while (!isShown(missed, enough, percentile)) enough *= 2;
  let tooFew = missed;
  while (enough - tooFew > 1) {
    const middle = Math.floor((enough + tooFew) / 2);
    if (isShown(missed, middle, percentile)) enough = middle;
    else tooFew = middle;
  }
  return enough;
}

const isShown = (missed: number, samples: number, percentile: number): boolean =>
  incompleteBeta(percentile, samples - missed, missed + 1) < 1 - LATENCY_CONFIDENCE;

/**
 * A percentile of latencies with its upper limit. Refused below the number of samples for which one may miss:
 * fewer would make the slowest sample of all the figure.
 *
 * @param latencies any unit, finite, in any order
 * @param percentile strictly between 0 and 1; 0.99 for p99
 */
export function latencyPercentile(
  latencies: readonly number[],
  percentile: number,
): Statistic<LatencyPercentile> {
  const samples = latencies.length;
  const needed = samplesToShow(1, percentile);
  if (samples < needed)
    return refuse(
      'too-few-samples',
      `p${String(Number((percentile * 100).toPrecision(12)))} needs at least ${String(needed)} samples, ` +
        `there are ${String(samples)}`,
    );
  const sorted = sortedSample(latencies);
  const at = (rank: number): number => assertDefined(sorted[rank - 1], 'a rank among the samples');
  const missed = mostMisses(samples, percentile);
  return ok({
    observed: at(Math.ceil(samples * percentile)),
    // The fastest of the misses, as LoadGen has it; the sample below it would do, so this errs on the safe side.
    upper: at(samples - missed + 1),
    samples,
    discarded: missed - 1,
  });
}

/** The most samples that may miss a target which still counts as met. */
function mostMisses(samples: number, percentile: number): number {
  let [fits, tooMany] = [1, samples];
  while (tooMany - fits > 1) {
    const middle = Math.floor((fits + tooMany) / 2);
    if (isShown(middle, samples, percentile)) fits = middle;
    else tooMany = middle;
  }
  return fits;
}
