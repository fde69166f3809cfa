import { ok, type Result } from '#libs/kernel';
import { type FeatureReader, readFeatures } from '../linear-features.js';
import type { LinearModel } from '../linear-model.js';
import type { NaiveBayesTrainer } from './trainer.js';
import {
  kept,
  type LabelsApart,
  type TrainingRefusal,
  type TrainingRow,
  type TrainingSet,
  trainingSet,
} from './training-set.js';

/**
 * Naive Bayes over features that an input has (Maron 1961, JACM 8, 404-417), as spam filters use it (Graham 2002,
 * "A plan for spam"): log-odds add up over the features that say most; features that are absent say nothing;
 * both labels are taken for equally likely, so that the mix of the training rows does not decide.
 */
export function trainNaiveBayes(
  rows: readonly TrainingRow[],
  labels: LabelsApart,
  {
    features: kind,
    rows_min: rowsMin,
    pseudo_count: pseudoCount,
    telling_max: tellingMax,
  }: NaiveBayesTrainer,
  featuresOf: FeatureReader = readFeatures,
): Result<LinearModel, TrainingRefusal> {
  const set = trainingSet(rows, labels, kind, rowsMin, featuresOf);
  if (!set.ok) return set;
  const { features, isPositive } = set.value;
  const vocabulary = withoutNumbers(set.value);
  const [inPositives, inNegatives] = [new Map<string, number>(), new Map<string, number>()];
  for (const [index, row] of features.entries()) {
    const counts = isPositive[index] === true ? inPositives : inNegatives;
    for (const name of row.keys()) counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  const positives = isPositive.filter(Boolean).length;
  const share = (count: number, total: number): number => (count + pseudoCount) / (total + 2 * pseudoCount);
  const weightOf = (name: string): number =>
    Math.log(
      share(inPositives.get(name) ?? 0, positives) /
        share(inNegatives.get(name) ?? 0, rows.length - positives),
    );
  return ok({
    features: kind,
    ...labels,
    intercept: 0,
    ...(tellingMax === undefined ? {} : { tellingMax }),
    weights: Object.fromEntries(vocabulary.toSorted().map((name) => [name, kept(weightOf(name))])),
  });
}

/** A number is not there or not there. */
function withoutNumbers({ features, vocabulary }: TrainingSet): readonly string[] {
  const numbers = new Set<string>();
  for (const row of features) for (const [name, value] of row) if (value !== 1) numbers.add(name);
  return vocabulary.filter((name) => !numbers.has(name));
}
