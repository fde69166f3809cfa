import type { Curve, CurveParameter } from '../curve.js';
import { formulaModel } from '../formula-model.js';
import { RATES_OVER_SPAN } from '../search-grid.js';

const parameters: readonly CurveParameter[] = [
  { name: 'level', scale: 'logit' },
  { name: 'floor', scale: 'logit' },
  { name: 'rate', scale: 'log' },
];

/** u = floor + (level − floor) exp(−rate t): what can be lost is lost at a constant rate. */
export const exponentialFloorQuality: Curve<'exponential-floor'> = {
  name: 'exponential-floor',
  parameters,
  modelAt: formulaModel('floor + (level - floor)*exp(-rate*t)', parameters),
  starts: ({ first, last, span }) =>
    RATES_OVER_SPAN.flatMap((rate) => [last, last / 2].map((floor) => [first, floor, rate / span])),
};
