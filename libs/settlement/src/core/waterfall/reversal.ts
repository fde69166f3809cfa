import { err, ok, type Result } from '#libs/kernel';
import { splitGrowingTotal } from './growing-split.js';

/** One line of a payout that is already booked: what a receipt paid to whom. Line ids are distinct. */
export type SourceLine = { readonly lineId: string; readonly payee: string; readonly amountMinor: bigint };

/** What a refund or chargeback takes back on a line. */
export type ReversalLine = SourceLine;

export type ReversalFault = 'refund-not-positive' | 'refund-exceeds-source';

/**
 * Reverses a part of a receipt on the lines that it paid, in proportion to them. Refunds of one receipt are split on
 * their cumulative total: those that add up to the receipt take back each line to the unit, no line is ever given
 * back something by a further refund, and none is taken that was not paid. Lines come in the order of the source;
 * lines that this refund does not reach are left out.
 */
export function reverseSource(
  lines: readonly SourceLine[],
  refundedBeforeMinor: bigint,
  refundMinor: bigint,
): Result<readonly ReversalLine[], ReversalFault> {
  if (refundMinor <= 0n) return err('refund-not-positive');
  const total = lines.reduce((sum, { amountMinor }) => sum + amountMinor, 0n);
  const refunded = refundedBeforeMinor + refundMinor;
  if (refunded > total) return err('refund-exceeds-source');
  const claims = lines.map(({ lineId, amountMinor }) => ({ key: lineId, weight: amountMinor }));
  const [before, after] = [refundedBeforeMinor, refunded].map((amount) => splitGrowingTotal(amount, claims));
  return ok(
    lines
      .map((line, index) => ({ ...line, amountMinor: (after?.[index] ?? 0n) - (before?.[index] ?? 0n) }))
      .filter(({ amountMinor }) => amountMinor > 0n),
  );
}
