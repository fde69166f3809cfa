import type { Curve, CurveParameter } from '../curve.js';
import { formulaModel } from '../formula-model.js';
import { toWorking } from '../parameter-scale.js';

const parameters: readonly CurveParameter[] = [
  { name: 'logOdds', scale: 'identity' },
  { name: 'rate', scale: 'identity' },
];

/** logit u = logOdds − rate t: odds of skill fall by a constant factor; `rate` below 0 is growth. */
export const logisticQuality: Curve<'logistic'> = {
  name: 'logistic',
  parameters,
  modelAt: formulaModel('1/(1 + exp(rate*t - logOdds))', parameters),
  starts: ({ first, last, span }) => {
    const start = toWorking('logit', first);
    return [
      [start, (start - toWorking('logit', last)) / span],
      [start, 0],
    ];
  },
};
