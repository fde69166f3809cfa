import { assert } from '#libs/kernel';
import type { DomainDefinition, DomainSlice } from './domain-definition.js';
import { type DomainRow, rowId } from './domain-row.js';
import { datedSlices, inTimeSlice, refitModels } from './refit-control.js';
import type { Trainer } from './trainers/index.js';

const trainer: Trainer = { method: 'naive-bayes', features: 'words', rows_min: 1, pseudo_count: 1 };

const slice = (key: string, meanDate: string | undefined): DomainSlice => ({
  key,
  label: key,
  metric: 'accuracy',
  rows: 2,
  meanDate,
});

const definition: DomainDefinition = {
  task: 'mail',
  version: 1,
  description: 'Tell spam from ham.',
  testFile: { file: 'rows.jsonl', sha256: '' },
  trainFile: { file: 'train.jsonl', sha256: '' },
  hiddenSplitHash: undefined,
  labels: ['spam', 'ham'],
  positiveLabel: 'spam',
  metrics: ['accuracy'],
  chanceLevel: 0.5,
  repeats: 1,
  slices: [slice('held-out', '2002-07-01'), slice('august', '2002-08-15'), slice('september', '2002-09-15')],
  baselines: [],
  models: [],
  control: undefined,
  texts: 'shown',
  licence: 'CC0-1.0',
  caveats: [],
};

const row = (input: string, target: string, key: string, time: string): DomainRow => {
  const fields = { input, target, time, slice: key };
  return { id: rowId(fields), ...fields };
};

const training = [
  row('money', 'spam', 'held-out', '2002-07-01'),
  row('meeting', 'ham', 'held-out', '2002-07-31'),
];
const test = [
  row('money now', 'spam', 'held-out', '2002-07-05'),
  row('meeting now', 'ham', 'held-out', '2002-07-06'),
  row('herbal', 'spam', 'august', '2002-08-01'),
  row('meeting', 'ham', 'august', '2002-08-31'),
  row('herbal pills', 'spam', 'september', '2002-09-01'),
  row('tea', 'ham', 'september', '2002-09-30'),
];

describe('refitModels', () => {
  const fitted = refitModels(definition, trainer, training, test);
  assert(fitted.ok, 'expected models');
  const models = fitted.value;

  it('learns from the training rows and from all rows of later slices that were over before', () => {
    expect(models.map(({ slice: key, rows }) => [key, rows])).toEqual([
      ['august', 2],
      ['september', 4],
    ]);
    const [august, september] = models;
    expect(august?.model.weights).not.toHaveProperty('herbal');
    expect(september?.model.weights['herbal']).toBeGreaterThan(0);
  });

  it('never learns from the in-time slice, which is to show what more rows alone are worth', () => {
    for (const { model } of models) expect(model.weights).not.toHaveProperty('now');
  });

  it('orders slices by their dates, wherever they stand in the definition', () => {
    const [inTime, august, september] = definition.slices;
    assert(inTime !== undefined && august !== undefined && september !== undefined, 'three slices');
    const shuffled = { ...definition, slices: [september, slice('control', undefined), inTime, august] };
    expect(inTimeSlice(shuffled)).toBe(inTime);
    expect(datedSlices(shuffled)).toEqual([inTime, august, september]);
    const control = refitModels(shuffled, trainer, training, test);
    assert(control.ok, 'expected models');
    expect(control.value.map(({ slice: key }) => key)).toEqual(['august', 'september']);
  });

  it('refuses domains of more than two labels', () => {
    expect(refitModels({ ...definition, labels: ['spam', 'ham', 'eggs'] }, trainer, training, test)).toEqual({
      ok: false,
      error: { code: 'not-two-labels' },
    });
  });
});
