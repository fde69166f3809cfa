import { assert, ok } from '#libs/kernel';
import type { ConfusionTable } from './confusion-table.js';
import { refuse, type Statistic } from './refusal.js';

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);

/**
 * Agreement of two raters beyond what their own frequencies explain (J. Cohen 1960, Educational and
 * Psychological Measurement 20, 37-46).
 *
 * @param counts square: how often the first rater said row and the second said column
 */
export function cohenKappa(counts: readonly (readonly number[])[]): Statistic {
  assert(
    counts.every((row) => row.length === counts.length),
    'as many columns as rows',
  );
  const total = sum(counts.map(sum));
  if (total === 0) return refuse('no-rows', 'nothing was rated');
  const agreed = sum(counts.map((row, category) => row[category] ?? 0)) / total;
  const expected =
    sum(counts.map((row, category) => sum(row) * sum(counts.map((other) => other[category] ?? 0)))) /
    total ** 2;
  if (expected >= 1) return refuse('zero-variance', 'both raters gave one and the same category throughout');
  return ok((agreed - expected) / (1 - expected));
}

/** Kappa of labels and answers. */
export const tableKappa = (table: ConfusionTable): Statistic =>
  cohenKappa([
    [table.truePositives, table.falseNegatives],
    [table.falsePositives, table.trueNegatives],
  ]);
