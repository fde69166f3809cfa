import type { DomainDefinition, DomainSlice } from './domain-definition.js';
import type { SliceScore } from './score-slice.js';
import { wilsonInterval } from './statistics/wilson-interval.js';

/** A domain for tests that look at its slices; what matters to one of them it states itself. */
export const domainOf = (
  slices: readonly DomainSlice[],
  stated: Partial<DomainDefinition> = {},
): DomainDefinition => ({
  task: 'bots',
  version: 1,
  description: 'Tell bots from browsers.',
  testFile: { file: 'rows.jsonl', sha256: '' },
  trainFile: undefined,
  hiddenSplitHash: undefined,
  labels: ['bot', 'browser'],
  positiveLabel: 'bot',
  metrics: ['recall'],
  chanceLevel: 0.5,
  repeats: 1,
  slices,
  baselines: [],
  models: [],
  control: undefined,
  texts: 'shown',
  licence: 'MIT',
  caveats: [],
  ...stated,
});

/** So many of the slice's rows right. */
export const scoreOf = ({ key, metric, rows }: DomainSlice, correct: number): SliceScore => ({
  slice: key,
  metric,
  n: rows,
  correct,
  value: correct / rows,
  ...wilsonInterval(correct, rows),
});
