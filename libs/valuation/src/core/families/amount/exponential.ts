import type { Curve, CurveParameter } from '../curve.js';
import { formulaModel } from '../formula-model.js';

const parameters: readonly CurveParameter[] = [
  { name: 'level', scale: 'log' },
  { name: 'rate', scale: 'identity' },
];

/** level exp(−rate t); `rate` below 0 is growth. */
export const exponentialAmount: Curve<'exponential'> = {
  name: 'exponential',
  parameters,
  modelAt: formulaModel('log(level) - rate*t', parameters),
  starts: ({ first, last, span }) => [[first, Math.log(first / last) / span]],
};
