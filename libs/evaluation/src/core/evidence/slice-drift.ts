import type { DomainDefinition, DomainSlice } from '../domain-definition.js';
import { type DomainRow, rowsBySlice } from '../domain-row.js';
import { datedSlices } from '../refit-control.js';
import { jensenShannonDistance, populationStabilityIndex } from '../statistics/histogram-drift.js';
import { kolmogorovSmirnov, type KolmogorovSmirnov } from '../statistics/kolmogorov-smirnov.js';
import { linearQuantile } from '../statistics/quantile.js';
import type { Statistic } from '../statistics/refusal.js';
import { wassersteinDistance } from '../statistics/wasserstein-distance.js';
import type { RowAnswer } from './compare-slices.js';

/** How far a slice is from the in-time slice in what goes in and comes out, whatever that does to the score. */
export interface SliceDrift {
  readonly slice: string;
  readonly kolmogorovSmirnov: Statistic<KolmogorovSmirnov>;
  /** Over the deciles of the in-time slice. */
  readonly populationStabilityIndex: Statistic;
  readonly jensenShannon: Statistic;
  /** In the unit of the values. */
  readonly wasserstein: Statistic;
  /** Share of the rows that would have to change their label for the labels to be mixed as in time, in [0, 1]. */
  readonly labelShift: number;
}

export interface Drift {
  /** What is compared: the model's probabilities, or of a model without any the length of the inputs in characters. */
  readonly of: 'score' | 'input-length';
  readonly slices: readonly SliceDrift[];
}

const BINS = 10;

/**
 * Drift of the dated slices from the first. For looking at only: such figures ring long before a score suffers, or
 * without its ever suffering (a changed mix of labels is enough), so nothing is decided or priced by them.
 */
export function sliceDrift(
  definition: Pick<DomainDefinition, 'slices'>,
  rows: readonly DomainRow[],
  answerOf: RowAnswer,
): Drift | undefined {
  const groups = rowsBySlice(rows);
  const rowsOf = ({ key }: DomainSlice): readonly DomainRow[] => groups.get(key) ?? [];
  const [inTime, ...later] = datedSlices(definition);
  if (inTime === undefined) return undefined;
  const hasScores = rows.every((row) => answerOf(row).score !== undefined);
  const valuesOf = (slice: DomainSlice): readonly number[] =>
    rowsOf(slice).map((row) => (hasScores ? (answerOf(row).score ?? 0) : row.input.length));
  const reference = valuesOf(inTime);
  const edges = decilesOf(reference);
  const known = histogram(reference, edges);
  return {
    of: hasScores ? 'score' : 'input-length',
    slices: later.map((slice) => {
      const current = valuesOf(slice);
      const seen = histogram(current, edges);
      return {
        slice: slice.key,
        kolmogorovSmirnov: kolmogorovSmirnov(reference, current),
        populationStabilityIndex: populationStabilityIndex(known, seen),
        jensenShannon: jensenShannonDistance(known, seen),
        wasserstein: wassersteinDistance(reference, current),
        labelShift: labelShift(rowsOf(inTime), rowsOf(slice)),
      };
    }),
  };
}

/** Inner edges of the bins; equal ones are one. */
function decilesOf(values: readonly number[]): readonly number[] {
  if (values.length === 0) return [];
  const sorted = Float64Array.from(values).sort();
  const edges = Array.from({ length: BINS - 1 }, (_, index) => linearQuantile(sorted, (index + 1) / BINS));
  return [...new Set(edges)];
}

/** A value on an edge belongs to the bin below. */
function histogram(values: readonly number[], edges: readonly number[]): readonly number[] {
  const counts = Array.from({ length: edges.length + 1 }, () => 0);
  for (const value of values) {
    const bin = edges.findIndex((edge) => value <= edge);
    const at = bin === -1 ? edges.length : bin;
    counts[at] = (counts[at] ?? 0) + 1;
  }
  return counts;
}

/** Total variation distance: half the sum of the differences of shares. */
function labelShift(before: readonly DomainRow[], after: readonly DomainRow[]): number {
  const [known, seen] = [labelCounts(before), labelCounts(after)];
  const labels = new Set([...known.keys(), ...seen.keys()]);
  const distance = [...labels].reduce(
    (sum, label) =>
      sum + Math.abs((known.get(label) ?? 0) * after.length - (seen.get(label) ?? 0) * before.length),
    0,
  );
  return distance / (2 * before.length * after.length);
}

function labelCounts(rows: readonly DomainRow[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { target } of rows) counts.set(target, (counts.get(target) ?? 0) + 1);
  return counts;
}
