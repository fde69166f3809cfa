import { normalCdf } from '../../normal-distribution.js';

const BISECTIONS = 200;

/**
 * Reserve that maximises the seller's expected proceeds from bidders with independent log-normal values: the r at
 * which the virtual value r − (1 − F(r)) / f(r) equals what the asset is worth to the seller (Myerson, 1981). It
 * does not depend on the number of bidders. `median` and `sellerValue` in the same unit; 0 for a median of 0.
 *
 * The virtual value of a log-normal crosses any level once for the spreads that occur (sigma up to 2); it is found
 * by bisection on the log scale.
 */
export function myersonReserve(median: number, sigma: number, sellerValue: number): number {
  if (median <= 0) return Math.max(sellerValue, 0);
  let low = Math.log(1e-9);
  let high = Math.log(1e9);
  const target = sellerValue / median;
  for (let step = 0; step < BISECTIONS; step++) {
    const middle = (low + high) / 2;
    if (virtualValue(middle, sigma) < target) low = middle;
    else high = middle;
  }
  return median * Math.exp((low + high) / 2);
}

/** For median 1, at the log of the value: r (1 − σ (1 − Φ(z)) / φ(z)) with z = log r / σ. */
function virtualValue(logValue: number, sigma: number): number {
  const z = logValue / sigma;
  const density = Math.exp(-(z ** 2) / 2) / Math.sqrt(2 * Math.PI);
  const survival = normalCdf(-z, 0, 1);
  if (density === 0) return z < 0 ? Number.NEGATIVE_INFINITY : Math.exp(logValue);
  return Math.exp(logValue) * (1 - (sigma * survival) / density);
}

/**
 * Advised reserve: Myerson's for the spread of tastes alone (bidders share the rest of the doubt, and shade for it),
 * not above the first quartile of the value, because reserves that nobody meets end auctions; but never below what
 * the seller gives up by selling.
 */
export const advisedReserve = (
  expected: { readonly hammerMedian: number; readonly firstQuartile: number },
  tasteDispersion: number,
  sellerValue: number,
): number =>
  Math.max(
    sellerValue,
    Math.min(myersonReserve(expected.hammerMedian, tasteDispersion, sellerValue), expected.firstQuartile),
  );
