import { assertDefined } from '#libs/kernel';
import { aiccOf } from '../information-criterion.js';
import type { RowModel } from '../fitting/expression-evaluator.js';
import { isMinimum, type PolishedPoint } from '../fitting/gauss-newton-polish.js';
import { modelFit } from '../fitting/model-fit.js';
import { covarianceOf, type SquareMatrix } from '../fitting/parameter-covariance.js';
import { at } from '../fitting/row.js';
import type { Curve, CurveParameter } from './curve.js';
import type { FamilyFit, FamilyKind, FamilySeries, FittedParameter } from './family.js';
import { naturalSlope, toNatural } from './parameter-scale.js';

/** A curve with the series it was fitted to. */
export interface FittedCurve {
  readonly curve: Curve;
  readonly kind: FamilyKind;
  /** Those of the curve and of declared steps. */
  readonly parameters: readonly CurveParameter[];
  readonly series: FamilySeries;
  /** Expectation (quality) or log median (amount) at times, and derivatives by the working parameters. */
  readonly modelAt: (times: readonly number[]) => RowModel;
  readonly chanceLevel: number;
}

/** The figures of a fit with all observations seen. */
export function curveFit(fitted: FittedCurve, point: PolishedPoint): FamilyFit {
  const { kind, series, modelAt } = fitted;
  const { t, y, sd, trials } = series;
  const expected = modelAt(t).valuesAt(point.parameters);
  const fit = modelFit(point, { y: kind === 'quality' ? y : y.map(Math.log), sd, trials }, expected);
  const { degreesOfFreedom, residualSumOfSquares, residualStandardDeviation, dispersion } = fit;
  const noise = assertDefined(dispersion, 'a family leaves a degree of freedom');
  const description = described(fitted, point.parameters, fit.covariance);
  return {
    ...description,
    parameterCount: point.parameters.length + (trials === undefined ? 1 : 0),
    residualSumOfSquares,
    degreesOfFreedom,
    residualStandardDeviation: assertDefined(
      residualStandardDeviation,
      'a family leaves a degree of freedom',
    ),
    dispersion: noise,
    logLikelihood: fit.logLikelihood,
    aicc: fit.aicc ?? null,
    converged: fit.converged,
    noiseVarianceAt: noiseOf(series, description.meanAt, noise),
  };
}

/** The figures of a fit with censored observations; the last parameter of the point is log σ. */
export function censoredCurveFit(fitted: FittedCurve, point: PolishedPoint): FamilyFit {
  const { series, modelAt } = fitted;
  const { t, y, sd, censored } = series;
  const working = point.parameters.slice(0, -1);
  const variance = Math.exp(2 * assertDefined(point.parameters.at(-1), 'the last is log σ'));
  const expected = modelAt(t).valuesAt(working);
  const converged = isMinimum(point);
  const covariance = converged
    ? covarianceOf(point.factor, 1)
        .slice(0, -1)
        .map((row) => row.slice(0, -1))
    : undefined;
  const residuals = y.map((value, i) =>
    censored?.[i] === true ? 0 : (Math.log(value) - at(expected, i)) / (sd?.[i] ?? 1),
  );
  const logLikelihood = -point.objective / 2;
  const description = described(fitted, working, covariance);
  return {
    ...description,
    parameterCount: point.parameters.length,
    residualSumOfSquares: residuals.reduce((sum, residual) => sum + residual ** 2, 0),
    degreesOfFreedom: t.length - working.length,
    residualStandardDeviation: Math.sqrt(variance),
    dispersion: variance,
    logLikelihood,
    aicc: aiccOf({ logLikelihood, parameterCount: point.parameters.length, observationCount: t.length }),
    converged,
    noiseVarianceAt: noiseOf(series, description.meanAt, variance),
  };
}

type Described = Pick<
  FamilyFit,
  'family' | 'kind' | 'parameters' | 'working' | 'covariance' | 'observationCount' | 'meanAt' | 'meanWith'
>;

function described(
  fitted: FittedCurve,
  working: readonly number[],
  covariance: SquareMatrix | undefined,
): Described {
  const meanWith = meanOf(fitted);
  return {
    family: fitted.curve.name,
    kind: fitted.kind,
    parameters: naturalParameters(fitted.parameters, working, covariance),
    working,
    covariance: covariance ?? null,
    observationCount: fitted.series.t.length,
    meanAt: (t) => meanWith(working, t),
    meanWith,
  };
}

/** Natural values with standard errors by the delta method. */
export const naturalParameters = (
  parameters: readonly CurveParameter[],
  working: readonly number[],
  covariance: SquareMatrix | undefined,
): readonly FittedParameter[] =>
  parameters.map(({ name, scale }, index) => {
    const value = assertDefined(working[index], 'every parameter has a value');
    const variance = covariance?.[index]?.[index];
    return {
      name,
      value: toNatural(scale, value),
      standardError:
        variance === undefined ? null : Math.abs(naturalSlope(scale, value)) * Math.sqrt(variance),
    };
  });

/** Times for which a model of one row is kept ready. */
const MODELS_KEPT = 512;

function meanOf({ kind, modelAt, chanceLevel }: FittedCurve): FamilyFit['meanWith'] {
  const models = new Map<number, RowModel>();
  return (working, t) => {
    const model = models.get(t) ?? modelAt([t]);
    if (models.size < MODELS_KEPT) models.set(t, model);
    const value = at(model.valuesAt(working), 0);
    return kind === 'amount' ? Math.exp(value) : Math.min(Math.max(value, chanceLevel), 1);
  };
}

function noiseOf(
  { trials, sd }: FamilySeries,
  meanAt: FamilyFit['meanAt'],
  dispersion: number,
): FamilyFit['noiseVarianceAt'] {
  const lastTrials = trials?.at(-1);
  const lastSd = sd?.at(-1) ?? 1;
  return (t, count = lastTrials) => {
    if (lastTrials === undefined || count === undefined) return dispersion * lastSd ** 2;
    const share = meanAt(t);
    return (dispersion * share * (1 - share)) / count;
  };
}
