import * as rmath from 'lib-r-math.js';
import { gammaln } from 'simple-statistics';
import type { RowModel } from '../../fitting/expression-evaluator.js';
import type { Curve, CurveParameter } from '../curve.js';
import { RATES_OVER_SPAN } from '../search-grid.js';

/** The declarations of the package do not resolve under Node's module rules, so its types are stated here. */
const { digamma } = rmath as unknown as { readonly digamma: (x: number) => number };

const parameters: readonly CurveParameter[] = [
  { name: 'level', scale: 'log' },
  { name: 'alpha', scale: 'log' },
  { name: 'beta', scale: 'log' },
];

/**
 * level × B(alpha, beta + t) / B(alpha, beta): customers who each leave at a rate of their own, spread by a beta
 * distribution (shifted beta-geometric: Fader and Hardie, 2007, "How to project customer retention"). One
 * unit of t is one renewal. Gamma functions make it a curve of real time.
 */
export const shiftedBetaGeometricAmount: Curve<'shifted-beta-geometric'> = {
  name: 'shifted-beta-geometric',
  parameters,
  modelAt,
  starts: ({ first, last, span }) => {
    const loss = Math.max(Math.log(first / last), 0.05);
    return RATES_OVER_SPAN.map((rate) => [first, loss / Math.log1p(rate), span / rate]);
  },
};

function modelAt(times: readonly number[]): RowModel {
  const values = new Float64Array(times.length);
  const columns = parameters.map(() => new Float64Array(times.length));
  const [byLevel, byAlpha, byBeta] = columns;
  let [alpha, beta] = [Number.NaN, Number.NaN];
  return {
    rowCount: times.length,
    parameterCount: parameters.length,
    valuesAt: ([logLevel = Number.NaN, logAlpha = Number.NaN, logBeta = Number.NaN]) => {
      alpha = Math.exp(logAlpha);
      beta = Math.exp(logBeta);
      const atStart = gammaln(alpha + beta) - gammaln(beta);
      for (const [i, t] of times.entries())
        values[i] = logLevel + atStart + gammaln(beta + t) - gammaln(alpha + beta + t);
      return values;
    },
    derivatives: () => {
      const ofSum = digamma(alpha + beta);
      const ofBeta = digamma(beta);
      byLevel?.fill(1);
      for (const [i, t] of times.entries()) {
        const later = digamma(alpha + beta + t);
        if (byAlpha !== undefined) byAlpha[i] = alpha * (ofSum - later);
        if (byBeta !== undefined) byBeta[i] = beta * (ofSum - ofBeta + digamma(beta + t) - later);
      }
      return columns;
    },
  };
}
