import { smoothingFamily } from '../smoothing/fit-smoothing.js';

/** The last amount stays: a random walk of log amounts. */
export const naiveAmount = smoothingFamily({
  name: 'naive',
  hasTrend: false,
  gainParameters: [],
  gainsAt: () => ({ level: 1, trend: 0, damping: 1 }),
  reported: () => [],
  starts: [[]],
});
