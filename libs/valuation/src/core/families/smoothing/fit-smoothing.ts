import { assertDefined, ok, type Result } from '#libs/kernel';
import { aiccOf } from '../../information-criterion.js';
import { sumOfSquares } from '../../fitting/compensated-sum.js';
import { at } from '../../fitting/row.js';
import type { CurveParameter } from '../curve.js';
import { naturalParameters } from '../curve-fit.js';
import type {
  AmountShape,
  Family,
  FamilyFit,
  FamilyOptions,
  FamilyRefusal,
  FamilySeries,
} from '../family.js';
import { checkSeries, refuse } from '../series-check.js';
import { typicalGap } from '../series-outline.js';
import { patternSearch } from './pattern-search.js';
import { dampedTime, errorVariance, type Gains } from './smoothing-filter.js';
import { type SmoothedRows, type SmoothingFit, smoothingFit } from './smoothing-likelihood.js';

/** A family of recursions: how its gains lie in the unit cube that is searched. */
export interface Smoothing<Name extends AmountShape> {
  readonly name: Name;
  readonly hasTrend: boolean;
  /** What is reported of the gains, in the order of {@link reported}. */
  readonly gainParameters: readonly CurveParameter[];
  readonly gainsAt: (point: readonly number[]) => Gains;
  /** Gains on the working scale of their parameters. */
  readonly reported: (point: readonly number[]) => readonly number[];
  readonly starts: readonly (readonly number[])[];
}

/** The family of a smoothing recursion on log amounts. */
export function smoothingFamily<Name extends AmountShape>(smoothing: Smoothing<Name>): Family<Name> {
  const parameters = stateParameters(smoothing);
  return {
    name: smoothing.name,
    kind: 'amount',
    parameterNames: parameters.map(({ name }) => name),
    pointsMin: parameters.length + 1,
    fit: (series, options = {}) => fitSmoothing(smoothing, series, options),
  };
}

const stateParameters = (smoothing: Smoothing<AmountShape>): readonly CurveParameter[] => [
  { name: 'level', scale: 'log' },
  ...(smoothing.hasTrend ? [{ name: 'trend', scale: 'identity' } as const] : []),
  ...smoothing.gainParameters,
];

function fitSmoothing(
  smoothing: Smoothing<AmountShape>,
  series: FamilySeries,
  options: FamilyOptions,
): Result<FamilyFit, FamilyRefusal> {
  const { stepTimes = [] } = options;
  const parameters = [
    ...stateParameters(smoothing),
    ...stepTimes.map((_, index): CurveParameter => ({ name: `drop${String(index + 1)}`, scale: 'log-rest' })),
  ];
  const checked = checkSeries('amount', series, options, parameters.length);
  if (!checked.ok) return checked;
  if (series.censored?.includes(true) === true)
    return refuse('invalid-observation', 'a recursion needs an amount at every point, not a bound');
  const rows = rowsOf(series, stepTimes);
  const fitAt = (point: readonly number[]): SmoothingFit =>
    smoothingFit(rows, smoothing.gainsAt(point), smoothing.hasTrend);
  const { point } = patternSearch((gains) => fitAt(gains).minusTwiceLogLikelihood, smoothing.starts);
  return ok(familyFit({ smoothing, series, stepTimes, parameters, point, fit: fitAt(point) }));
}

function rowsOf({ t, y, sd }: FamilySeries, stepTimes: readonly number[]): SmoothedRows {
  const gap = typicalGap(t);
  return {
    y: Float64Array.from(y, Math.log),
    elapsed: Float64Array.from(t, (time, index) => (index === 0 ? 1 : (time - (t[index - 1] ?? time)) / gap)),
    sd: Float64Array.from(t, (_, index) => sd?.[index] ?? 1),
    steps: stepTimes.map((step) => Float64Array.from(t, (time) => (time >= step ? 1 : 0))),
  };
}

interface Fitted {
  readonly smoothing: Smoothing<AmountShape>;
  readonly series: FamilySeries;
  readonly stepTimes: readonly number[];
  readonly parameters: readonly CurveParameter[];
  readonly point: readonly number[];
  readonly fit: SmoothingFit;
}

