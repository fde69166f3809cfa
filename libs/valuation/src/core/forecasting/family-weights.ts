import { aiccOf } from '../information-criterion.js';
import { type Candidate, type CandidateFit, type CandidateName, normalisedWeights } from './candidate.js';
import { originCounts, originScores } from './rolling-origin.js';
import { stackingWeights } from './stacking.js';
import type { WorkingSeries } from './working-series.js';

/**
 * Families that always have their say: a flat course and a damped trend, which no fit has beaten reliably on real
 * declining series (Makridakis and Hibon, 2000, on the M3 competition).
 */
export const FLOOR_WEIGHTS: Readonly<Record<CandidateName, number>> = { naive: 0.1, 'damped-trend': 0.1 };

/** Origins at which stacking counts as much as the information criterion. */
const ORIGINS_FOR_HALF = 8;

export interface WeightedFit {
  readonly fit: CandidateFit;
  readonly weight: number;
}

/**
 * Fits every family and weighs it: by Akaike's criterion (Burnham and Anderson, 2002, section 2.9), mixed with the
 * weights that would have forecast the second half of the series best, the more origins the more. A family that
 * could not have been fitted at every origin is weighed by the criterion alone.
 */
export function weighedFits(candidates: readonly Candidate[], series: WorkingSeries): readonly WeightedFit[] {
  const origins = originCounts(series.values.length);
  const counts = [...origins, series.values.length];
  const histories = candidates.flatMap((candidate) => {
    const fits = candidate.fit(series, counts);
    const fit = fits.at(-1);
    return fit === undefined ? [] : [{ fit, past: fits.slice(0, -1) }];
  });
  const criterion = criterionWeights(
    histories.map(({ fit }) => fit),
    series.values.length,
  );
  const stacked = stackedWeights(histories, series, origins);
  const share = stacked === undefined ? 0 : origins.length / (origins.length + ORIGINS_FOR_HALF);
  const mixed = histories.map(({ fit }, family) => ({
    fit,
    weight: (1 - share) * (criterion[family] ?? 0) + share * (stacked?.[family] ?? 0),
  }));
  return withFloors(mixed);
}

function criterionWeights(fits: readonly CandidateFit[], pointCount: number): readonly number[] {
  return normalisedWeights(
    fits.map(({ logEvidence, parameterCount }) => {
      const aicc = aiccOf({ logLikelihood: logEvidence, parameterCount, observationCount: pointCount });
      return aicc === null ? -Infinity : -aicc / 2;
    }),
  );
}

interface History {
  readonly fit: CandidateFit;
  readonly past: readonly (CandidateFit | undefined)[];
}

function stackedWeights(
  histories: readonly History[],
  series: WorkingSeries,
  origins: readonly number[],
): readonly number[] | undefined {
  if (origins.length === 0) return undefined;
  const complete = histories.map(({ past }) => past.every((fit) => fit !== undefined));
  const scores = origins.flatMap((count, origin) =>
    originScores(
      histories.flatMap(({ past }, family) => (complete[family] === true ? (past[origin] ?? []) : [])),
      series,
      count,
    ),
  );
  const weights = [...stackingWeights(scores)];
  return complete.map((present) => (present ? (weights.shift() ?? 0) : 0));
}

/** Lifts the families that have a floor to it, at the cost of the others in proportion. */
function withFloors(fits: readonly WeightedFit[]): readonly WeightedFit[] {
  const floorOf = ({ fit }: WeightedFit): number => FLOOR_WEIGHTS[fit.name] ?? 0;
  const lifted = fits.filter((one) => one.weight < floorOf(one));
  const taken = lifted.reduce((sum, one) => sum + floorOf(one), 0);
  const rest = fits.reduce((sum, one) => sum + (lifted.includes(one) ? 0 : one.weight), 0);
  if (lifted.length === 0 || rest === 0) return fits;
  const shrunk = fits.map((one) => ({
    fit: one.fit,
    weight: lifted.includes(one) ? floorOf(one) : (one.weight * (1 - taken)) / rest,
  }));
  // Shrinking may push another family below its floor; there are as many rounds as floors at most.
  return shrunk.some((one) => one.weight < floorOf(one)) ? withFloors(shrunk) : shrunk;
}

/** Posterior mean of the share of the noise that lasts, over families and their settings. */
export const lastingShareOf = (fits: readonly WeightedFit[]): number =>
  fits.reduce(
    (sum, { fit, weight }) =>
      sum +
      weight *
        fit.components.reduce((inner, component) => inner + component.weight * component.lastingShare, 0),
    0,
  );
