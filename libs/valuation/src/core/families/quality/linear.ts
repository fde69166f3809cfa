import type { Curve, CurveParameter } from '../curve.js';
import { formulaModel } from '../formula-model.js';

const parameters: readonly CurveParameter[] = [
  { name: 'level', scale: 'identity' },
  { name: 'slope', scale: 'identity' },
];

/** u = level + slope t, clipped to 0 and 1 where it is read off; `slope` below 0 is decay. */
export const linearQuality: Curve<'linear'> = {
  name: 'linear',
  parameters,
  modelAt: formulaModel('level + slope*t', parameters),
  starts: ({ first, last, span }) => [
    [first, (last - first) / span],
    [(first + last) / 2, 0],
  ],
};
