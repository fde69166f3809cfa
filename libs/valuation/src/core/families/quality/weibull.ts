import type { Curve, CurveParameter } from '../curve.js';
import { formulaModel } from '../formula-model.js';
import { RATES_OVER_SPAN, SHAPES } from '../search-grid.js';

const parameters: readonly CurveParameter[] = [
  { name: 'level', scale: 'logit' },
  { name: 'floor', scale: 'logit' },
  { name: 'time', scale: 'log' },
  { name: 'shape', scale: 'log' },
];

/**
 * u = floor + (level − floor) exp(−(t / time)^shape): shape 1 is the exponential, above 1 decay sets in late.
 * The power is written t^shape time^(−shape), whose derivatives are finite at t = 0 too.
 */
export const weibullQuality: Curve<'weibull'> = {
  name: 'weibull',
  parameters,
  modelAt: formulaModel('floor + (level - floor)*exp(-(t^shape*time^(-shape)))', parameters),
  starts: ({ first, last, span }) =>
    RATES_OVER_SPAN.flatMap((rate) => SHAPES.map((shape) => [first, last / 2, span / rate, shape])),
};
