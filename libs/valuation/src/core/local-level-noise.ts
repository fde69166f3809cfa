/** Noise of a series around its trend, taken apart. Both are standard deviations. */
export interface LocalLevelNoise {
  /** Of what is gone the month after: a holiday, an outage. */
  readonly passing: number;
  /** Of what stays in the level, per month: a customer who left. It accumulates over the horizon. */
  readonly lasting: number;
}

/**
 * Splits noise by the moments of its steps (local level model: Harvey, 1989, section 2.4). A step d of the
 * series, less its trend, has variance lasting² + 2 passing² and covariance −passing² with the next one.
 *
 * Taking all noise for passing, as the residuals of a line suggest, makes forecasts of a year far too sure:
 * passing noise averages out, lasting noise adds up. A step over k > 1 time units is divided by √k, which
 * treats it as lasting, the cautious reading.
 * `points` are in order of x; three or more are needed (the caller's duty).
 */
export function localLevelNoise(
  points: readonly { readonly x: number; readonly y: number }[],
  slope: number,
): LocalLevelNoise {
  const steps = points.slice(1).map(({ x, y }, index) => {
    const { x: x0 = x, y: y0 = y } = points[index] ?? {};
    return (y - y0 - slope * (x - x0)) / Math.sqrt(x - x0);
  });
  // One degree of freedom went into the slope.
  const perStep = 1 / (steps.length - 1);
  const variance = steps.reduce((sum, step) => sum + step ** 2, 0) * perStep;
  const covariance = steps.reduce((sum, step, index) => sum + step * (steps[index + 1] ?? 0), 0) * perStep;
  const passing = Math.min(Math.max(-covariance, 0), variance / 2);
  return { passing: Math.sqrt(passing), lasting: Math.sqrt(variance - 2 * passing) };
}
