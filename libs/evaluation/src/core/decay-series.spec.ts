import { assert } from '#libs/kernel';
import { decaySeries } from './decay-series.js';
import type { DomainDefinition, DomainSlice } from './domain-definition.js';
import type { SliceScore } from './score-slice.js';
import { wilsonInterval } from './statistics/wilson-interval.js';

const positives = (key: string, meanDate: string): DomainSlice => ({
  key,
  label: `year ${key}`,
  metric: 'recall',
  rows: 10,
  meanDate,
});

const browsers: DomainSlice = {
  key: 'browsers',
  label: 'browsers',
  metric: 'false_positive_rate',
  rows: 20,
  meanDate: undefined,
};

const definition = (slices: readonly DomainSlice[]): DomainDefinition => ({
  task: 'bots',
  version: 1,
  description: 'Tell bots from browsers.',
  testFile: { file: 'rows.jsonl', sha256: '' },
  trainFile: undefined,
  hiddenSplitHash: undefined,
  labels: ['bot', 'browser'],
  positiveLabel: 'bot',
  metrics: ['recall', 'false_positive_rate'],
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

const score = (slice: DomainSlice, correct: number): SliceScore => ({
  slice: slice.key,
  metric: slice.metric,
  n: slice.rows,
  correct,
  value: correct / slice.rows,
  ...wilsonInterval(correct, slice.rows),
});

describe('decaySeries', () => {
  const [early, late] = [positives('2017', '2017-07-02'), positives('2019', '2019-07-02')];

  it('places slices at their mean dates, in Julian years since the first, oldest first', () => {
    const series = decaySeries(definition([late, early]), [score(early, 9), score(late, 5)]);
    assert(series.ok, 'expected a series');
    expect(series.value.originDate).toBe('2017-07-02');
    expect(series.value.points).toEqual([
      { t: 0, successes: 9, trials: 10, label: 'year 2017' },
      { t: 730 / 365.25, successes: 5, trials: 10, label: 'year 2019' },
    ]);
  });

  it('takes the rate of false alarms for the chance level of recall', () => {
    const series = decaySeries(definition([early, browsers]), [score(early, 10), score(browsers, 15)]);
    assert(series.ok, 'expected a series');
    expect(series.value.chanceLevel).toBe(0.25);
    expect(series.value.points).toHaveLength(1);
  });

  it('takes scores that are no proportions for as many trials as their intervals are worth', () => {
    const area: SliceScore = {
      ...score(early, 9),
      metric: 'auroc',
      value: 0.8,
      lower: 0.7,
      upper: 0.88,
      n: 500,
    };
    const series = decaySeries(definition([early]), [area]);
    assert(series.ok, 'expected a series');
    const [point] = series.value.points;
    expect(point?.trials).toBeLessThan(100);
    expect((point?.successes ?? 0) / (point?.trials ?? 1)).toBeCloseTo(0.8, 2);
    expect(series.value.chanceLevel).toBe(0.5);
  });

  it("falls back on the domain's chance level without negatives", () => {
    const series = decaySeries(definition([early]), [score(early, 10)]);
    assert(series.ok, 'expected a series');
    expect(series.value.chanceLevel).toBe(0.5);
  });

  it('refuses a domain without dates and a run that left a slice out', () => {
    expect(decaySeries(definition([browsers]), [score(browsers, 20)])).toEqual({
      ok: false,
      error: { code: 'no-dated-slices' },
    });
    expect(decaySeries(definition([early, late]), [score(early, 9)])).toEqual({
      ok: false,
      error: { code: 'slice-not-scored', slice: '2019' },
    });
  });
});
