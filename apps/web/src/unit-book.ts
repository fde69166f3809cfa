import { awardsIn, sealing } from '#core/auction';
import { z } from 'zod';
import type { Outcome, UnitAnnouncement } from './auction-view.js';
import { type OpenedBid, openedBids } from './opened-bids.js';

export type UnitStep = { readonly priceMinor: bigint; readonly quantity: bigint };

export type UnitBid = OpenedBid & {
  /** Best price first; empty where the bid names no price. */
  readonly steps: readonly UnitStep[];
  /** What is wanted at whatever price the others make; undefined where the bid names prices. */
  readonly nonCompetitiveQuantity: bigint | undefined;
  readonly wonQuantity: bigint;
  readonly paymentMinor: bigint;
};

/** How identical units were sold. */
export type UnitBook = {
  readonly family: 'units';
  readonly status: 'sold' | 'partly-sold' | 'unsold';
  readonly unsoldBecause: 'no-bid-at-reserve' | 'below-minimum-fill' | undefined;
  /** What each unit costs; undefined where each pays the own bid, or nothing was sold. */
  readonly clearingPriceMinor: bigint | undefined;
  readonly soldQuantity: bigint;
  /** Who won most first. */
  readonly bids: readonly UnitBid[];
};

const unitResult = z.object({
  status: z.enum(['sold', 'partly-sold', 'unsold']),
  reason: z.enum(['no-bid-at-reserve', 'below-minimum-fill']).optional(),
  clearingPriceMinor: z.string().optional(),
});

export function unitBook(announcement: UnitAnnouncement, outcome: Outcome): UnitBook {
  const { status, reason, clearingPriceMinor } = unitResult.parse(outcome.result);
  const awards = new Map(awardsIn(announcement, outcome.result).map((award) => [award.bidId, award]));
  const bids = openedBids(outcome, sealing.BID_CONTENT[announcement.format]).map(
    ({ content, ...bid }): UnitBid => {
      const award = awards.get(bid.bidId);
      return {
        ...bid,
        steps: (content.steps ?? [])
          .map((step) => ({ priceMinor: BigInt(step.priceMinor), quantity: BigInt(step.quantity) }))
          .sort((a, b) => (a.priceMinor > b.priceMinor ? -1 : 1)),
        nonCompetitiveQuantity:
          content.nonCompetitiveQuantity === undefined ? undefined : BigInt(content.nonCompetitiveQuantity),
        wonQuantity: award?.quantity ?? 0n,
        paymentMinor: award?.priceMinor ?? 0n,
      };
    },
  );
  return {
    family: 'units',
    status,
    unsoldBecause: reason,
    clearingPriceMinor: clearingPriceMinor === undefined ? undefined : BigInt(clearingPriceMinor),
    soldQuantity: bids.reduce((sum, { wonQuantity }) => sum + wonQuantity, 0n),
    bids: bids.sort((a, b) => (a.wonQuantity === b.wonQuantity ? 0 : a.wonQuantity > b.wonQuantity ? -1 : 1)),
  };
}
