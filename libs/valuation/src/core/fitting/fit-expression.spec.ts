import fc from 'fast-check';
import { assert, seededRandom } from '#libs/kernel';
import { type ExpressionFit, type ExpressionRequest, fitExpression } from './fit-expression.js';

const fitted = (request: ExpressionRequest): ExpressionFit => {
  const fit = fitExpression(request);
  assert(fit.ok, 'the request is well formed');
  return fit.value;
};

const standardErrors = ({ covariance }: ExpressionFit): readonly number[] =>
  (covariance ?? []).map((row, index) => Math.sqrt(row[index] ?? Number.NaN));

const rounded = (values: readonly number[], digits: number): readonly number[] =>
  values.map((value) => Number(value.toPrecision(digits)));

const TIMES = [1, 2, 3, 4, 5, 6, 7, 8];

// Data frames of R's package datasets, which R's own help pages for nls fit.
const puromycin = {
  x: [0.02, 0.02, 0.06, 0.06, 0.11, 0.11, 0.22, 0.22, 0.56, 0.56, 1.1, 1.1],
  y: [76, 47, 97, 107, 123, 139, 159, 152, 191, 201, 207, 200],
};
const bod = { x: [1, 2, 3, 4, 5, 7], y: [8.3, 10.3, 19, 16, 15.6, 19.8] };

describe('fitExpression reproduces published fits', () => {
  it('of the treated Puromycin data (Bates and Watts, 1988, table 2.1 and page 52)', () => {
    const fit = fitted({ ...puromycin, expression: 'vm*x/(k + x)', start: { vm: 200, k: 0.05 } });
    expect(rounded(fit.parameters, 4)).toEqual([212.7, 0.06412]);
    expect(rounded(standardErrors(fit), 3)).toEqual([6.95, 0.00828]);
    expect(fit.residualStandardDeviation).toBeCloseTo(10.93, 2);
    expect(fit.degreesOfFreedom).toBe(10);
  });

  it('of the biochemical oxygen demand data (Bates and Watts, 1988, appendix A1.4)', () => {
    const fit = fitted({ ...bod, expression: 'a*(1 - exp(-k*x))', start: { a: 20, k: 0.24 } });
    expect(rounded(fit.parameters, 4)).toEqual([19.14, 0.5311]);
    expect(rounded(standardErrors(fit), 3)).toEqual([2.5, 0.203]);
  });

  it('and finds that these data give k no upper bound at 99 % (Bates and Watts, 1988, section 6.1.2)', () => {
    const request = { ...bod, expression: 'a*(1 - exp(-k*x))', start: { a: 20, k: 0.24 } };
    const [, at99] = fitted({ ...request, intervalLevel: 0.99 }).intervals ?? [];
    const [, at80] = fitted({ ...request, intervalLevel: 0.8 }).intervals ?? [];
    expect(at99?.upper).toBeNull();
    expect(at80?.upper).toBeGreaterThan(0.5311 + 1.533 * 0.203);
  });
});

