import { assert } from '#libs/kernel';
import type { DomainDefinition, DomainSlice } from './domain-definition.js';
import type { SliceScore } from './score-slice.js';
import { standingSeries } from './standing-series.js';
import { wilsonInterval } from './statistics/wilson-interval.js';

const slice = (key: string, metric: DomainSlice['metric'], rows: number): DomainSlice => ({
  key,
  label: `the ${key}`,
  metric,
  rows,
  meanDate: undefined,
});

const definition = (slices: readonly DomainSlice[]): DomainDefinition => ({
  task: 'reviews',
  version: 1,
  description: 'Tell praise from blame.',
  testFile: { file: 'rows.jsonl', sha256: '' },
  trainFile: undefined,
  hiddenSplitHash: undefined,
  labels: ['good', 'bad'],
  positiveLabel: 'good',
  metrics: ['accuracy'],
  chanceLevel: 0.5,
  repeats: 1,
  slices,
  baselines: [],
  models: [],
  control: undefined,
  texts: 'shown',
  licence: 'MIT',
  caveats: [],
});

const score = ({ key, metric, rows }: DomainSlice, correct: number): SliceScore => ({
  slice: key,
  metric,
  n: rows,
  correct,
  value: correct / rows,
  ...wilsonInterval(correct, rows),
});

test('every slice stands at the day of the run', () => {
  const [films, shops] = [slice('films', 'accuracy', 100), slice('shops', 'accuracy', 50)];
  const series = standingSeries(
    definition([films, shops]),
    [score(films, 90), score(shops, 30)],
    '2026-11-21',
  );
  expect(series).toEqual({
    ok: true,
    value: {
      originDate: '2026-11-21',
      chanceLevel: 0.5,
      points: [
        { t: 0, successes: 90, trials: 100, label: 'the films' },
        { t: 0, successes: 30, trials: 50, label: 'the shops' },
      ],
    },
  });
});

test('false alarms set the chance level of recall and are no score', () => {
  const [speech, noise] = [slice('speech', 'recall', 40), slice('noise', 'false_positive_rate', 20)];
  const series = standingSeries(
    definition([speech, noise]),
    [score(speech, 30), score(noise, 15)],
    '2026-11-21',
  );
  assert(series.ok, 'expected a series');
  expect(series.value.points).toHaveLength(1);
  expect(series.value.chanceLevel).toBe(0.25);
});

test('no scores, no series', () => {
  const films = slice('films', 'accuracy', 100);
  expect(standingSeries(definition([films]), [], '2026-11-21')).toEqual({
    ok: false,
    error: { code: 'no-scored-slices' },
  });
});
