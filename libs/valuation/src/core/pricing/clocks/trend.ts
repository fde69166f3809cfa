/** A yearly slope that is known to within a standard deviation. */
export interface Trend {
  readonly perYear: number;
  readonly deviation: number;
}

/**
 * The slope of a dated series, weighed against what is usual: the posterior of a normal prior under normal noise
 * of known size (Gelman et al., 2013, section 2.5). One observation, or several at one time, leave the prior, and so does
 * a prior without doubt.
 * `points` are years and values on the scale of the slope; `noise` is the standard deviation of one value.
 */
export function trendOf(
  points: readonly { readonly t: number; readonly y: number }[],
  noise: number,
  prior: Trend,
): Trend {
  const mean = (of: (point: { readonly t: number; readonly y: number }) => number): number =>
    points.reduce((sum, point) => sum + of(point), 0) / points.length;
  if (points.length < 2 || prior.deviation === 0) return prior;
  const centre = { t: mean(({ t }) => t), y: mean(({ y }) => y) };
  const spread = points.reduce((sum, { t }) => sum + (t - centre.t) ** 2, 0);
  if (spread === 0) return prior;
  const slope = points.reduce((sum, { t, y }) => sum + (t - centre.t) * (y - centre.y), 0) / spread;
  const ofData = spread / noise ** 2;
  const ofPrior = 1 / prior.deviation ** 2;
  return {
    perYear: (slope * ofData + prior.perYear * ofPrior) / (ofData + ofPrior),
    deviation: 1 / Math.sqrt(ofData + ofPrior),
  };
}
