/**
 * Akaike's criterion with the small-sample correction (Hurvich and Tsai, 1989); smaller is better.
 * Null where the correction is undefined, with fewer than parameterCount + 2 observations.
 */
export function aiccOf(fit: {
  readonly logLikelihood: number;
  readonly parameterCount: number;
  readonly observationCount: number;
}): number | null {
  const { logLikelihood, parameterCount: p, observationCount: n } = fit;
  if (n - p - 1 <= 0) return null;
  return -2 * logLikelihood + 2 * p + (2 * p * (p + 1)) / (n - p - 1);
}

/**
 * The same with the likelihood divided by an over-dispersion above 1, which then counts as one more parameter
 * (QAICc: Burnham and Anderson, 2002, section 2.5). Candidates must share the over-dispersion, that of the
 * richest. Without it, clustered failures would pass for evidence of a trend.
 */
export function quasiAiccOf(
  fit: {
    readonly logLikelihood: number;
    readonly parameterCount: number;
    readonly observationCount: number;
  },
  overDispersion: number,
): number | null {
  if (overDispersion <= 1) return aiccOf(fit);
  return aiccOf({
    ...fit,
    logLikelihood: fit.logLikelihood / overDispersion,
    parameterCount: fit.parameterCount + 1,
  });
}

/** exp(−Δ/2), normalised (Burnham and Anderson, 2002, section 2.9). A candidate without criterion weighs 0. */
export function akaikeWeights(criteria: readonly (number | null)[]): readonly number[] {
  const best = Math.min(...criteria.filter((criterion) => criterion !== null));
  const relative = criteria.map((criterion) => (criterion === null ? 0 : Math.exp((best - criterion) / 2)));
  const total = relative.reduce((sum, weight) => sum + weight, 0);
  return relative.map((weight) => weight / total);
}