describe('fitExpression', () => {
  it('with a linear model has the profile intervals of Student’s t', () => {
    const y = [5, 5.1, 5.3, 5.2, 5.6, 5.5, 5.9, 6];
    const fit = fitted({ x: TIMES, y, expression: 'a + b*x', start: { a: 0, b: 0 }, intervalLevel: 0.95 });
    const half = 2.4469118511 * (standardErrors(fit)[1] ?? 0);
    expect(fit.intervals?.[1]?.lower).toBeCloseTo((fit.parameters[1] ?? 0) - half, 7);
    expect(fit.intervals?.[1]?.upper).toBeCloseTo((fit.parameters[1] ?? 0) + half, 7);
  });

  it('weighs rows by their standard deviations, up to a common factor', () => {
    const y = [9, 7.2, 5.5, 4.6, 3.1, 2.9, 2, 1.8];
    const sd = [0.5, 0.4, 0.3, 0.3, 0.2, 0.2, 0.1, 0.1];
    const request = { x: TIMES, y, sd, expression: 'a*exp(-b*x)', start: { a: 1, b: 1 } };
    // scipy.optimize.curve_fit(f, x, y, sigma=sd), scipy 1.17.
    const fit = fitted(request);
    expect(rounded(fit.parameters, 6)).toEqual([11.4049, 0.240486]);
    expect(rounded(standardErrors(fit), 4)).toEqual([0.5693, 0.009823]);
    const doubled = fitted({ ...request, sd: sd.map((value) => 2 * value) });
    expect(rounded(standardErrors(doubled), 9)).toEqual(rounded(standardErrors(fit), 9));
    expect(doubled.aicc).toBeCloseTo(fit.aicc ?? 0, 9);
  });

  it('counts a row of sd 1/√2 as two rows', () => {
    const y = [9, 7.2, 5.5, 4.6, 3.1, 2.9, 2, 1.8];
    const once = { expression: 'a*exp(-b*x)', start: { a: 10, b: 0.3 } };
    const twice = fitted({ ...once, x: [...TIMES, 3], y: [...y, 5.5] });
    const weighted = fitted({ ...once, x: TIMES, y, sd: TIMES.map((x) => (x === 3 ? Math.SQRT1_2 : 1)) });
    expect(weighted.parameters[0]).toBeCloseTo(twice.parameters[0] ?? 0, 9);
    expect(weighted.parameters[1]).toBeCloseTo(twice.parameters[1] ?? 0, 9);
  });

  it('with trials is the logistic regression that it says', () => {
    // Dobson's beetles (Bliss, 1935; Dobson, 1990, table 8.1): estimates −60.72 and 34.27, errors 5.18 and 2.91.
    const x = [1.6907, 1.7242, 1.7552, 1.7842, 1.8113, 1.8369, 1.861, 1.8839];
    const trials = [59, 60, 62, 56, 63, 59, 62, 60];
    const killed = [6, 13, 18, 28, 52, 53, 61, 60];
    const fit = fitted({
      x,
      y: killed.map((count, index) => count / (trials[index] ?? 1)),
      trials,
      expression: '1/(1 + exp(-a - b*x))',
      start: { a: -50, b: 28 },
    });
    expect(rounded(fit.parameters, 4)).toEqual([-60.72, 34.27]);
    const overDispersion = Math.sqrt(fit.dispersion ?? 1);
    expect(
      rounded(
        standardErrors(fit).map((error) => error / overDispersion),
        3,
      ),
    ).toEqual([5.18, 2.91]);
    expect(fit.dispersion).toBeCloseTo(10.03 / 6, 2);
  });

  it('finds data without noise exactly, from starts that are off by large factors', () => {
    fc.assert(
      fc.property(
        fc.double({ min: -2, max: 2, noNaN: true }),
        fc.double({ min: 0.1, max: 1, noNaN: true }),
        fc.double({ min: 0.02, max: 50, noNaN: true }),
        (logLevel, rate, factor) => {
          const level = 10 ** logLevel;
          const y = TIMES.map((x) => level * (1 + Math.exp(-rate * x)));
          const start = { c: 1, a: 1, b: rate * factor };
          const fit = fitted({ x: TIMES, y, expression: 'c + a*exp(-b*x)', start });
          expect(fit.converged).toBe(true);
          expect(Math.abs((fit.parameters[2] ?? 0) / rate - 1)).toBeLessThan(1e-6);
        },
      ),
      { numRuns: 40 },
    );
  });

  it('keeps the names that the start gave to terms of one form', () => {
    const random = seededRandom('two exponentials');
    const x = Array.from({ length: 40 }, (_, i) => i / 4);
    const y = x.map((t) => 5 * Math.exp(-2 * t) + 3 * Math.exp(-0.2 * t) + 0.01 * random.normal());
    const expression = 'a*exp(-k*x) + b*exp(-l*x)';
    const fast = fitted({ x, y, expression, start: { a: 1, k: 10, b: 1, l: 0.01 } });
    const slow = fitted({ x, y, expression, start: { a: 1, k: 0.01, b: 1, l: 10 } });
    expect(fast.parameters[1]).toBeGreaterThan(1);
    expect(slow.parameters[1]).toBeLessThan(1);
    expect(slow.residualSumOfSquares).toBeCloseTo(fast.residualSumOfSquares, 10);
  });

  it('answers the same request with the same bits', () => {
    const request = { ...puromycin, expression: 'vm*x/(k + x)', start: { vm: 20, k: 5 } };
    expect(fitted(request)).toEqual(fitted(request));
  });
});

