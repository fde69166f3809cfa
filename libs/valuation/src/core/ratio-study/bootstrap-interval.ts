import { ok, type Random } from '#libs/kernel';
import { sortedQuantile } from '../forecasting/sorted-quantile.js';
import { normalCdf, normalQuantile } from '../normal-distribution.js';
import { type Multiplicities, once } from './ratio-figures.js';
import { type RatioResult, refuseRatio } from './ratio-refusal.js';

/** Enough for the tails of a BCa interval (Efron and Tibshirani, 1993, section 14.3, ask for about 1000). */
export const RESAMPLES = 2_000;

/** Resamples that differ by less than this share of the figure differ by rounding only. */
const ROUNDING = 1e-12;

/** Fewer sales than this give resamples that are mostly copies of each other. */
const SALES_MIN = 5;

/**
 * Bias-corrected and accelerated bootstrap interval of a figure (B. Efron, 1987, JASA 82, 171-185): percentiles of
 * the figure over resamples of the items, moved by how far the resamples lie off the figure and by how its error
 * changes with it. Refused where the resamples do not vary or lie on one side of the figure.
 *
 * @param figure of a sample, given how often each item stands in it; NaN where the sample does not determine it
 */
export function bootstrapInterval(
  count: number,
  figure: (sample: Multiplicities) => number,
  level: number,
  random: Random,
): RatioResult<{ readonly lower: number; readonly upper: number }> {
  if (count < SALES_MIN)
    return refuseRatio('too-few-sales', `${String(count)} sales; ${String(SALES_MIN)} are needed`);
  const estimate = figure(once(count));
  const replicates = Array.from({ length: RESAMPLES }, () => figure(resample(count, random)))
    .filter(Number.isFinite)
    .sort((a, b) => a - b);
  const range = (replicates.at(-1) ?? 0) - (replicates[0] ?? 0);
  if (replicates.length < RESAMPLES / 2 || range <= ROUNDING * Math.abs(estimate))
    return refuseRatio('no-variation', 'resamples of the sales do not show how far the figure could vary');
  const bias = normalQuantile(shareBelow(replicates, estimate));
  const deviate = normalQuantile((1 + level) / 2);
  const acceleration = accelerationOf(count, figure);
  if (Math.abs(bias) >= deviate || Math.abs(acceleration) * (deviate + Math.abs(bias)) >= 1)
    return refuseRatio('no-variation', 'nearly all resamples lie on one side of the figure');
  const limit = (z: number): number =>
    sortedQuantile(replicates, normalCdf(bias + (bias + z) / (1 - acceleration * (bias + z)), 0, 1));
  return ok({ lower: limit(-deviate), upper: limit(deviate) });
}

function resample(count: number, random: Random): Multiplicities {
  const drawn = new Float64Array(count);
  for (let draw = 0; draw < count; draw += 1) {
    const item = random.below(count);
    drawn[item] = (drawn[item] ?? 0) + 1;
  }
  return drawn;
}

/** Resamples equal to the figure count half on either side. */
function shareBelow(replicates: readonly number[], estimate: number): number {
  const below = replicates.filter((replicate) => replicate < estimate).length;
  const equal = replicates.filter((replicate) => replicate === estimate).length;
  return (below + equal / 2) / replicates.length;
}

/** A sixth of the skewness of the jackknife's influence values; none where one sale decides the figure. */
function accelerationOf(count: number, figure: (sample: Multiplicities) => number): number {
  const sample = new Float64Array(count).fill(1);
  const without = Array.from(sample, (_, left) => {
    sample[left] = 0;
    const value = figure(sample);
    sample[left] = 1;
    return value;
  });
  const centre = without.reduce((sum, value) => sum + value, 0) / count;
  let [squares, cubes] = [0, 0];
  for (const value of without) {
    squares += (centre - value) ** 2;
    cubes += (centre - value) ** 3;
  }
  return squares === 0 || !Number.isFinite(cubes) ? 0 : cubes / (6 * squares ** 1.5);
}
