import { assertDefined } from '#libs/kernel';
import { gammaln } from 'simple-statistics';
import { curveModel, type LinearisedCurve } from './curve-model.js';
import { filterSeries, type StateModel } from './state-filter.js';
import { stateComponent } from './state-forecast.js';
import { trendModel, type TrendNoise } from './trend-model.js';
import type { WorkingSeries } from './working-series.js';

/**
 * The filters against the same models written out as one multivariate Student distribution of all values, given the
 * first: every source of noise with its effect on every value, then Gaussian elimination.
 */
type Source = { readonly variance: number; readonly effectAt: (step: number) => number };

const PRIOR = { degreesOfFreedom: 3, variance: 0.04, subject: 'innovation' } as const;

const seriesOf = (steps: readonly number[], values: readonly number[]): WorkingSeries => ({
  steps,
  values,
  noiseShares: values.map((_, point) => 1 + (point % 3) / 2),
  futureNoiseShare: 1.7,
  extraVariance: 0,
  noisePrior: PRIOR,
});

/** Cholesky factor, by the textbook. */
function factorOf(matrix: readonly (readonly number[])[]): number[][] {
  const lower = matrix.map((row) => row.map(() => 0));
  matrix.forEach((row, i) => {
    for (let j = 0; j <= i; j += 1) {
      let sum = row[j] ?? 0;
      for (let k = 0; k < j; k += 1) sum -= (lower[i]?.[k] ?? 0) * (lower[j]?.[k] ?? 0);
      assertDefined(lower[i], 'a row')[j] = i === j ? Math.sqrt(sum) : sum / (lower[j]?.[j] ?? 1);
    }
  });
  return lower;
}

function forwardSolve(lower: readonly (readonly number[])[], right: readonly number[]): number[] {
  const solved: number[] = [];
  lower.forEach((row, i) => {
    const sum = solved.reduce((total, value, k) => total - (row[k] ?? 0) * value, right[i] ?? 0);
    solved.push(sum / (row[i] ?? 1));
  });
  return solved;
}

/** Log density of the values after the first, and centre and scale of a value at a later step. */
function denseAnswer(
  { steps, values, noiseShares, futureNoiseShare }: WorkingSeries,
  sources: readonly Source[],
  observation: number,
  offsetAt: (step: number) => number,
  future: number,
): { readonly logEvidence: number; readonly centre: number; readonly scale: number } {
  const first = steps[0] ?? 0;
  const firstNoise = observation * (noiseShares[0] ?? 1);
  const effect = ({ effectAt }: Source, step: number): number => effectAt(step) - effectAt(first);
  const shared = (a: number, b: number): number =>
    sources.reduce(
      (sum, source) => sum + source.variance * effect(source, a) * effect(source, b),
      firstNoise,
    );
  const later = steps.slice(1);
  const covariance = later.map((a, i) =>
    later.map((b, j) => shared(a, b) + (i === j ? observation * (noiseShares[i + 1] ?? 1) : 0)),
  );
  const start = (values[0] ?? 0) - offsetAt(first);
  const surprises = later.map((step, i) => (values[i + 1] ?? 0) - offsetAt(step) - start);
  const lower = factorOf(covariance);
  const white = forwardSolve(lower, surprises);
  const squares = white.reduce((sum, value) => sum + value ** 2, 0);
  const { degreesOfFreedom: before, variance } = PRIOR;
  const after = before + later.length;
  const logDeterminant = lower.reduce((sum, row, i) => sum + 2 * Math.log(row[i] ?? 1), 0);
  const gain = forwardSolve(
    lower,
    later.map((step) => shared(step, future)),
  );
  const explained = gain.reduce((sum, value) => sum + value ** 2, 0);
  return {
    logEvidence:
      gammaln(after / 2) -
      gammaln(before / 2) -
      (later.length / 2) * Math.log(before * Math.PI * variance) -
      logDeterminant / 2 -
      (after / 2) * Math.log1p(squares / (before * variance)),
    centre: start + offsetAt(future) + gain.reduce((sum, value, i) => sum + value * (white[i] ?? 0), 0),
    scale: Math.sqrt(
      ((shared(future, future) + observation * futureNoiseShare - explained) *
        (before * variance + squares)) /
        after,
    ),
  };
}

