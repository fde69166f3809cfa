import { toWorking } from '../parameter-scale.js';
import { smoothingFamily } from '../smoothing/fit-smoothing.js';
import { fromUnit } from '../smoothing/unit-gain.js';

/** A level that wanders, seen through noise: simple exponential smoothing of log amounts. */
export const simpleSmoothingAmount = smoothingFamily({
  name: 'simple-smoothing',
  hasTrend: false,
  gainParameters: [{ name: 'smoothing', scale: 'logit' }],
  gainsAt: ([smoothing = 0]) => ({ level: fromUnit(smoothing), trend: 0, damping: 1 }),
  reported: ([smoothing = 0]) => [toWorking('logit', fromUnit(smoothing))],
  starts: [[0.1], [0.5], [0.9]],
});
