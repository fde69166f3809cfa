import type { RevenueShare } from '../waterfall/index.js';

/** A grant of a share of revenue: units are basis points. */
export type SoldShare = {
  readonly grant: string;
  readonly bps: number;
  /** All units of the lot, for which the cap is. */
  readonly lotBps: number;
  readonly lotCapMinor: bigint | null;
  readonly fromMs: number;
  readonly untilMs: number;
};

/**
 * What a grant takes of a meter's revenue. The cap of the lot is the grant's in proportion to its units, rounded down,
 * less what the grant was given under earlier versions of the agreement. A grant that a run did not know yet counts
 * from that run's end: what was paid by then stays as it was paid.
 */
export function revenueShareOf(
  { grant, bps, lotBps, lotCapMinor, fromMs, untilMs }: SoldShare,
  notBeforeMs: number,
  givenEarlierMinor: bigint,
): RevenueShare {
  const leftMinor =
    lotCapMinor === null ? null : (lotCapMinor * BigInt(bps)) / BigInt(lotBps) - givenEarlierMinor;
  return {
    payee: grant,
    bps,
    capMinor: leftMinor !== null && leftMinor < 0n ? 0n : leftMinor,
    fromMs: Math.max(fromMs, Math.min(notBeforeMs, untilMs)),
    untilMs,
  };
}
