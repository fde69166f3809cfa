import { toWorking } from '../parameter-scale.js';
import { smoothingFamily } from '../smoothing/fit-smoothing.js';
import { fromUnit } from '../smoothing/unit-gain.js';

/** Damping that practice allows (Hyndman and Athanasopoulos, 2021, section 8.2), per typical gap. */
const DAMPING = { min: 0.8, max: 0.98 } as const;

const dampingAt = (unit: number): number => DAMPING.min + (DAMPING.max - DAMPING.min) * unit;

/**
 * A level and a trend that wander, the trend dying out (Gardner and McKenzie, 1985), on log amounts. `trend` is
 * that of the last point per typical gap; `trendSmoothing` is the share of the level's gain that enters the trend.
 */
export const dampedTrendAmount = smoothingFamily({
  name: 'damped-trend',
  hasTrend: true,
  gainParameters: [
    { name: 'smoothing', scale: 'logit' },
    { name: 'trendSmoothing', scale: 'logit' },
    { name: 'damping', scale: 'logit' },
  ],
  gainsAt: ([level = 0, trend = 0, damping = 0]) => ({
    level: fromUnit(level),
    trend: fromUnit(level) * fromUnit(trend),
    damping: dampingAt(damping),
  }),
  reported: ([level = 0, trend = 0, damping = 0]) =>
    [fromUnit(level), fromUnit(trend), dampingAt(damping)].map((gain) => toWorking('logit', gain)),
  starts: [0.1, 0.5, 0.9].flatMap((level) =>
    [0.05, 0.3].flatMap((trend) => [0.2, 0.8].map((damping) => [level, trend, damping])),
  ),
});
