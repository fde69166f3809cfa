import { assert } from '#libs/kernel';
import type { DomainSlice } from './domain-definition.js';
import { domainOf, scoreOf } from './domain-fixture.js';
import { standingSeries } from './standing-series.js';

const slice = (key: string, metric: DomainSlice['metric'], rows: number): DomainSlice => ({
  key,
  label: `the ${key}`,
  metric,
  rows,
  meanDate: undefined,
});

test('every slice stands at the day of the run', () => {
  const [films, shops] = [slice('films', 'accuracy', 100), slice('shops', 'accuracy', 50)];
  const series = standingSeries(
    domainOf([films, shops]),
    [scoreOf(films, 90), scoreOf(shops, 30)],
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
    domainOf([speech, noise]),
    [scoreOf(speech, 30), scoreOf(noise, 15)],
    '2026-11-21',
  );
  assert(series.ok, 'expected a series');
  expect(series.value.points).toHaveLength(1);
  expect(series.value.chanceLevel).toBe(0.25);
});

test('no scores, no series', () => {
  const films = slice('films', 'accuracy', 100);
  expect(standingSeries(domainOf([films]), [], '2026-11-21')).toEqual({
    ok: false,
    error: { code: 'no-scored-slices' },
  });
});
