import { assertDefined, type Random } from '#libs/kernel';
import { qualityOf } from './binomial-quality.js';
import { cholesky, drawNormal } from './multivariate-normal.js';
import { QUALITY_FAMILIES, type QualityCurve, valuesOf, wideningOf } from './quality-curve.js';

/** One possible course of quality: the share of right answers at each of the given times. */
export type QualityDraw = (random: Random, times: readonly number[]) => readonly number[];

/**
 * Draws courses of quality: a family by its weight, then its parameters from their normal approximation with
 * widened covariance. The
 * deviates taken from the stream do not depend on which times are asked for.
 */
export function qualityDraws(curve: QualityCurve): QualityDraw {
  const components = curve.components.map(({ fit, weight }) => ({
    weight,
    family: QUALITY_FAMILIES[fit.family],
    values: valuesOf(fit),
    lower: cholesky(fit.covariance.map((row) => row.map((entry) => entry * wideningOf(fit) ** 2))),
  }));
  return (random, times) => {
    const { family, values, lower } = pick(components, random.uniform());
    const parameters = drawNormal(values, lower, random);
    return times.map((t) => qualityOf(family.logOddsAt(parameters, t), curve.chanceLevel));
  };
}

/** The component in whose share of [0, 1) the number lies. */
function pick<Component extends { readonly weight: number }>(
  components: readonly Component[],
  uniform: number,
): Component {
  let cumulative = 0;
  for (const component of components) {
    cumulative += component.weight;
    if (uniform < cumulative) return component;
  }
  return assertDefined(components.at(-1), 'a curve has at least one family');
}
