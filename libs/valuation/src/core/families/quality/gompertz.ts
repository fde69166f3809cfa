import type { Curve, CurveParameter } from '../curve.js';
import { formulaModel } from '../formula-model.js';
import { RATES_OVER_SPAN } from '../search-grid.js';

const parameters: readonly CurveParameter[] = [
  { name: 'level', scale: 'logit' },
  { name: 'loss', scale: 'log' },
  { name: 'rate', scale: 'log' },
];

/** u = level exp(−loss (exp(rate t) − 1)): decay that gathers pace (Gompertz, 1825). */
export const gompertzQuality: Curve<'gompertz'> = {
  name: 'gompertz',
  parameters,
  modelAt: formulaModel('level*exp(-loss*(exp(rate*t) - 1))', parameters),
  starts: ({ first, last, span }) => {
    const loss = Math.max(Math.log(first / last), 0.05);
    return RATES_OVER_SPAN.map((rate) => [first, loss / Math.expm1(rate), rate / span]);
  },
};
