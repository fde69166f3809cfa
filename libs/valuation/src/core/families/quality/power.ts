import type { Curve, CurveParameter } from '../curve.js';
import { formulaModel } from '../formula-model.js';
import { RATES_OVER_SPAN } from '../search-grid.js';

const parameters: readonly CurveParameter[] = [
  { name: 'level', scale: 'logit' },
  { name: 'time', scale: 'log' },
  { name: 'exponent', scale: 'log' },
];

/** u = level (1 + t / time)^(−exponent): decay that slows down without end. */
export const powerQuality: Curve<'power'> = {
  name: 'power',
  parameters,
  modelAt: formulaModel('level*(1 + t/time)^(-exponent)', parameters),
  starts: ({ first, last, span }) => {
    const loss = Math.max(Math.log(first / last), 0.05);
    return RATES_OVER_SPAN.map((rate) => [first, span / rate, loss / Math.log1p(rate)]);
  },
};
