import { qualityOf } from './binomial-quality.js';
import { quadraticForm } from './multivariate-normal.js';
import { normalCdf, normalQuantile } from './normal-distribution.js';
import { QUALITY_FAMILIES, type QualityCurve, valuesOf, wideningOf } from './quality-curve.js';
import type { QualityFit } from './quality-family.js';

export type QualityEstimate = {
  readonly t: number;
  /** Expected share of right answers: the median of what the evidence supports. */
  readonly q: number;
  readonly lower: number;
  readonly upper: number;
};

const deviateOf = (level: number): number => normalQuantile(1 - (1 - level) / 2);

/** Wald interval of one parameter at a level such as 0.95, widened by over-dispersion. */
export function parameterInterval<Parameter extends string>(
  fit: QualityFit<Parameter>,
  name: Parameter,
  level: number,
): { readonly lower: number; readonly upper: number } {
  const { value, standardError } = fit.parameters[name];
  const half = deviateOf(level) * standardError * wideningOf(fit);
  return { lower: value - half, upper: value + half };
}

interface LogOdds {
  readonly mean: number;
  readonly standardDeviation: number;
}

/** Log-odds of skill at t with the standard error of the delta method, widened. */
function logOddsAt(fit: QualityFit, t: number): LogOdds {
  const family = QUALITY_FAMILIES[fit.family];
  const values = valuesOf(fit);
  const variance = quadraticForm(family.gradientAt(values, t), fit.covariance);
  return { mean: family.logOddsAt(values, t), standardDeviation: Math.sqrt(variance) * wideningOf(fit) };
}

/**
 * Share of right answers at t by one family, with an interval built on the log-odds scale, so that it stays
 * inside [chanceLevel, 1]. It is an interval for the curve, not for a future score, which has sampling noise of
 * its own.
 */
export function qualityAt(fit: QualityFit, t: number, level: number): QualityEstimate {
  const { mean, standardDeviation } = logOddsAt(fit, t);
  const half = deviateOf(level) * standardDeviation;
  const q = (logOdds: number): number => qualityOf(logOdds, fit.chanceLevel);
  return { t, q: q(mean), lower: q(mean - half), upper: q(mean + half) };
}

/**
 * The same over all families: quantiles of the mixture that paths are drawn from, so that a plotted
 * band and a simulated price tell one story.
 */
export function curveAt(curve: QualityCurve, t: number, level: number): QualityEstimate {
  const parts = curve.components.map(({ fit, weight }) => ({ weight, ...logOddsAt(fit, t) }));
  const q = (probability: number): number =>
    qualityOf(mixtureQuantile(parts, probability), curve.chanceLevel);
  return { t, q: q(0.5), lower: q((1 - level) / 2), upper: q(1 - (1 - level) / 2) };
}

/** Bisection between the smallest and the largest quantile of the components, which always enclose it. */
function mixtureQuantile(
  parts: readonly (LogOdds & { readonly weight: number })[],
  probability: number,
): number {
  const deviate = normalQuantile(probability);
  const quantiles = parts.map(({ mean, standardDeviation }) => mean + deviate * standardDeviation);
  let lower = Math.min(...quantiles);
  let upper = Math.max(...quantiles);
  for (let middle = (lower + upper) / 2; lower < middle && middle < upper; middle = (lower + upper) / 2) {
    const below = parts.reduce(
      (sum, { weight, mean, standardDeviation }) => sum + weight * normalCdf(middle, mean, standardDeviation),
      0,
    );
    if (below < probability) lower = middle;
    else upper = middle;
  }
  return upper;
}