function expectSame(
  model: StateModel,
  series: WorkingSeries,
  dense: ReturnType<typeof denseAnswer>,
  future: number,
): void {
  const [filtered] = filterSeries(model, series, [series.values.length]);
  const known = assertDefined(filtered, 'filtered');
  const prediction = stateComponent(model, known, series, 1).predict(future);
  expect(known.logEvidence).toBeCloseTo(dense.logEvidence, 8);
  expect(prediction.centre).toBeCloseTo(dense.centre, 8);
  expect(prediction.scale).toBeCloseTo(dense.scale, 8);
}

const VALUES = [0.3, 0.1, 0.4, -0.2, -0.1, -0.6, -0.4, -1.1];

describe('a damped trend', () => {
  it.each<TrendNoise>([
    { observation: 0.5, level: 0.5, slope: 0.1, initialSlope: 0.7, damping: 0.9 },
    { observation: 1, level: 0, slope: 0.03, initialSlope: 3, damping: 0.8 },
    { observation: 0, level: 1, slope: 0.3, initialSlope: 0.03, damping: 0.995 },
  ])('is filtered as its joint distribution says: %j', (noise) => {
    const steps = VALUES.map((_, step) => step);
    const reach = (count: number): number =>
      count <= 0 ? 0 : (noise.damping * (1 - noise.damping ** count)) / (1 - noise.damping);
    const walked = Array.from({ length: 12 }, (_, step) => step + 1);
    const sources: Source[] = [
      { variance: noise.initialSlope, effectAt: reach },
      ...walked.map((step) => ({ variance: noise.slope, effectAt: (at: number) => reach(at - step) })),
      ...walked.map((step) => ({ variance: noise.level, effectAt: (at: number) => (at >= step ? 1 : 0) })),
    ];
    const series = seriesOf(steps, VALUES);
    const dense = denseAnswer(series, sources, noise.observation, () => 0, 11);
    expectSame(trendModel(noise), series, dense, 11);
  });
});

describe('a local level at irregular times', () => {
  it('is filtered as its joint distribution says', () => {
    const steps = [0, 0.4, 1.5, 2, 5, 5.5, 9, 10];
    const series = seriesOf(steps, VALUES);
    const sources = [...steps.slice(1), 13].map((until, index) => {
      const from = steps[index] ?? 0;
      return { variance: 0.6 * (until - from), effectAt: (at: number) => (at >= until ? 1 : 0) };
    });
    const noise = { observation: 0.4, level: 0.6, slope: 0, initialSlope: 0, damping: 0.9 };
    expectSame(
      trendModel(noise),
      series,
      denseAnswer(series, sources, 0.4, () => 0, 13),
      13,
    );
  });
});

describe('a curve with a wandering level', () => {
  const curve: LinearisedCurve = {
    valueAt: (step) => -0.1 * step,
    gradientAt: (step) => [Math.exp(-step / 3), step ** 2 / 50],
  };
  const noise = { observation: 0.3, level: 0.7, parameter: 0.8 };

  it.each([1, 0.9])(
    'is filtered as its joint distribution says, at a pace that survives by %s',
    (survival) => {
      const steps = VALUES.map((_, step) => step);
      const damped = (step: number): number =>
        step <= 7 || survival === 1 ? step : 7 + (survival * (1 - survival ** (step - 7))) / (1 - survival);
      const walked = Array.from({ length: 10 }, (_, step) => step + 1);
      const sources: Source[] = [
        { variance: 0.8, effectAt: (step) => curve.gradientAt(damped(step))[0] ?? 0 },
        { variance: 0.8, effectAt: (step) => curve.gradientAt(damped(step))[1] ?? 0 },
        ...walked.map((step) => ({ variance: 0.7, effectAt: (at: number) => (at >= step ? 1 : 0) })),
      ];
      const series = seriesOf(steps, VALUES);
      const dense = denseAnswer(series, sources, 0.3, (step) => curve.valueAt(damped(step)), 10);
      expectSame(curveModel(curve, noise, { lastStep: 7, survival }), series, dense, 10);
    },
  );
});
