import type { Result } from '#libs/kernel';
import type { FeatureReader } from '../linear-features.js';
import type { LinearModel } from '../linear-model.js';
import { trainLogisticRegression } from './logistic-regression.js';
import { trainNaiveBayes } from './naive-bayes.js';
import type { Trainer } from './trainer.js';
import type { LabelsApart, TrainingRefusal, TrainingRow } from './training-set.js';

export type { FeatureReader } from '../linear-features.js';
export type { Trainer } from './trainer.js';
export type { LabelsApart, TrainingRefusal, TrainingRow } from './training-set.js';

/** Makes a model of rows, always the same one of the same rows in the same order. */
export function trainModel(
  trainer: Trainer,
  rows: readonly TrainingRow[],
  labels: LabelsApart,
  featuresOf?: FeatureReader,
): Result<LinearModel, TrainingRefusal> {
  switch (trainer.method) {
    case 'naive-bayes':
      return trainNaiveBayes(rows, labels, trainer, featuresOf);
    case 'logistic-regression':
      return trainLogisticRegression(rows, labels, trainer, featuresOf);
  }
}
