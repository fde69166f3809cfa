import { assertDefined } from '#libs/kernel';
import { ratioOf, type Sale } from './sale.js';

/**
 * How often each sale stands in a sample: all 1 for the sales themselves, the draws of a resample, a 0 for one left
 * out. Figures of a sample then need no sorting of their own.
 */
export type Multiplicities = ArrayLike<number>;

/** In order of their ratios, as the figures below want them. */
export const byRatio = (sales: readonly Sale[]): readonly Sale[] =>
  sales.toSorted((a, b) => ratioOf(a) - ratioOf(b));

/** Each sale once. */
export const once = (count: number): Multiplicities => new Float64Array(count).fill(1);

/** Level of the estimates: the median of estimate over price (IAAO Standard on Ratio Studies, 2013). */
export function medianRatio(sorted: readonly Sale[], sample: Multiplicities): number {
  const total = sumOf(sorted, sample, () => 1);
  return (
    (ratioOfRank(sorted, sample, Math.ceil(total / 2)) +
      ratioOfRank(sorted, sample, Math.floor(total / 2) + 1)) /
    2
  );
}

/** The ratio that stands at a rank, counted from 1. */
function ratioOfRank(sorted: readonly Sale[], sample: Multiplicities, rank: number): number {
  let counted = 0;
  const at = sorted.findIndex((_, sale) => {
    counted += sample[sale] ?? 0;
    return counted >= rank;
  });
  return ratioOf(assertDefined(sorted[at], 'the rank lies within the sample'));
}

/**
 * Coefficient of dispersion: mean distance of the ratios from their median, in per cent of the median (IAAO Standard
 * on Ratio Studies, 2013). NaN where the median is zero.
 */
export function coefficientOfDispersion(sorted: readonly Sale[], sample: Multiplicities): number {
  const centre = medianRatio(sorted, sample);
  if (centre === 0) return Number.NaN;
  const distances = sumOf(sorted, sample, (sale) => Math.abs(ratioOf(sale) - centre));
  return (100 * distances) / sumOf(sorted, sample, () => 1) / centre;
}

/**
 * Price-related differential: mean ratio over the ratio of the sums; above 1 where the dear is estimated lower than
 * the cheap (IAAO Standard on Ratio Studies, 2013). NaN where every estimate is zero.
 */
export function priceRelatedDifferential(sorted: readonly Sale[], sample: Multiplicities): number {
  const meanRatio = sumOf(sorted, sample, ratioOf) / sumOf(sorted, sample, () => 1);
  const estimates = sumOf(sorted, sample, ({ estimate }) => estimate);
  const prices = sumOf(sorted, sample, ({ price }) => price);
  return meanRatio / (estimates / prices);
}

function sumOf(sales: readonly Sale[], sample: Multiplicities, quantity: (sale: Sale) => number): number {
  return sales.reduce((sum, sale, index) => sum + (sample[index] ?? 0) * quantity(sale), 0);
}
