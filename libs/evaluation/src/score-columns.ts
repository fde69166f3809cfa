import { asCurrency } from '#libs/kernel';
import type { CallCost, OverallScore } from './core/index.js';

/** A score that can be compared with others of the same rows. */
export type ComparableScore = Omit<OverallScore, 'metric'>;

/** A comparable score as tables hold it: little-endian, however the machine has it. */
export function scoreColumns({ headline, correctShare, grouped }: ComparableScore) {
  const influence = new Uint8Array(grouped.influence.length * 8);
  const view = new DataView(influence.buffer);
  grouped.influence.forEach((moved, group) => {
    view.setFloat64(group * 8, moved, true);
  });
  const { value, lower, upper, n } = headline;
  const { support, groups } = grouped;
  return { value, lower, upper, n, correctShare, support, groups, influence };
}

type ScoreColumns = ReturnType<typeof scoreColumns>;

/** The inverse of {@link scoreColumns}. */
export function scoreOfColumns(columns: ScoreColumns): ComparableScore {
  const { value, lower, upper, n, correctShare, support, groups, influence: bytes } = columns;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const influence = Float64Array.from({ length: bytes.byteLength / 8 }, (_, group) =>
    view.getFloat64(group * 8, true),
  );
  return {
    headline: { value, lower, upper, n },
    correctShare,
    grouped: { value, n, support, groups, influence },
  };
}

/** Undefined where the rows gave no score: then all columns are empty. */
export function storedScore(row: {
  readonly [Column in keyof ScoreColumns]: ScoreColumns[Column] | null;
}): ComparableScore | undefined {
  const { value, lower, upper, n, correctShare, support, groups, influence } = row;
  if (value === null || lower === null || upper === null || n === null) return undefined;
  if (correctShare === null || support === null || groups === null || influence === null) return undefined;
  return scoreOfColumns({ value, lower, upper, n, correctShare, support, groups, influence });
}

type CostColumns = { readonly costMicroMinor: bigint | null; readonly costCurrency: string | null };

export const costColumns = (cost: CallCost | undefined): CostColumns => ({
  costMicroMinor: cost?.microMinorPerThousand ?? null,
  costCurrency: cost?.currency ?? null,
});

export const storedCost = ({ costMicroMinor, costCurrency }: CostColumns): CallCost | undefined =>
  costMicroMinor === null
    ? undefined
    : {
        microMinorPerThousand: costMicroMinor,
        currency: costCurrency === null ? null : asCurrency(costCurrency),
      };
