import { z } from 'zod';
import { featureKind } from '../linear-model.js';

/** Features that fewer training rows have than this are left out. */
const rowsMin = z.int().min(1);

/** Naive Bayes over features that are there or not, both labels taken for equally likely. */
const naiveBayes = z.strictObject({
  method: z.literal('naive-bayes'),
  features: featureKind,
  rows_min: rowsMin,
  /** Rows with the feature that are added to those that were seen, for each label. */
  pseudo_count: z.number().positive(),
  /** Only so many features of an input count: those that say most. All of them when left out. */
  telling_max: z.int().min(1).optional(),
});

/** Logistic regression with a penalty on the squares of its weights. */
const logisticRegression = z.strictObject({
  method: z.literal('logistic-regression'),
  features: featureKind,
  rows_min: rowsMin,
  /** Half of it times the sum of squared weights is added to the sum of log losses. */
  penalty: z.number().positive(),
});

/** Schema of {@link Trainer}. */
export const trainer = z.discriminatedUnion('method', [naiveBayes, logisticRegression]);

/** How a model is made of training rows. The same rows give the same model. */
export type Trainer = Readonly<z.infer<typeof trainer>>;

export type NaiveBayesTrainer = Extract<Trainer, { method: 'naive-bayes' }>;
export type LogisticRegressionTrainer = Extract<Trainer, { method: 'logistic-regression' }>;
