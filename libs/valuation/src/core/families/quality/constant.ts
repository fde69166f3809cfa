import type { Curve, CurveParameter } from '../curve.js';
import { formulaModel } from '../formula-model.js';

const parameters: readonly CurveParameter[] = [{ name: 'level', scale: 'logit' }];

/** No decay: u = level. */
export const constantQuality: Curve<'constant'> = {
  name: 'constant',
  parameters,
  modelAt: formulaModel('level + 0*t', parameters),
  starts: ({ first, last }) => [[(first + last) / 2]],
};
