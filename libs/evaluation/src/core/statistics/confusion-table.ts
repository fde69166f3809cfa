import { assert } from '#libs/kernel';

/** How often each answer met each label. Positive is 1, negative 0. */
export interface ConfusionTable {
  readonly truePositives: number;
  readonly falsePositives: number;
  readonly falseNegatives: number;
  readonly trueNegatives: number;
}

/** Counts predictions against labels, both 0 or 1 and equally many. */
export function confusionTable(label: readonly number[], prediction: readonly number[]): ConfusionTable {
  assert(label.length === prediction.length, 'as many predictions as labels');
  const counts = { truePositives: 0, falsePositives: 0, falseNegatives: 0, trueNegatives: 0 };
  label.forEach((truth, row) => {
    if (prediction[row] === 1) counts[truth === 1 ? 'truePositives' : 'falsePositives'] += 1;
    else counts[truth === 1 ? 'falseNegatives' : 'trueNegatives'] += 1;
  });
  return counts;
}

export const positivesOf = (table: ConfusionTable): number => table.truePositives + table.falseNegatives;

export const negativesOf = (table: ConfusionTable): number => table.trueNegatives + table.falsePositives;

export const rowsOf = (table: ConfusionTable): number => positivesOf(table) + negativesOf(table);
