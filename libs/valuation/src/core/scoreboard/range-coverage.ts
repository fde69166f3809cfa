import { type ClaimedShare, claimedShare, isWithin } from './claimed-share.js';
import type { ScoreEntry } from './score-entry.js';

/** Coverage that the range from the first to the last decile claims. */
export const RANGE_LEVEL = 0.8;

/** How often prices fell into the range that was claimed to hold 80 % of them. */
export const rangeCoverage = (entries: readonly ScoreEntry[]): ClaimedShare =>
  claimedShare(RANGE_LEVEL, entries, ({ outcome, p10Minor, p90Minor }) =>
    isWithin(outcome, Number(p10Minor), Number(p90Minor)),
  );