function familyFit(fitted: Fitted): FamilyFit {
  const { smoothing, series, parameters, point, fit } = fitted;
  const n = series.t.length;
  const stateCount = smoothing.hasTrend ? 2 : 1;
  const states = [at(fit.levels, n - 1), at(fit.trends, n - 1)].slice(0, stateCount);
  const working = [...states, ...smoothing.reported(point), ...fit.stepWeights];
  const residualSumOfSquares = sumOfSquares(fit.errors);
  const degreesOfFreedom = n - working.length;
  const variance = residualSumOfSquares / degreesOfFreedom;
  const logLikelihood = -fit.minusTwiceLogLikelihood / 2;
  const parameterCount = working.length + 1;
  const criterion = aiccOf({ logLikelihood, parameterCount, observationCount: n });
  const covariance = stateCovariance(fitted, stateCount, working.length, variance);
  const meanWith = meanOf(fitted, stateCount);
  return {
    family: smoothing.name,
    kind: 'amount',
    parameters: naturalParameters(parameters, working, covariance).map((parameter) =>
      smoothing.gainParameters.some(({ name }) => name === parameter.name)
        ? { ...parameter, standardError: null }
        : parameter,
    ),
    working,
    covariance,
    observationCount: n,
    parameterCount,
    residualSumOfSquares,
    degreesOfFreedom,
    residualStandardDeviation: Math.sqrt(variance),
    dispersion: variance,
    logLikelihood,
    aicc: criterion !== null && Number.isFinite(criterion) ? criterion : null,
    converged: fit.stateCovariance.length > 0,
    meanAt: (t) => meanWith(working, t),
    meanWith,
    noiseVarianceAt: noiseOf(fitted, variance),
  };
}

/** Of states and steps with the gains known, which the likelihood places loosely; gains have no variance here. */
function stateCovariance(
  { fit, smoothing }: Fitted,
  stateCount: number,
  count: number,
  variance: number,
): readonly (readonly number[])[] {
  const gainCount = smoothing.gainParameters.length;
  const position = (index: number): number | undefined => {
    if (index < stateCount) return index;
    return index < stateCount + gainCount ? undefined : index - stateCount - gainCount + 2;
  };
  return Array.from({ length: count }, (_row, i) =>
    Array.from({ length: count }, (_column, j) => {
      const [row, column] = [position(i), position(j)];
      if (row === undefined || column === undefined) return 0;
      return variance * (fit.stateCovariance[row]?.[column] ?? 0);
    }),
  );
}

/** From the last state on by the working values; before, the state that the recursions had reached. */
function meanOf(
  { smoothing, series, stepTimes, point, fit }: Fitted,
  stateCount: number,
): FamilyFit['meanWith'] {
  const { damping } = smoothing.gainsAt(point);
  const gap = typicalGap(series.t);
  return (working, t) => {
    const reached = series.t.findLastIndex((time) => time <= t);
    const index = Math.max(reached, 0);
    const isLast = index === series.t.length - 1;
    const level = isLast ? assertDefined(working[0], 'a level') : at(fit.levels, index);
    const trend =
      stateCount === 1 ? 0 : isLast ? assertDefined(working[1], 'a trend') : at(fit.trends, index);
    const elapsed = Math.max((t - (series.t[index] ?? t)) / gap, 0);
    const stepped = working
      .slice(working.length - stepTimes.length)
      .reduce((sum, weight, step) => sum + (t >= (stepTimes[step] ?? Infinity) ? weight : 0), 0);
    return Math.exp(level + trend * dampedTime(damping, elapsed) + stepped);
  };
}

/** Errors accumulate over the time since the last observation. */
function noiseOf({ smoothing, series, point }: Fitted, variance: number): FamilyFit['noiseVarianceAt'] {
  const gains = smoothing.gainsAt(point);
  const gap = typicalGap(series.t);
  const last = assertDefined(series.t.at(-1), 'a series has points');
  const sd = series.sd?.at(-1) ?? 1;
  return (t) => variance * sd ** 2 * (t > last ? errorVariance(gains, (t - last) / gap) : 1);
}
