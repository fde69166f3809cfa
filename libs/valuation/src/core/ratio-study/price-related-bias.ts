import { ok } from '#libs/kernel';
import { median } from 'simple-statistics';
import { leastSquaresLine } from '../least-squares-line.js';
import type { RatioFigure } from './ratio-figure.js';
import { type RatioResult, refuseRatio } from './ratio-refusal.js';
import { ratioOf, type Sale } from './sale.js';
import { studentCriticalValue } from './student-quantile.js';

/** A line needs two points, and a third to tell how far it may be off. */
const SALES_MIN = 3;

/**
 * Coefficient of price-related bias: slope of (ratio − median) / median on the base-2 logarithm of value, where value
 * is the mean of the price and the estimate brought to the level of prices, so that errors of either do not show as
 * bias (IAAO Standard on Ratio Studies, 2013). Student's interval of the regression.
 */
export function priceRelatedBias(sales: readonly Sale[], level: number): RatioResult<RatioFigure> {
  if (sales.length < SALES_MIN)
    return refuseRatio('too-few-sales', `${String(sales.length)} sales; ${String(SALES_MIN)} are needed`);
  const centre = median(sales.map(ratioOf));
  if (centre === 0) return refuseRatio('zero-median', 'the median ratio is zero');
  const points = sales.map((sale) => ({
    x: Math.log2((sale.estimate / centre + sale.price) / 2),
    y: (ratioOf(sale) - centre) / centre,
  }));
  if (points.every(({ x }) => x === points[0]?.x))
    return refuseRatio('no-variation', 'all sales are of one value');
  const { slope } = leastSquaresLine(points);
  const half = studentCriticalValue(level, sales.length - 2) * slope.standardError;
  return ok({ value: slope.value, interval: ok({ lower: slope.value - half, upper: slope.value + half }) });
}
