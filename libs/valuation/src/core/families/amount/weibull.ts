import type { Curve, CurveParameter } from '../curve.js';
import { formulaModel } from '../formula-model.js';
import { SHAPES } from '../search-grid.js';

const parameters: readonly CurveParameter[] = [
  { name: 'level', scale: 'log' },
  { name: 'time', scale: 'log' },
  { name: 'shape', scale: 'log' },
];

/** level exp(−(t / time)^shape): shape 1 is the exponential, below 1 decay slows down. */
export const weibullAmount: Curve<'weibull'> = {
  name: 'weibull',
  parameters,
  modelAt: formulaModel('log(level) - t^shape*time^(-shape)', parameters),
  starts: ({ first, last, span }) => {
    const loss = Math.max(Math.log(first / last), 0.05);
    return SHAPES.map((shape) => [first, span / loss ** (1 / shape), shape]);
  },
};
