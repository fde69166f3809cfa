import type { Curve, CurveParameter } from '../curve.js';
import { formulaModel } from '../formula-model.js';
import { RATES_OVER_SPAN } from '../search-grid.js';

const parameters: readonly CurveParameter[] = [
  { name: 'level', scale: 'log' },
  { name: 'time', scale: 'log' },
  { name: 'exponent', scale: 'log' },
];

/** level (1 + t / time)^(−exponent): those who stay are those who leave less. */
export const hyperbolicAmount: Curve<'hyperbolic'> = {
  name: 'hyperbolic',
  parameters,
  modelAt: formulaModel('log(level) - exponent*log(1 + t/time)', parameters),
  starts: ({ first, last, span }) => {
    const loss = Math.max(Math.log(first / last), 0.05);
    return RATES_OVER_SPAN.map((rate) => [first, span / rate, loss / Math.log1p(rate)]);
  },
};
