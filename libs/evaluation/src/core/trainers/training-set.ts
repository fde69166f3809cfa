import { err, ok, type Result } from '#libs/kernel';
import type { FeatureReader, Features } from '../linear-features.js';
import type { FeatureKind } from '../linear-model.js';

/** A row to learn from. */
export interface TrainingRow {
  readonly input: string;
  readonly target: string;
}

/** The two labels that a trained model tells apart. */
export interface LabelsApart {
  readonly positive: string;
  readonly negative: string;
}

/** Features of rows and the class of each row. */
export interface TrainingSet {
  readonly features: readonly Features[];
  readonly isPositive: readonly boolean[];
  /** Features that enough rows have, in the order in which they were first met. */
  readonly vocabulary: readonly string[];
}

export interface TrainingRefusal {
  readonly code: 'single-class' | 'unknown-label';
}

/** Takes the features of the rows. Refuses rows of one class, and labels that are neither. */
export function trainingSet(
  rows: readonly TrainingRow[],
  { positive, negative }: LabelsApart,
  kind: FeatureKind,
  rowsMin: number,
  featuresOf: FeatureReader,
): Result<TrainingSet, TrainingRefusal> {
  if (rows.some(({ target }) => target !== positive && target !== negative))
    return err({ code: 'unknown-label' });
  const isPositive = rows.map(({ target }) => target === positive);
  if (!isPositive.includes(true) || !isPositive.includes(false)) return err({ code: 'single-class' });
  const features = rows.map(({ input }) => featuresOf(kind, input));
  const rowCounts = new Map<string, number>();
  for (const row of features)
    for (const name of row.keys()) rowCounts.set(name, (rowCounts.get(name) ?? 0) + 1);
  const vocabulary = [...rowCounts].filter(([, count]) => count >= rowsMin).map(([name]) => name);
  return ok({ features, isPositive, vocabulary });
}

/**
 * Weights as they are kept: six digits are more than any training set determines, and few enough to hide that
 * Math.log and Math.exp may differ in the last bit from one engine to another (ECMA-262, section 21.3.2).
 */
export const kept = (weight: number): number => Number(weight.toPrecision(6));
