import type { Curve, CurveParameter } from '../curve.js';
import { formulaModel } from '../formula-model.js';

const parameters: readonly CurveParameter[] = [
  { name: 'level', scale: 'log' },
  { name: 'ramp', scale: 'identity' },
  { name: 'rate', scale: 'identity' },
];

/**
 * level (1 + t / gap)^ramp exp(−rate t): a rise, then decay, in the form of a gamma density. It begins one
 * typical gap before the first point, which would otherwise have to be zero; `level` is the value at the first.
 */
export const gammaRampAmount: Curve<'gamma-ramp'> = {
  name: 'gamma-ramp',
  parameters,
  modelAt: formulaModel('log(level) + ramp*log(1 + t/gap) - rate*t', parameters),
  starts: ({ first, last, span }) => [[first, 0, Math.log(first / last) / span]],
};
