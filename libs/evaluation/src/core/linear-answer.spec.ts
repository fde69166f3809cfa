import * as fc from 'fast-check';
import { linearClassifier } from './linear-answer.js';
import { FEATURES, readFeatures, rememberedFeatures } from './linear-features.js';
import { type LinearModel, parseLinearModel } from './linear-model.js';

const model: LinearModel = {
  features: 'words',
  positive: 'spam',
  negative: 'ham',
  intercept: -1,
  weights: { money: 2, free: 1.5, meeting: -3 },
};

describe('a linear model', () => {
  it('adds up the weights of the words that are there, each once', () => {
    const { label, score } = linearClassifier(model)('MONEY, money: free!');
    expect(label).toBe('spam');
    expect(score).toBeCloseTo(1 / (1 + Math.exp(-2.5)), 15);
  });

  it('needs more than even odds for the positive label', () => {
    expect(linearClassifier({ ...model, intercept: 0 })('nothing known')).toEqual({
      label: 'ham',
      score: 0.5,
    });
  });

  it('lets only the most telling features count, when it says so', () => {
    const terse = linearClassifier({ ...model, intercept: 0, tellingMax: 1 });
    expect(terse('money free meeting').label).toBe('ham');
    expect(terse('money free').score).toBeCloseTo(1 / (1 + Math.exp(-2)), 15);
  });

  it('multiplies weights with numbers of a record', () => {
    const classify = linearClassifier({
      ...model,
      features: 'fields',
      weights: { 'size=Large': 1, knots: 0.5 },
    });
    const { score } = classify('{"size":"Large","knots":3,"isNight":true,"species":null}');
    expect(score).toBeCloseTo(1 / (1 + Math.exp(-1.5)), 15);
  });

  it('takes no word for a member of Object.prototype', () => {
    expect(linearClassifier(model)('constructor toString __proto__').score).toBeCloseTo(
      1 / (1 + Math.exp(1)),
      15,
    );
  });

  it('answers whatever text it is given', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const { score } = linearClassifier(model)(text);
        expect(score >= 0 && score <= 1).toBe(true);
      }),
    );
  });
});

describe('features', () => {
  it('are words of two to forty letters and digits, in lower case', () => {
    expect([...FEATURES.words("Don't PANIC, a2b é x").keys()]).toEqual(['don', 'panic', 'a2b']);
  });

  it('are pairs of neighbouring words too', () => {
    expect([...FEATURES['word-pairs']('that was big').keys()]).toEqual([
      'that',
      'was',
      'big',
      'that was',
      'was big',
    ]);
  });
});

describe('parseLinearModel', () => {
  it('reads a model', () => {
    expect(parseLinearModel(JSON.parse(JSON.stringify(model)))).toEqual({ ok: true, value: model });
  });

  it.each([
    [{ ...model, intercept: null }, '/intercept'],
    [{ ...model, features: 'bytes' }, '/features'],
    [{ ...model, weights: { money: '2' } }, '/weights/money'],
    [{ ...model, tellingMax: 0 }, '/tellingMax'],
    [{ ...model, bias: 1 }, '/bias'],
  ])('names what is wrong with %j', (input, path) => {
    expect(parseLinearModel(input)).toMatchObject({ ok: false, error: { path } });
  });
});

describe('rememberedFeatures', () => {
  it('takes the features of an input once, and the same ones', () => {
    const remembered = rememberedFeatures();
    const input = 'Money for a meeting';
    expect(remembered('words', input)).toEqual(readFeatures('words', input));
    expect(remembered('words', input)).toBe(remembered('words', input));
    expect(remembered('word-pairs', input)).toEqual(FEATURES['word-pairs'](input));
  });
});
