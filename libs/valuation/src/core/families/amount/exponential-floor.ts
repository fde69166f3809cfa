import type { Curve, CurveParameter } from '../curve.js';
import { formulaModel } from '../formula-model.js';
import { RATES_OVER_SPAN } from '../search-grid.js';

const parameters: readonly CurveParameter[] = [
  { name: 'level', scale: 'log' },
  { name: 'floor', scale: 'log' },
  { name: 'rate', scale: 'log' },
];

/** floor + (level − floor) exp(−rate t): some custom stays. */
export const exponentialFloorAmount: Curve<'exponential-floor'> = {
  name: 'exponential-floor',
  parameters,
  modelAt: formulaModel('log(floor + (level - floor)*exp(-rate*t))', parameters),
  starts: ({ first, last, span }) =>
    RATES_OVER_SPAN.flatMap((rate) => [last, last / 2].map((floor) => [first, floor, rate / span])),
};
