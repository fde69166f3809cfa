import { thetaForecast } from '#core/valuation';
import type { HeldOutSeries } from './held-out-series.js';

/** Forecasts of points that a method must not lose to. */
export type PointBenchmark = (series: HeldOutSeries) => readonly number[];

export const POINT_BENCHMARKS: Readonly<Record<string, PointBenchmark>> = {
  naive: ({ y, future }) => future.map(() => y.at(-1) ?? 0),
  damped: ({ y, future }) => dampedTrend(y, future.length),
  theta: ({ y, future }) =>
    thetaForecast(
      y,
      future.map((_, index) => index + 1),
    ),
};

const grid = (count: number, from: number, to: number): readonly number[] =>
  Array.from({ length: count }, (_, index) => from + ((to - from) * index) / (count - 1));

/**
 * Damped trend (Gardner and McKenzie, 1985) by least one-step squares over a grid of its three parameters, the start
 * taken from the first points.
 */
function dampedTrend(y: readonly number[], count: number): readonly number[] {
  const early = Math.min(4, y.length - 1);
  const [first = 0] = y;
  const rise = ((y[early] ?? first) - first) / early;
  let best = { squares: Infinity, level: 0, slope: 0, damping: 1 };
  for (const alpha of grid(12, 0.05, 0.99))
    for (const share of grid(8, 0, 0.8))
      for (const damping of [0.8, 0.85, 0.9, 0.95, 0.98]) {
        let [level, slope, squares] = [first, rise, 0];
        for (const value of y.slice(1)) {
          const error = value - (level + damping * slope);
          level += damping * slope + alpha * error;
          slope = damping * slope + alpha * share * error;
          squares += error * error;
        }
        if (squares < best.squares) best = { squares, level, slope, damping };
      }
  let reach = 0;
  return Array.from({ length: count }, (_, index) => {
    reach += best.damping ** (index + 1);
    return best.level + reach * best.slope;
  });
}
