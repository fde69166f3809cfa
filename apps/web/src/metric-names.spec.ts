import type { Domain } from './market-view.js';
import { headlineMetric } from './metric-names.js';

const slice = (metric: Domain['slices'][number]['metric'], meanDate: string | null) => ({
  key: 'a',
  label: 'a',
  metric,
  rows: 10,
  meanDate,
});

test('a domain is named after the metric of its dated slices', () => {
  const slices = [slice('false_positive_rate', null), slice('balanced_accuracy', '2002-08-08')];
  expect(headlineMetric({ slices }).name).toBe('Balanced accuracy');
});

test('without dates answers are right or wrong', () => {
  expect(headlineMetric({ slices: [] }).name).toBe('Accuracy');
});
