import { sortedQuantile } from '../forecasting/sorted-quantile.js';
import { ratioOf, type Sale } from './sale.js';

/** Interquartile ranges beyond the quartiles at which a ratio is an extreme outlier. */
const FENCE = 3;

/**
 * The sales whose ratio is no extreme outlier: within three interquartile ranges of the quartiles (IAAO Standard on
 * Ratio Studies, 2013, appendix B, after Tukey).
 */
export function withoutOutliers(sales: readonly Sale[]): readonly Sale[] {
  const sorted = sales.map(ratioOf).toSorted((a, b) => a - b);
  const [first, third] = [sortedQuantile(sorted, 0.25), sortedQuantile(sorted, 0.75)];
  const reach = FENCE * (third - first);
  return sales.filter((sale) => {
    const ratio = ratioOf(sale);
    return ratio >= first - reach && ratio <= third + reach;
  });
}
