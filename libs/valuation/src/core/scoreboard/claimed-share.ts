import { clopperPearsonInterval } from '#core/evaluation';
import { ok } from '#libs/kernel';
import { STUDY_LEVEL } from '../ratio-study/index.js';
import { isSold, type LotOutcome, type ScoreEntry } from './score-entry.js';
import { refuseScore, type ScoreFigure } from './score-figure.js';

/** How often a claim that should hold for a nominal share of lots was kept. */
export interface ClaimedShare {
  readonly nominal: number;
  /** Of the sold lots, with Clopper and Pearson's interval. */
  readonly observed: ScoreFigure;
  /** Over all lots; null where none has the claim. */
  readonly withUnsold: ShareBounds | null;
}

/**
 * What a share over all lots can be at least and at most, whatever the unsold ones were worth (Manski, 1989, Journal
 * of Human Resources 24, 343-360), and the limits of the intervals of the two.
 */
export interface ShareBounds {
  readonly least: number;
  readonly most: number;
  readonly lower: number;
  readonly upper: number;
  readonly n: number;
}

/** Whether an outcome keeps a claim; null where an unsold lot leaves it open. */
export type Kept = boolean | null;

/**
 * @param keptBy whether a lot kept the claim, undefined where it has none; never null for a sold lot
 */
export function claimedShare(
  nominal: number,
  entries: readonly ScoreEntry[],
  keptBy: (entry: ScoreEntry) => Kept | undefined,
): ClaimedShare {
  const claims = entries.flatMap((entry) => {
    const kept = keptBy(entry);
    return kept === undefined ? [] : [{ kept, isSold: isSold(entry) }];
  });
  const sold = claims.filter((claim) => claim.isSold);
  return {
    nominal,
    observed: observedShare(sold.filter(({ kept }) => kept === true).length, sold.length),
    withUnsold: shareBounds(claims.map(({ kept }) => kept)),
  };
}

/** Whether a price lies from one amount to another; of an unsold lot it is known that it lies below its reserve. */
export function isWithin(outcome: LotOutcome, lower: number, upper: number): Kept {
  if (outcome.state === 'sold') {
    const price = Number(outcome.priceMinor);
    return lower <= price && price <= upper;
  }
  const reserve = Number(outcome.reserveMinor);
  if (reserve <= lower) return false;
  return lower <= 0 && reserve <= upper ? true : null;
}

function observedShare(kept: number, n: number): ScoreFigure {
  if (n === 0) return refuseScore('no-claims', 'no sale has the claim');
  return ok({ value: kept / n, ...clopperPearsonInterval(kept, n, STUDY_LEVEL), n });
}

function shareBounds(kept: readonly Kept[]): ShareBounds | null {
  const n = kept.length;
  if (n === 0) return null;
  const least = kept.filter((one) => one === true).length;
  const most = kept.filter((one) => one !== false).length;
  return {
    least: least / n,
    most: most / n,
    lower: clopperPearsonInterval(least, n, STUDY_LEVEL).lower,
    upper: clopperPearsonInterval(most, n, STUDY_LEVEL).upper,
    n,
  };
}
