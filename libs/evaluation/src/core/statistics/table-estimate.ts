import { ok } from '#libs/kernel';
import { boundaryTableInterval, type ClassSupport } from './boundary-interval.js';
import { type ConfusionTable, rowsOf } from './confusion-table.js';
import type { Estimate } from './interval.js';
import type { Statistic } from './refusal.js';
import { bootstrapInterval, type ResampledSums, type Resamples, resampledSums } from './resampling.js';
import type { TableScore } from './table-scores.js';

/** The four cells of the confusion table in each resample. */
export function resampledTables(
  resamples: Resamples,
  label: readonly number[],
  prediction: readonly number[],
): ResampledSums {
  const cell = (truth: number, answer: number) => (row: number) =>
    label[row] === truth && prediction[row] === answer ? 1 : 0;
  return resampledSums(resamples, [cell(1, 1), cell(0, 1), cell(1, 0), cell(0, 0)]);
}

const tableOf = ([
  truePositives = 0,
  falsePositives = 0,
  falseNegatives = 0,
  trueNegatives = 0,
]: Float64Array): ConfusionTable => ({
  truePositives,
  falsePositives,
  falseNegatives,
  trueNegatives,
});

/**
 * A score of the confusion table with its BCa interval; where all rows of a class were answered alike, so that
 * resamples do not vary, with the interval of what may not have been seen yet.
 */
export function tableEstimate(
  tables: ResampledSums,
  score: TableScore,
  support: ClassSupport,
): Statistic<Estimate> {
  const table = tableOf(tables.total);
  const value = score(table);
  if (!value.ok) return value;
  const bootstrap = bootstrapInterval(tables, (sums) => {
    const replicate = score(tableOf(sums));
    return replicate.ok ? replicate.value : undefined;
  });
  const interval =
    !bootstrap.ok && bootstrap.error.code === 'no-variation'
      ? boundaryTableInterval(table, score, support)
      : bootstrap;
  return interval.ok ? ok({ value: value.value, ...interval.value, n: rowsOf(table) }) : interval;
}
