import { mean } from 'simple-statistics';
import { type Family, type FamilyFit, type FamilySeries, pointsToWeigh } from '../families/index.js';
import {
  type Candidate,
  type CandidateFit,
  logSumOfExponentials,
  normalisedWeights,
  weightsWorthFollowing,
} from './candidate.js';
import { curveModel, type LinearisedCurve, linearisedCurve } from './curve-model.js';
import { filterSeries } from './state-filter.js';
import { stateComponent } from './state-forecast.js';
import { LEVEL_RATIOS, noiseOf } from './level-noise.js';
import { firstPoints, type WorkingSeries } from './working-series.js';

/** Shares of a curve's pace that may survive a step. No series tells which; all count alike. */
const SURVIVALS = [0.8, 0.9, 0.97, 1];

/** Standard deviation of a parameter around its fitted value, in logarithms of rates and log-odds of shares. */
const PARAMETER_DEVIATION = 1;

/**
 * A family of curves as a candidate: fitted to the series as it was measured, then taken to the working scale,
 * where a wandering level is laid over it.
 *
 * @param measured the points of the working series on their own scale, at times in steps
 */
export const curveCandidate = (
  family: Family,
  measured: FamilySeries,
  toWorking: (natural: number) => number,
): Candidate => ({
  name: family.name,
  fit: (series, counts) => {
    const none = counts.map(() => undefined);
    if (series.values.length < pointsToWeigh(family.parameterNames.length)) return none;
    const whole = family.fit(measured);
    if (!whole.ok || !whole.value.converged) return none;
    return counts.map((count) => {
      const fit =
        count === series.values.length
          ? whole
          : family.fit(firstMeasured(measured, count), { start: whole.value.working });
      return fit.ok ? candidateFit(fit.value, firstPoints(series, count), toWorking) : undefined;
    });
  },
});

const firstMeasured = ({ t, y, trials }: FamilySeries, count: number): FamilySeries => ({
  t: t.slice(0, count),
  y: y.slice(0, count),
  trials: trials?.slice(0, count),
});

function candidateFit(
  fit: FamilyFit,
  series: WorkingSeries,
  toWorking: (natural: number) => number,
): CandidateFit | undefined {
  const curve = linearisedCurve(fit, toWorking);
  const lastStep = series.steps.at(-1) ?? 0;
  if (!isFinite(curve, [...series.steps, 2 * lastStep])) return undefined;
  const parameter = PARAMETER_DEVIATION ** 2 / residualVariance(curve, series);
  const total = LEVEL_RATIOS.reduce((sum, { prior }) => sum + prior, 0);
  const settings = LEVEL_RATIOS.flatMap(({ ratio, prior }) => {
    const noise = { ...noiseOf(ratio, series.noisePrior.subject), parameter };
    const [filtered] = filterSeries(curveModel(curve, noise, { lastStep, survival: 1 }), series, [
      series.values.length,
    ]);
    return filtered === undefined
      ? []
      : [{ noise, filtered, logWeight: Math.log(prior / total) + filtered.logEvidence }];
  });
  const logWeights = settings.map(({ logWeight }) => logWeight);
  const weights = weightsWorthFollowing(normalisedWeights(logWeights));
  return {
    name: fit.family,
    logEvidence: logSumOfExponentials(logWeights),
    parameterCount: fit.working.length,
    components: settings.flatMap(({ noise, filtered }, setting) => {
      const weight = (weights[setting] ?? 0) / SURVIVALS.length;
      if (weight === 0) return [];
      return SURVIVALS.map((survival) =>
        stateComponent(curveModel(curve, noise, { lastStep, survival }), filtered, series, weight),
      );
    }),
  };
}

const isFinite = (curve: LinearisedCurve, steps: readonly number[]): boolean =>
  steps.every((step) => [curve.valueAt(step), ...curve.gradientAt(step)].every(Number.isFinite));

function residualVariance(curve: LinearisedCurve, { steps, values, noisePrior }: WorkingSeries): number {
  const squares = values.map((value, point) => (value - curve.valueAt(steps[point] ?? 0)) ** 2);
  return mean([...squares, noisePrior.variance]);
}
