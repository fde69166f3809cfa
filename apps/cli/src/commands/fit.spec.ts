import { NOTHING_GIVEN } from '../command.js';
import { assert } from '#libs/kernel';
import { fit } from './fit.js';

const answer = (input: unknown): Record<string, unknown> => {
  const result = fit.run(JSON.stringify(input), NOTHING_GIVEN);
  assert(result.ok, 'the input is valid');
  return JSON.parse(result.value.output) as Record<string, unknown>;
};

const faultOf = (input: unknown): string => {
  const result = fit.run(typeof input === 'string' ? input : JSON.stringify(input), NOTHING_GIVEN);
  assert(!result.ok, 'the input is not valid');
  return result.error.path;
};

// NIST StRD, BoxBOD.
const boxBod = { x: [1, 2, 3, 5, 7, 10], y: [109, 149, 149, 191, 213, 224] };
const formula = { expression: 'b1*(1 - exp(-b2*x))', start: { b1: 1, b2: 1 } };
const scores = {
  x: [0, 1, 2, 3, 4, 5, 6, 7, 8],
  y: [0.9, 0.85, 0.8, 0.83, 0.7, 0.72, 0.6, 0.65, 0.6],
  trials: [100, 100, 100, 100, 100, 100, 100, 100, 100],
};

describe('salvor fit', () => {
  it('answers with certified values for a formula', () => {
    const { parameters, residualSumOfSquares, degreesOfFreedom, residualStandardDeviation, converged } =
      answer({
        ...boxBod,
        ...formula,
      });
    expect(parameters).toMatchObject({
      b1: {
        value: expect.closeTo(213.80940889, 7) as number,
        standardError: expect.closeTo(12.354515176, 8) as number,
      },
      b2: {
        value: expect.closeTo(0.54723748542, 9) as number,
        standardError: expect.closeTo(0.10455993237, 9) as number,
      },
    });
    expect(residualSumOfSquares).toBeCloseTo(1168.0088766, 6);
    expect(residualStandardDeviation).toBeCloseTo(17.088072423, 8);
    expect({ degreesOfFreedom, converged }).toEqual({ degreesOfFreedom: 4, converged: true });
  });

  it('takes several predictors by their names', () => {
    const { parameters } = answer({
      x: { u: [1, 2, 3, 4], v: [0, 1, 0, 1] },
      y: [2, 7, 6, 11],
      expression: 'a*u + c*v',
      start: { a: 1, c: 1 },
    });
    expect(parameters).toMatchObject({
      a: { value: expect.closeTo(2, 9) as number },
      c: { value: expect.closeTo(3, 9) as number },
    });
  });

  it('says which parameters the data do not place instead of giving them errors', () => {
    const { parameters, converged, reason } = answer({
      ...boxBod,
      expression: 'a*b*x',
      start: { a: 1, b: 1 },
    });
    expect(converged).toBe(false);
    expect(reason).toContain('a, b');
    expect(parameters).toMatchObject({ a: { standardError: null }, b: { standardError: null } });
  });

  it('fits one family to shares of trials', () => {
    const { kind, family, parameters } = answer({ ...scores, family: 'logistic', chanceLevel: 0.25 });
    expect({ kind, family }).toEqual({ kind: 'quality', family: 'logistic' });
    expect(Object.keys(parameters as object)).toEqual(['logOdds', 'rate']);
  });

  it('tells amounts from shares for a name that both have', () => {
    const amounts = { x: scores.x, y: scores.x.map((t) => 1000 * Math.exp(-0.2 * t)) };
    expect(answer({ ...amounts, family: 'weibull' })).toMatchObject({ kind: 'amount' });
    expect(answer({ ...scores, family: 'weibull' })).toMatchObject({ kind: 'quality' });
  });

  it('weighs all families without an expression and a family', () => {
    const { families } = answer(scores) as { families: { family: string; weight: number }[] };
    expect(families).toHaveLength(8);
    expect(families.reduce((sum, { weight }) => sum + weight, 0)).toBeCloseTo(1, 9);
  });

  it('refuses where no family is admissible', () => {
    expect(answer({ x: [0, 1], y: [3, 4] })).toMatchObject({ refused: { code: 'no-admissible-family' } });
  });

  it('does what the example in its help says', () => {
    const [, example = ''] = /echo '(.*)' \| salvor fit/.exec(fit.help) ?? [];
    expect(answer(JSON.parse(example))).toMatchObject({ converged: true });
  });

  it.each<[string, unknown, string]>([
    ['text that is no JSON', '{"x":[1', ''],
    ['an unknown field', { ...boxBod, ...formula, weights: [] }, '/weights'],
    ['a y too few', { ...boxBod, ...formula, y: [1, 2] }, '/y'],
    ['a y that is null', { ...boxBod, ...formula, y: [1, 2, null, 4, 5, 6] }, '/y/2'],
    ['an x that is text', { ...boxBod, ...formula, x: [1, 2, 3, '5', 7, 10] }, '/x/3'],
    ['a predictor that is null', { ...boxBod, ...formula, x: { x: [1, 2, 3, null, 7, 10] } }, '/x/x/3'],
    ['a number beyond binary64', '{"x":[1,1e999],"y":[1,2]}', '/x/1'],
    ['a start for no parameter', { ...boxBod, ...formula, start: { b1: 1, b2: 1, b3: 1 } }, '/start/b3'],
    ['no start for a parameter', { ...boxBod, ...formula, start: { b1: 1 } }, '/start/b2'],
    ['no start at all', { ...boxBod, expression: 'a*x' }, '/start'],
    ['a start that is text', { ...boxBod, ...formula, start: { b1: 1, b2: '1' } }, '/start/b2'],
    ['a formula that is none', { ...boxBod, ...formula, expression: 'b1**b2' }, '/expression'],
    ['an expression and a family', { ...boxBod, ...formula, family: 'power' }, '/family'],
    ['a chance level beside an expression', { ...boxBod, ...formula, chanceLevel: 0.5 }, '/chanceLevel'],
    ['a family that there is not', { ...boxBod, family: 'linearly' }, '/family'],
    ['a start for a family', { ...boxBod, family: 'naive', start: { a: 1 } }, '/start'],
    ['times that go back', { x: [0, 2, 1, 3], y: [4, 3, 2, 1], family: 'exponential' }, '/x/2'],
    ['an amount of 0', { x: [0, 1, 2, 3], y: [4, 3, 0, 1], family: 'exponential' }, '/y/2'],
    ['a share above 1', { x: [0, 1, 2, 3], y: [0.4, 0.3, 1.2, 0.1], family: 'logistic' }, '/y/2'],
    ['a chance level for amounts', { ...boxBod, family: 'naive', chanceLevel: 0.1 }, '/chanceLevel'],
    [
      'trials for amounts',
      { ...boxBod, y: [0, 1, 1, 1, 1, 1], family: 'naive', trials: [1, 1, 1, 1, 1, 1] },
      '/trials',
    ],
    ['a chance level of 1', { ...scores, chanceLevel: 1 }, '/chanceLevel'],
    ['too few points for a family', { x: [0, 1], y: [0.9, 0.8], family: 'weibull' }, '/y'],
    ['several predictors for a family', { x: { a: [1, 2], b: [1, 2] }, y: [2, 1], family: 'naive' }, '/x'],
  ])('names the field at fault: %s', (_what, input, path) => {
    expect(faultOf(input)).toBe(path);
  });
});
