import type { DomainRow } from './domain-row.js';
import type { DomainDefinition, DomainSlice } from './domain-definition.js';
import { SlicePairs } from './run-score.js';
import { scoreSlice } from './score-slice.js';

const slice = (metric: DomainSlice['metric']): DomainSlice => ({
  key: 's',
  label: 's',
  metric,
  rows: 6,
  meanDate: undefined,
});

const DEFINITION = { positiveLabel: 'bot' } as DomainDefinition;

const ANSWERED: readonly (readonly [target: string, answer: string, score: number])[] = [
  ['bot', 'bot', 0.9],
  ['bot', 'browser', 0.2],
  ['bot', 'bot', 0.8],
  ['browser', 'browser', 0.1],
  ['browser', 'bot', 0.7],
  ['browser', 'browser', 0.3],
];

it.each(['recall', 'false_positive_rate', 'accuracy', 'auroc'] as const)(
  'scores %s as if all rows and answers were at hand',
  (metric) => {
    const pairs = new SlicePairs();
    for (const [target, answer, score] of ANSWERED)
      pairs.add(target, answer, metric === 'auroc' ? score : null);
    const rows = ANSWERED.map(([target], index): DomainRow => ({
      id: String(index),
      input: '',
      target,
      slice: 's',
    }));
    const answers = new Map(ANSWERED.map(([, label, score], index) => [String(index), { label, score }]));
    expect(pairs.score(DEFINITION, slice(metric))).toEqual(
      scoreSlice(DEFINITION, slice(metric), rows, answers),
    );
  },
);

it('refuses what the rows do not determine', () => {
  const pairs = new SlicePairs();
  pairs.add('browser', 'browser', null);
  expect(pairs.score(DEFINITION, slice('recall'))).toEqual({ ok: false, error: { code: 'no-positives' } });
});
