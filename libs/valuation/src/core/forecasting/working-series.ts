/**
 * A series as the filters see it: times in typical steps, values on a scale on which noise is about equal
 * everywhere and a forecast may be any number.
 */
export interface WorkingSeries {
  /** Times in steps (median gaps of the series) from its first point; ascending, the first is 0. */
  readonly steps: readonly number[];
  /** Logarithms of amounts, angles of quality. */
  readonly values: readonly number[];
  /** Variance of the observation noise of each point, relative to a typical point. */
  readonly noiseShares: readonly number[];
  /** The same of a point yet to come. */
  readonly futureNoiseShare: number;
  /** Variance of a value yet to come that its noise and its course do not account for. */
  readonly extraVariance: number;
  /** What is known of the noise before the series is seen. */
  readonly noisePrior: NoisePrior;
}

/** Scaled inverse chi-square prior of the noise variance (Gelman et al., 2013, section 2.6). */
export interface NoisePrior {
  /** As many points as the prior counts for. */
  readonly degreesOfFreedom: number;
  readonly variance: number;
  /**
   * What the variance is of. `observation`: of one measurement, as sampling gives it, whatever the level does.
   * `innovation`: of measurement and one step of the level together, where nothing is known of either.
   */
  readonly subject: 'observation' | 'innovation';
}

/** The first `count` points, as they were known then. */
export const firstPoints = (series: WorkingSeries, count: number): WorkingSeries => ({
  ...series,
  steps: series.steps.slice(0, count),
  values: series.values.slice(0, count),
  noiseShares: series.noiseShares.slice(0, count),
});
