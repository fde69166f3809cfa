import type { StateEstimate, StateModel } from './state-filter.js';

/** Hyperparameters of a local level with a damped local trend; variances are relative to the noise variance. */
export interface TrendNoise {
  /** Of a measurement. */
  readonly observation: number;
  /** Of the level, per step: noise that lasts. */
  readonly level: number;
  /** Of the slope, per step. */
  readonly slope: number;
  /** Of the slope before the series is seen; 0 for no trend. */
  readonly initialSlope: number;
  /** Share of the slope that survives a step, above 0 and below 1. */
  readonly damping: number;
}

/**
 * Local level with damped local trend in structural form (Harvey, 1989, section 2.3; the damping of Gardner and
 * McKenzie, 1985): per step the level rises by φ times the slope and the slope shrinks to φ of itself, and both
 * take up noise. Gaps longer than a step are walked in equal parts of at most one step.
 */
export const trendModel = (noise: TrendNoise): StateModel => {
  const row = noise.initialSlope === 0 && noise.slope === 0 ? [1] : [1, 0];
  return {
    dimension: row.length,
    observationVariance: noise.observation,
    levelVariance: noise.level,
    priorVariances: [noise.initialSlope],
    advance: (state, gapSteps) => {
      if (row.length === 1) advanceLevel(state, noise.level * gapSteps);
      else advanceTrend(state, noise, gapSteps);
    },
    offsetAt: () => 0,
    rowAt: () => row,
  };
};

function advanceLevel({ covariance }: StateEstimate, variance: number): void {
  covariance[0] = (covariance[0] ?? 0) + variance;
}

function advanceTrend({ mean, covariance }: StateEstimate, noise: TrendNoise, gapSteps: number): void {
  const parts = Math.max(1, Math.ceil(gapSteps));
  const part = gapSteps / parts;
  const survival = noise.damping ** part;
  const reach = (noise.damping * (1 - survival)) / (1 - noise.damping);
  let [level = 0, slope = 0] = mean;
  let [ofLevel = 0, between = 0, , ofSlope = 0] = covariance;
  for (let walked = 0; walked < parts; walked += 1) {
    level += reach * slope;
    slope *= survival;
    ofLevel += 2 * reach * between + reach * reach * ofSlope + noise.level * part;
    between = survival * (between + reach * ofSlope);
    ofSlope = survival * survival * ofSlope + noise.slope * part;
  }
  mean.set([level, slope]);
  covariance.set([ofLevel, between, between, ofSlope]);
}
