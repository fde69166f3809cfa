import { assertDefined, ok, type Result } from '#libs/kernel';
import { informative, type QualityObservation } from './binomial-quality.js';
import { constantQuality } from './constant-quality.js';
import { akaikeWeights, quasiAiccOf } from './information-criterion.js';
import { logisticDecay } from './logistic-decay.js';
import type { QualityFamily, QualityFamilyName, QualityFit } from './quality-family.js';
import { type Refusal, refuse } from './refusal.js';

/** From the plainest to the richest; the richest tells how noisy the scores are. */
export const QUALITY_FAMILIES: Readonly<Record<QualityFamilyName, QualityFamily>> = {
  constant: constantQuality,
  logistic: logisticDecay,
};

/** Below this many points the small-sample correction leaves no room to weigh decay against no decay. */
export const QUALITY_POINTS_MIN = 5;

/** Families that explain the same scores, each with the weight of the evidence for it; weights sum to 1. */
export type QualityCurve = {
  readonly chanceLevel: number;
  readonly components: readonly { readonly fit: QualityFit; readonly weight: number }[];
};

/**
 * Fits every family and weighs them by AICc, with the likelihood divided by the over-dispersion of the richest
 * family where that exceeds 1 (see {@link quasiAiccOf}).
 * Refuses fewer than five points with trials, and whatever one of the families refuses: data that break one
 * family (a step, no failure at all) would be misread by the others.
 */
export function fitQualityCurve(
  observations: readonly QualityObservation[],
  chanceLevel: number,
): Result<QualityCurve, Refusal> {
  const usable = informative(observations, chanceLevel);
  if (!usable.ok) return usable;
  if (usable.value.length < QUALITY_POINTS_MIN)
    return refuse(
      'too-few-points',
      `${String(usable.value.length)} points with trials; ${String(QUALITY_POINTS_MIN)} are needed`,
    );
  const fits: QualityFit[] = [];
  for (const family of Object.values(QUALITY_FAMILIES)) {
    const fit = family.fit(usable.value, chanceLevel);
    if (!fit.ok) return fit;
    fits.push(fit.value);
  }
  const overDispersion = fits.at(-1)?.overDispersion ?? 1;
  const weights = akaikeWeights(
    fits.map((fit) =>
      quasiAiccOf(
        { ...fit, parameterCount: QUALITY_FAMILIES[fit.family].parameterNames.length },
        overDispersion,
      ),
    ),
  );
  return ok({ chanceLevel, components: fits.map((fit, index) => ({ fit, weight: weights[index] ?? 0 })) });
}

/** The parameters in the order of the covariance. */
export const valuesOf = (fit: QualityFit): readonly number[] =>
  QUALITY_FAMILIES[fit.family].parameterNames.map(
    (name) => assertDefined(fit.parameters[name], `no parameter ${name}`).value,
  );

/** Factor on standard errors: the root of the over-dispersion, never below 1 (McCullagh and Nelder, 4.5). */
export const wideningOf = (fit: QualityFit): number => Math.sqrt(Math.max(1, fit.overDispersion));
