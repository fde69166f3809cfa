import { Injectable } from '@nestjs/common';
import { assert, asCurrency, assertDefined, type Id } from '#libs/kernel';
import type { Tx } from '#libs/platform';
import { RecordOutcome } from '#libs/valuation';
import { AuctionStore } from './auction.store.js';
import { type Announcement, awardsIn, type SealedAuctionOutcome, sealing } from './core/index.js';

/**
 * Tells the valuation of a lot what became of it, once its auction has ended for good. Only single lots are held
 * against what was said of their price: the hammer of a unit or of a package is not the price that was appraised.
 */
@Injectable()
export class ReportOutcome {
  readonly #auctions: AuctionStore;
  readonly #valuation: RecordOutcome;

  constructor(auctions: AuctionStore, valuation: RecordOutcome) {
    this.#auctions = auctions;
    this.#valuation = valuation;
  }

  async report(tx: Tx, id: Id<'auction'>): Promise<void> {
    const auction = await this.#auctions.find(id, tx);
    const outcome = await this.#auctions.findOutcome(id, tx);
    assert(auction !== undefined && outcome !== undefined, `auction ${id} has ended`);
    const { announcement, valuationId } = auction;
    if (announcement.format !== 'first-price' && announcement.format !== 'second-price') return;
    const [award] = awardsIn(announcement, outcome.result);
    const [lot] = announcement.lots;
    await this.#valuation.record(tx, {
      auctionId: id,
      valuationId,
      terms: assertDefined(lot, 'an auction sells something').terms,
      currency: asCurrency(announcement.currency),
      closedAt: new Date(announcement.closesAt),
      priceMinor: award?.priceMinor,
      reserveMinor: BigInt(announcement.reserveMinor),
      losingBidsMinor: losingBids(announcement, outcome, award?.bidder),
    });
  }
}

const losingBids = (
  { format }: Extract<Announcement, { format: 'first-price' | 'second-price' }>,
  { bids }: SealedAuctionOutcome,
  winner: string | undefined,
): readonly bigint[] =>
  bids
    .filter(({ bidder }) => bidder !== winner)
    .map(({ bid }) => BigInt(sealing.BID_CONTENT[format].parse(bid).priceMinor));
