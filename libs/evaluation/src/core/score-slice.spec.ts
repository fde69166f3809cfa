import { assert } from '#libs/kernel';
import type { DomainDefinition } from './domain-definition.js';
import { type DomainRow, rowId } from './domain-row.js';
import { scoreRun } from './score-slice.js';

const definition: DomainDefinition = {
  task: 'bots',
  version: 1,
  description: 'Tell bots from browsers.',
  testFile: { file: 'rows.jsonl', sha256: '' },
  trainFile: undefined,
  hiddenSplitHash: undefined,
  labels: ['bot', 'browser'],
  positiveLabel: 'bot',
  metrics: ['balanced_accuracy', 'recall'],
  chanceLevel: 0.5,
  repeats: 1,
  slices: [
    { key: 'old', label: 'old', metric: 'recall', rows: 2, meanDate: '2017-01-01' },
    { key: 'new', label: 'new', metric: 'recall', rows: 2, meanDate: '2026-01-01' },
    { key: 'browsers', label: 'browsers', metric: 'false_positive_rate', rows: 4, meanDate: undefined },
  ],
  baselines: [],
  models: [],
  control: undefined,
  texts: 'shown',
  licence: 'MIT',
  caveats: [],
};

const rows: readonly DomainRow[] = [
  ...['a', 'b'].map((input) => ({ input, target: 'bot', time: '2017-01-01', slice: 'old' })),
  ...['c', 'd'].map((input) => ({ input, target: 'bot', time: '2026-01-01', slice: 'new' })),
  ...['e', 'f', 'g', 'h'].map((input) => ({ input, target: 'browser', slice: 'browsers' })),
].map((fields) => ({ id: rowId(fields), ...fields }));

/** Answers that call the given inputs bots. */
const answersWithBots = (...bots: readonly string[]): Map<string, { label: string }> =>
  new Map(rows.map(({ id, input }) => [id, { label: bots.includes(input) ? 'bot' : 'browser' }]));

describe('scoreRun', () => {
  it("scores each slice with the slice's metric and all rows with the domain's", () => {
    const scores = scoreRun(definition, rows, answersWithBots('a', 'b', 'c', 'h'));
    assert(scores.ok, 'expected scores');
    expect(scores.value.slices).toMatchObject([
      { slice: 'old', metric: 'recall', n: 2, correct: 2, value: 1 },
      { slice: 'new', metric: 'recall', n: 2, correct: 1, value: 0.5 },
      { slice: 'browsers', metric: 'false_positive_rate', n: 4, correct: 3, value: 0.25 },
    ]);
    expect(scores.value.overall).toMatchObject([
      { metric: 'balanced_accuracy', n: 8, correct: 6, value: 0.75 },
      { metric: 'recall', n: 4, correct: 3, value: 0.75 },
    ]);
  });

  it('refuses a run with a hole and names the row', () => {
    const answers = answersWithBots('a');
    const hole = rows[3]?.id ?? '';
    answers.delete(hole);
    expect(scoreRun(definition, rows, answers)).toEqual({
      ok: false,
      error: { code: 'answer-missing', rowId: hole },
    });
  });
});
