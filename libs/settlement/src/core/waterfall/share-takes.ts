import type { Inflow } from './inflow.js';
import type { RevenueShare } from './waterfall-terms.js';

const BPS = 10_000n;

/** What one share of revenue takes, and of what. */
export type ShareTake = {
  readonly share: RevenueShare;
  /** What arrived within the share's term. */
  readonly inflowMinor: bigint;
  readonly totalMinor: bigint;
};

/**
 * What shares of revenue take of what arrived up to a time: each its part of what came within its own term, rounded
 * down, up to its cap. Terms that have ended keep what they took; should refunds since then leave less than all of
 * them together took, the later grants go without.
 */
export function shareTakes(
  shares: readonly RevenueShare[],
  arriving: Inflow,
  asOfMs: number,
): readonly ShareTake[] {
  let left = arriving(asOfMs);
  return shares.map((share) => {
    const { bps, capMinor, fromMs, untilMs } = share;
    const end = Math.min(asOfMs, untilMs);
    const within = arriving(end) - arriving(Math.min(fromMs, end));
    const inflowMinor = within > 0n ? within : 0n;
    const part = (inflowMinor * BigInt(bps)) / BPS;
    const totalMinor = least(least(part, capMinor ?? part), left);
    left -= totalMinor;
    return { share, inflowMinor, totalMinor };
  });
}

/** How the figure comes about, as it is written into a statement. */
export const shareRule = ({ bps, capMinor }: RevenueShare): string =>
  capMinor === null
    ? `floor(inflow * ${String(bps)} / 10000)`
    : `min(floor(inflow * ${String(bps)} / 10000), ${capMinor.toString()})`;

const least = (a: bigint, b: bigint): bigint => (a < b ? a : b);
