import type { Curve, CurveParameter } from '../curve.js';
import { formulaModel } from '../formula-model.js';

const parameters: readonly CurveParameter[] = [
  { name: 'fastLevel', scale: 'log' },
  { name: 'fastRate', scale: 'log' },
  { name: 'slowLevel', scale: 'log' },
  { name: 'slowRate', scale: 'log' },
];

/**
 * fastLevel exp(−(fastRate + slowRate) t) + slowLevel exp(−slowRate t): attention that passes and use that stays
 * (Candia et al., 2019). The fast rate counts from the slow one, so that the terms cannot change places.
 */
export const biExponentialAmount: Curve<'bi-exponential'> = {
  name: 'bi-exponential',
  parameters,
  modelAt: formulaModel('log(fastLevel*exp(-fastRate*t) + slowLevel) - slowRate*t', parameters),
  starts: ({ first, last, span }) => {
    const decay = Math.max(Math.log(first / last), 0.1) / span;
    return [3, 10, 30].flatMap((faster) =>
      [0.2, 0.5, 0.8].map((share) => [share * first, faster * decay, (1 - share) * first, decay / 2]),
    );
  },
};
