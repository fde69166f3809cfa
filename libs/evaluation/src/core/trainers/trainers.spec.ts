import * as fc from 'fast-check';
import { assert } from '#libs/kernel';
import type { LinearModel } from '../linear-model.js';
import { trainModel, type Trainer, type TrainingRow } from './index.js';

const LABELS = { positive: 'spam', negative: 'ham' };

const repeated = (count: number, target: string, input: string): TrainingRow[] =>
  Array.from({ length: count }, () => ({ input, target }));

/** The word is there in 30 of 50 spam mails and in 10 of 50 others. */
const FOURFOLD = [
  ...repeated(30, 'spam', 'money'),
  ...repeated(20, 'spam', ''),
  ...repeated(10, 'ham', 'money'),
  ...repeated(40, 'ham', ''),
];

const trained = (trainer: Trainer, rows: readonly TrainingRow[]): LinearModel => {
  const model = trainModel(trainer, rows, LABELS);
  assert(model.ok, 'expected a model');
  return model.value;
};

const bayes = (extra: object = {}): Trainer => ({
  method: 'naive-bayes',
  features: 'words',
  rows_min: 1,
  pseudo_count: 1,
  ...extra,
});
const regression = (penalty: number, extra: object = {}): Trainer => ({
  method: 'logistic-regression',
  features: 'words',
  rows_min: 1,
  penalty,
  ...extra,
});

describe('naive Bayes', () => {
  it('weighs a word by the ratio of its shares, each with a row added to either side', () => {
    const { intercept, weights } = trained(bayes(), FOURFOLD);
    expect(intercept).toBe(0);
    expect(weights['money']).toBeCloseTo(Math.log(31 / 52 / (11 / 52)), 5);
  });

  it('leaves out rare words, and passes on how many may count', () => {
    const rows = [...FOURFOLD, { input: 'hapax', target: 'ham' }];
    expect(Object.keys(trained(bayes({ rows_min: 2 }), rows).weights)).toEqual(['money']);
    expect(trained(bayes({ telling_max: 60 }), rows).tellingMax).toBe(60);
  });

  it('has no use for numbers', () => {
    const rows = [
      { input: '{"size":"Large","knots":2.5}', target: 'spam' },
      { input: '{"size":"Small","knots":1}', target: 'ham' },
    ];
    expect(Object.keys(trained(bayes({ features: 'fields' }), rows).weights)).toEqual([
      'size=Large',
      'size=Small',
    ]);
  });
});

describe('logistic regression', () => {
  it('finds the log odds ratio of a fourfold table when hardly penalised', () => {
    const { intercept, weights } = trained(regression(1e-9), FOURFOLD);
    expect(intercept).toBeCloseTo(Math.log(20 / 40), 4);
    expect(weights['money']).toBeCloseTo(Math.log((30 * 40) / (20 * 10)), 4);
  });

  it('ends where residuals and penalty balance, for every word', () => {
    const rows = [
      ...FOURFOLD,
      ...repeated(7, 'ham', 'money meeting'),
      ...repeated(3, 'spam', 'meeting free'),
      ...repeated(5, 'spam', 'free'),
    ];
    const penalty = 2.5;
    const { intercept, weights } = trained(regression(penalty), rows);
    const residual = ({ input, target }: TrainingRow): number => {
      const words = input === '' ? [] : input.split(' ');
      const logOdds = words.reduce((sum, word) => sum + (weights[word] ?? 0), intercept);
      return 1 / (1 + Math.exp(-logOdds)) - (target === 'spam' ? 1 : 0);
    };
    const sumOver = (some: readonly TrainingRow[]): number =>
      some.reduce((sum, row) => sum + residual(row), 0);
    expect(sumOver(rows)).toBeCloseTo(0, 3);
    for (const [word, weight] of Object.entries(weights))
      expect(sumOver(rows.filter(({ input }) => input.includes(word))) + penalty * weight).toBeCloseTo(0, 3);
  });

  it('does not care in what unit a number is', () => {
    const inUnit = (scale: number): LinearModel =>
      trained(
        regression(1, { features: 'fields' }),
        [3, 4, 5, 6].flatMap((speed, index) => [
          { input: `{"speed":${String(speed * scale)}}`, target: index > 1 ? 'spam' : 'ham' },
          { input: `{"speed":${String(speed * scale + scale / 2)}}`, target: index > 2 ? 'spam' : 'ham' },
        ]),
      );
    const [one, hundred] = [inUnit(1), inUnit(100)];
    expect((hundred.weights['speed'] ?? 0) * 100).toBeCloseTo(one.weights['speed'] ?? NaN, 4);
    expect(hundred.intercept).toBeCloseTo(one.intercept, 4);
  });

  it('stays finite where a word alone tells the classes apart', () => {
    const { weights } = trained(regression(0.1), [
      ...repeated(5, 'spam', 'money'),
      ...repeated(5, 'ham', 'tea'),
    ]);
    expect(weights['money']).toBeGreaterThan(0);
    expect(weights['tea']).toBeLessThan(0);
  });
});

const anyRow = fc.record({
  input: fc
    .array(fc.constantFrom('money', 'free', 'meeting', 'tea'), { maxLength: 4 })
    .map((w) => w.join(' ')),
  target: fc.constantFrom('spam', 'ham'),
});

describe.each([
  ['naive Bayes', bayes()],
  ['logistic regression', regression(1)],
])('%s', (_, trainer) => {
  it('does not depend on the order of rows', () => {
    fc.assert(
      fc.property(fc.array(anyRow, { minLength: 2, maxLength: 30 }), (rows) => {
        const model = trainModel(trainer, rows, LABELS);
        fc.pre(model.ok);
        const turned = trained(trainer, rows.toReversed());
        for (const [word, weight] of Object.entries(model.value.weights))
          expect(turned.weights[word]).toBeCloseTo(weight, 4);
      }),
      { numRuns: 50 },
    );
  });

  it('mirrors when the labels change places', () => {
    const mirrored = trainModel(trainer, FOURFOLD, { positive: 'ham', negative: 'spam' });
    assert(mirrored.ok, 'expected a model');
    expect(mirrored.value.weights['money']).toBeCloseTo(
      -(trained(trainer, FOURFOLD).weights['money'] ?? NaN),
      5,
    );
  });

  it('refuses rows of one class, and labels that are neither', () => {
    expect(trainModel(trainer, repeated(3, 'spam', 'money'), LABELS)).toEqual({
      ok: false,
      error: { code: 'single-class' },
    });
    expect(trainModel(trainer, [...FOURFOLD, { input: '', target: 'eggs' }], LABELS)).toEqual({
      ok: false,
      error: { code: 'unknown-label' },
    });
  });
});
