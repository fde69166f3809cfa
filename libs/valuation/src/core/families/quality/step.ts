import { assertDefined, ok, type Result } from '#libs/kernel';
import { aiccOf } from '../../information-criterion.js';
import type { Curve } from '../curve.js';
import type { Family, FamilyFit, FamilyOptions, FamilyRefusal, FamilySeries } from '../family.js';
import { fitCurve } from '../fit-curve.js';
import { toNatural } from '../parameter-scale.js';
import { refuse } from '../series-check.js';
import { constantQuality } from './constant.js';

/** Points on each side of a change whose time is not declared. */
const SIDE_POINTS_MIN = 3;

const levels: Curve<'step'> = { ...constantQuality, name: 'step' };

/**
 * u = level until an event, level (1 − drop) after it. Events are declared, one drop each; without a declaration
 * one change is looked for between the points, at least three on either side, and its time counts as a parameter.
 * The likelihood is not smooth in that time, so that it has no standard error.
 */
export const stepQuality: Family<'step'> = {
  name: 'step',
  kind: 'quality',
  parameterNames: ['level', 'drop', 'changeTime'],
  pointsMin: 2 * SIDE_POINTS_MIN,
  fit: (series, options = {}) =>
    (options.stepTimes ?? []).length > 0
      ? fitCurve(levels, 'quality', series, options)
      : fitOneChange(series, options),
};

function fitOneChange(series: FamilySeries, options: FamilyOptions): Result<FamilyFit, FamilyRefusal> {
  const { t } = series;
  const candidates = t.filter(
    (time, index) =>
      index >= SIDE_POINTS_MIN && index <= t.length - SIDE_POINTS_MIN && time > (t[index - 1] ?? time),
  );
  let best: { readonly fit: FamilyFit; readonly changeTime: number } | undefined;
  for (const changeTime of candidates) {
    const fit = fitCurve(levels, 'quality', series, { ...options, stepTimes: [changeTime] });
    if (!fit.ok) return fit;
    if (best === undefined || fit.value.logLikelihood > best.fit.logLikelihood)
      best = { fit: fit.value, changeTime };
  }
  if (best === undefined) return refuse('too-few-points', 'a change needs three points at either side of it');
  return ok(withChangeTime(best.fit, best.changeTime, options.chanceLevel ?? 0));
}

/** The fit for a given time of change, with that time as one more parameter. */
function withChangeTime(fit: FamilyFit, changeTime: number, chanceLevel: number): FamilyFit {
  const degreesOfFreedom = fit.degreesOfFreedom - 1;
  const parameterCount = fit.parameterCount + 1;
  const variance = fit.residualSumOfSquares / degreesOfFreedom;
  // With trials the parameters are the level and the drop alone; else the noise counts as well.
  const withTrials = fit.parameterCount === fit.working.length;
  const dispersion = withTrials ? Math.max(1, variance) : variance;
  const widening = dispersion / fit.dispersion;
  const meanWith: FamilyFit['meanWith'] = ([level = 0, logRest = 0, time = 0], t) => {
    const skill = toNatural('logit', level) * (t >= time ? Math.exp(logRest) : 1);
    return Math.min(chanceLevel + (1 - chanceLevel) * skill, 1);
  };
  const working = [...fit.working, changeTime];
  const covariance = fit.covariance?.map((row) => [...row.map((value) => value * widening), 0]) ?? null;
  return {
    ...fit,
    parameters: [
      ...fit.parameters.map(renamed(Math.sqrt(widening))),
      { name: 'changeTime', value: changeTime, standardError: null },
    ],
    working,
    covariance: covariance === null ? null : [...covariance, working.map(() => 0)],
    parameterCount,
    degreesOfFreedom,
    residualStandardDeviation: Math.sqrt(variance),
    dispersion,
    aicc: aiccOf({
      logLikelihood: fit.logLikelihood,
      parameterCount,
      observationCount: fit.observationCount,
    }),
    meanAt: (t) => meanWith(working, t),
    meanWith,
    noiseVarianceAt: (t, trials) => widening * fit.noiseVarianceAt(t, trials),
  };
}

/** The one drop needs no number; errors grow with the dispersion. */
const renamed =
  (factor: number) =>
  (parameter: FamilyFit['parameters'][number], index: number): FamilyFit['parameters'][number] => ({
    ...parameter,
    name: assertDefined(['level', 'drop'][index], 'a level and a drop'),
    standardError: parameter.standardError === null ? null : parameter.standardError * factor,
  });
