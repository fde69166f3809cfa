import { assert, err, ok, type Result } from '#libs/kernel';
import type { DomainDefinition } from './domain-definition.js';
import type { DomainRow } from './domain-row.js';
import { linearClassifier } from './linear-answer.js';
import { rememberedFeatures } from './linear-features.js';
import type { LabelPair } from './metric.js';
import { METRICS } from './metrics.js';
import { labelsApart, type RefitRefusal } from './refit-control.js';
import { trainModel, type Trainer } from './trainers/index.js';

/** What a model is worth that learned from some of the training rows, by their positions, ascending. */
export type SubsetScorer = (positions: Int32Array) => number;

/** How finely a score is told: six decimals hide the last bits of Math.log and Math.exp, which engines may differ in. */
export const SUBSET_SCORE_DECIMALS = { public: 6, hidden: 2 } as const;

/**
 * Trains a model on rows and scores it on rows that none of them is: the utility of Data Shapley (Ghorbani and Zou,
 * ICML 2019). The score is the domain's first metric, turned round where less is better; a subset that nothing can be
 * learned from (no rows, rows of one label) is worth the chance level. The same subset is worth the same.
 *
 * @param decimals to which scores are rounded
 */
export function subsetScorer(
  definition: DomainDefinition,
  trainer: Trainer,
  trainingRows: readonly DomainRow[],
  testRows: readonly DomainRow[],
  decimals: number,
): Result<SubsetScorer, RefitRefusal> {
  const labels = labelsApart(definition);
  const [headline] = definition.metrics;
  if (labels === undefined || headline === undefined) return err({ code: 'not-two-labels' });
  const metric = METRICS[headline];
  // Each text is asked for in half of all subsets.
  const featuresOf = rememberedFeatures();
  const told = (score: number): number => Math.round(score * 10 ** decimals) / 10 ** decimals;
  return ok((positions) => {
    const rows = [...positions].flatMap((position) => trainingRows[position] ?? []);
    const model = trainModel(trainer, rows, labels, featuresOf);
    if (!model.ok) return told(definition.chanceLevel);
    const answer = linearClassifier(model.value, featuresOf);
    const pairs = testRows.map(({ input, target }): LabelPair => {
      const { label, score } = answer(input);
      return { target, answer: label, score };
    });
    const score = metric.score(pairs, labels.positive);
    assert(score.ok, 'test rows have both labels');
    return told(metric.direction === 'higher-is-better' ? score.value.value : 1 - score.value.value);
  });
}
