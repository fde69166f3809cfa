import { ok } from '#libs/kernel';
import { type ConfusionTable, negativesOf, positivesOf, rowsOf } from './confusion-table.js';
import { refuse, type Statistic } from './refusal.js';

/** A figure of a confusion table. Counts may be fractional, as weights are. */
export type TableScore = (table: ConfusionTable) => Statistic;

/** Share of the rows that were answered rightly. */
export const accuracy: TableScore = (table) =>
  rowsOf(table) === 0
    ? refuse('no-rows', 'there are no rows')
    : ok((table.truePositives + table.trueNegatives) / rowsOf(table));

/** Share of the positive answers that are right. */
export const precision: TableScore = ({ truePositives, falsePositives }) =>
  truePositives + falsePositives === 0
    ? refuse('no-predicted-positives', 'no row was answered with the positive class')
    : ok(truePositives / (truePositives + falsePositives));

/** Share of the positives that were found. */
export const recall: TableScore = (table) =>
  positivesOf(table) === 0
    ? refuse('no-positives', 'no row is positive')
    : ok(table.truePositives / positivesOf(table));

/** Harmonic mean of precision and recall: 2tp / (2tp + fp + fn) (van Rijsbergen 1979). */
export const f1: TableScore = ({ truePositives, falsePositives, falseNegatives }) =>
  truePositives + falsePositives + falseNegatives === 0
    ? refuse('no-positives', 'no row is positive, neither by its label nor by its answer')
    : ok((2 * truePositives) / (2 * truePositives + falsePositives + falseNegatives));

/** Mean of recall and specificity: the larger class does not decide. */
export const balancedAccuracy: TableScore = (table) =>
  positivesOf(table) === 0 || negativesOf(table) === 0
    ? refuse('single-class', 'all labels are of one class')
    : ok((table.truePositives / positivesOf(table) + table.trueNegatives / negativesOf(table)) / 2);

/**
 * Correlation of label and answer (B. W. Matthews 1975, Biochimica et Biophysica Acta 405, 442-451), in [−1, 1].
 * Undefined where either does not vary; libraries that answer 0 there hide it.
 */
export const matthewsCorrelation: TableScore = (table) => {
  const { truePositives, falsePositives, falseNegatives, trueNegatives } = table;
  // Roots are taken one by one: the product of four large counts is not exact.
  const spread =
    Math.sqrt(truePositives + falsePositives) *
    Math.sqrt(truePositives + falseNegatives) *
    Math.sqrt(trueNegatives + falsePositives) *
    Math.sqrt(trueNegatives + falseNegatives);
  if (spread === 0) return refuse('zero-variance', 'labels or answers are all of one class');
  const correlation = (truePositives * trueNegatives - falsePositives * falseNegatives) / spread;
  return ok(Math.min(1, Math.max(-1, correlation)));
};
