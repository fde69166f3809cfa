import { assert } from '#libs/kernel';
import { decaySeries } from './decay-series.js';
import type { DomainSlice } from './domain-definition.js';
import { domainOf, scoreOf } from './domain-fixture.js';
import type { SliceScore } from './score-slice.js';

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

describe('decaySeries', () => {
  const [early, late] = [positives('2017', '2017-07-02'), positives('2019', '2019-07-02')];

  it('places slices at their mean dates, in Julian years since the first, oldest first', () => {
    const series = decaySeries(domainOf([late, early]), [scoreOf(early, 9), scoreOf(late, 5)]);
    assert(series.ok, 'expected a series');
    expect(series.value.originDate).toBe('2017-07-02');
    expect(series.value.points).toEqual([
      { t: 0, successes: 9, trials: 10, label: 'year 2017' },
      { t: 730 / 365.25, successes: 5, trials: 10, label: 'year 2019' },
    ]);
  });

  it('takes the rate of false alarms for the chance level of recall', () => {
    const series = decaySeries(domainOf([early, browsers]), [scoreOf(early, 10), scoreOf(browsers, 15)]);
    assert(series.ok, 'expected a series');
    expect(series.value.chanceLevel).toBe(0.25);
    expect(series.value.points).toHaveLength(1);
  });

  it('takes scores that are no proportions for as many trials as their intervals are worth', () => {
    const area: SliceScore = {
      ...scoreOf(early, 9),
      metric: 'auroc',
      value: 0.8,
      lower: 0.7,
      upper: 0.88,
      n: 500,
    };
    const series = decaySeries(domainOf([early]), [area]);
    assert(series.ok, 'expected a series');
    const [point] = series.value.points;
    expect(point?.trials).toBeLessThan(100);
    expect((point?.successes ?? 0) / (point?.trials ?? 1)).toBeCloseTo(0.8, 2);
    expect(series.value.chanceLevel).toBe(0.5);
  });

  it("falls back on the domain's chance level without negatives", () => {
    const series = decaySeries(domainOf([early]), [scoreOf(early, 10)]);
    assert(series.ok, 'expected a series');
    expect(series.value.chanceLevel).toBe(0.5);
  });

  it('refuses a domain without dates and a run that left a slice out', () => {
    expect(decaySeries(domainOf([browsers]), [scoreOf(browsers, 20)])).toEqual({
      ok: false,
      error: { code: 'no-dated-slices' },
    });
    expect(decaySeries(domainOf([early, late]), [scoreOf(early, 9)])).toEqual({
      ok: false,
      error: { code: 'slice-not-scored', slice: '2019' },
    });
  });
});
