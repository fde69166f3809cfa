import { assert } from '#libs/kernel';
import { BPS } from './proceeds.js';

/** A drop of two percentage points or less is noise of a re-evaluation, not a defect of what was sold. */
export const HOLDBACK_TOLERANCE_BPS = 200;

/** What is kept of a price until the sold version has been evaluated again: `floor(price × bps / 10 000)`. */
export const heldBack = (priceMinor: bigint, holdbackBps: number): bigint =>
  (priceMinor * BigInt(holdbackBps)) / BigInt(BPS);

/** Scores in basis points, 0 to 10 000; both undefined when the version has not been scored since the sale. */
export type HoldbackInput = {
  readonly heldMinor: bigint;
  readonly scoreAtSale: number | undefined;
  readonly scoreNow: number | undefined;
  /** A drop up to this, in basis points, is none. */
  readonly tolerance: number;
};

export type HoldbackRelease = {
  /** What the buyer gets back. */
  readonly refundMinor: bigint;
  /** What goes on to those who are paid for the sale. */
  readonly releaseMinor: bigint;
};

/**
 * Divides what was held back. Without a re-evaluation, or with a drop within the tolerance, all of it is released.
 * Otherwise the buyer gets `floor(held × drop / scoreAtSale)`: the part of the quality that is gone, of the part of the
 * price that was held. Capped both ways: a version that got better costs the buyer nothing more, and one that is worth
 * nothing any more gives back what was held and not a unit beyond. The two parts are the whole.
 */
export function holdbackRelease({
  heldMinor,
  scoreAtSale = 0,
  scoreNow = scoreAtSale,
  tolerance,
}: HoldbackInput): HoldbackRelease {
  assert(heldMinor >= 0n, 'an amount that is held is not negative');
  for (const score of [scoreAtSale, scoreNow])
    assert(
      Number.isInteger(score) && score >= 0 && score <= BPS,
      `a score in basis points: ${String(score)}`,
    );
  const drop = scoreAtSale - scoreNow;
  const refundMinor = drop <= tolerance ? 0n : (heldMinor * BigInt(drop)) / BigInt(scoreAtSale);
  return { refundMinor, releaseMinor: heldMinor - refundMinor };
}
