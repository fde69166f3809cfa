import { akaikeWeights, quasiAiccOf } from '../information-criterion.js';
import type { Family, FamilyFit, FamilyKind, FamilyOptions, FamilySeries } from './family.js';
import { AMOUNT_SHAPES, QUALITY_SHAPES } from './family-registry.js';

/** What became of a family: its fit with the weight of the evidence for it, or why it has none. */
export type WeighedFamily =
  | { readonly family: Family['name']; readonly weight: number; readonly fit: FamilyFit }
  | { readonly family: Family['name']; readonly weight: 0; readonly excluded: string };

/**
 * Points below which a family of p parameters is not weighed against others: three a parameter, and three degrees
 * of freedom, since the correction of the criterion is an asymptotic one itself.
 */
export const pointsToWeigh = (parameterCount: number): number =>
  Math.max(3 * parameterCount, parameterCount + 3);

/**
 * Fits every admissible family of the kind and weighs them by Akaike's criterion with its small-sample
 * correction. Left out are families with too few points, without a minimum that the data place, or refused.
 * Shares of trials share one over-dispersion, the least of any family, by which likelihoods are divided
 * (Burnham and Anderson, 2002, section 2.5). Weights sum to 1 unless nothing is admissible.
 */
export function weighFamilies(
  kind: FamilyKind,
  series: FamilySeries,
  options: FamilyOptions = {},
): readonly WeighedFamily[] {
  const families: readonly Family[] = Object.values(kind === 'quality' ? QUALITY_SHAPES : AMOUNT_SHAPES);
  const tried = families.map((family) => admitted(family, series, options));
  const fits = tried.flatMap((one) => ('fit' in one ? [one.fit] : []));
  const criteria = criteriaOf(fits, series.trials !== undefined);
  const weights = akaikeWeights(criteria);
  return tried.map((one) => ('fit' in one ? { ...one, weight: weights[fits.indexOf(one.fit)] ?? 0 } : one));
}

function admitted(family: Family, series: FamilySeries, options: FamilyOptions): WeighedFamily {
  const { name } = family;
  const count = family.parameterNames.length + (options.stepTimes?.length ?? 0);
  const needed = pointsToWeigh(count);
  if (series.t.length < needed)
    return { family: name, weight: 0, excluded: `${String(needed)} points are needed to weigh it` };
  const fit = family.fit(series, options);
  if (!fit.ok) return { family: name, weight: 0, excluded: fit.error.reason };
  if (!fit.value.converged) return { family: name, weight: 0, excluded: 'the data place no minimum' };
  return { family: name, weight: 0, fit: fit.value };
}

function criteriaOf(fits: readonly FamilyFit[], withTrials: boolean): readonly (number | null)[] {
  const overDispersion = withTrials ? Math.min(...fits.map(({ dispersion }) => dispersion)) : 1;
  return fits.map((fit) => quasiAiccOf(fit, overDispersion));
}