describe('fitExpression does not say converged where', () => {
  it('parameters can stand in for each other, and names them', () => {
    const y = TIMES.map((x) => 3 * Math.exp(-0.3 * x) + 0.01 * Math.sin(x));
    const fit = fitted({ x: TIMES, y, expression: 'a*exp(b - c*x)', start: { a: 1, b: 1, c: 0.1 } });
    expect(fit).toMatchObject({ converged: false, covariance: undefined, unplaced: [0, 1] });
  });

  it('a parameter runs away: a step taken for a steep curve', () => {
    const y = [0, 0, 0, 0, 1, 1, 1, 1];
    const fit = fitted({ x: TIMES, y, expression: '1/(1 + exp(-b*(x - c)))', start: { b: 1, c: 4 } });
    expect(fit.converged).toBe(false);
  });

  it('a term has nothing to explain', () => {
    const y = TIMES.map(() => 5);
    const fit = fitted({ x: TIMES, y, expression: 'a + b*exp(-c*x)', start: { a: 4, b: 1, c: 0.1 } });
    expect(fit.converged).toBe(false);
  });
});

describe('fitExpression names the field that is at fault', () => {
  const good: ExpressionRequest = { x: [1, 2, 3], y: [2, 4, 6.5], expression: 'a*x', start: { a: 1 } };

  it.each<[string, Partial<ExpressionRequest>, string]>([
    ['too few y', { y: [1, 2] }, '/y'],
    ['no rows', { x: [], y: [] }, '/x'],
    ['no predictors', { x: {} }, '/x'],
    ['y that is no number', { y: [1, Number.NaN, 3] }, '/y/1'],
    ['x that is no number', { x: [1, 2, Infinity] }, '/x/2'],
    ['a predictor of another length', { x: { x: [1, 2, 3], z: [1] } }, '/x/z'],
    ['a standard deviation of 0', { sd: [1, 0, 1] }, '/sd/1'],
    ['trials beside standard deviations', { sd: [1, 1, 1], trials: [1, 1, 1] }, '/trials'],
    ['trials that are no counts', { y: [0, 1, 1], trials: [1, 2.5, 1] }, '/trials/1'],
    ['a share above 1', { trials: [9, 9, 9] }, '/y/0'],
    ['a text that is no expression', { expression: 'a*' }, '/expression'],
    ['a starting value too few', { expression: 'a*x + b3' }, '/start/b3'],
    ['a starting value too many', { start: { a: 1, q: 2 } }, '/start/q'],
    ['a starting value that is no number', { start: { a: Number.NaN } }, '/start/a'],
    ['a parameter named like a predictor', { start: { a: 1, x: 1 } }, '/start/x'],
    ['no parameter at all', { expression: 'x', start: {} }, '/start'],
    ['fewer rows than parameters', { x: [1], y: [1], expression: 'a*x + b', start: { a: 1, b: 1 } }, '/y'],
    ['a model that is finite nowhere near', { expression: 'a*log(-x)' }, '/start'],
  ])('%s', (_what, wrong, path) => {
    expect(fitExpression({ ...good, ...wrong })).toMatchObject({ ok: false, error: { path } });
  });
});
