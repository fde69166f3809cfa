import { isSold, type RecordedOutcome, type ScoreEntry } from './score-entry.js';
import { standardisedError } from './standardised-error.js';

/** One valuation beside its outcome. Scores of an unsold lot are null: its price is not known. */
export interface EntryScore extends RecordedOutcome {
  /** Estimate over price. */
  readonly ratio: number | null;
  /** Whether the price fell into the claimed range. */
  readonly isCovered: boolean | null;
  readonly standardisedError: number | null;
}

export function entryScore(entry: ScoreEntry): EntryScore {
  if (!isSold(entry)) return { ...entry, ratio: null, isCovered: null, standardisedError: null };
  const { priceMinor } = entry.outcome;
  return {
    ...entry,
    ratio: Number(entry.estimateMinor) / Number(priceMinor),
    isCovered: entry.p10Minor <= priceMinor && priceMinor <= entry.p90Minor,
    standardisedError: standardisedError(entry, priceMinor),
  };
}
