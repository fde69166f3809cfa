import { Injectable } from '@nestjs/common';
import { assert, asCurrency, assertDefined, decodeId, type Id } from '#libs/kernel';
import type { Tx } from '#libs/platform';
import { RecordOutcome } from '#libs/valuation';
import { AuctionStore } from './auction.store.js';

/** Tells the valuation of a lot what became of it, once its auction has ended for good. */
@Injectable()
export class ReportOutcome {
  readonly #auctions: AuctionStore;
  readonly #valuation: RecordOutcome;

  constructor(auctions: AuctionStore, valuation: RecordOutcome) {
    this.#auctions = auctions;
    this.#valuation = valuation;
  }

  async report(tx: Tx, id: Id<'auction'>): Promise<void> {
    const outcome = await this.#auctions.findOutcome(id, tx);
    assert(outcome !== undefined, `auction ${id} has ended`);
    const { announcement, bids, result } = outcome;
    const winningBid = result.status === 'sold' ? result.bidId : undefined;
    await this.#valuation.record(tx, {
      auctionId: id,
      valuationId: assertDefined(
        decodeId('valuation', announcement.valuation.valuationId),
        'announced with it',
      ),
      terms: announcement.lot.terms,
      currency: asCurrency(announcement.currency),
      closedAt: new Date(announcement.closesAt),
      priceMinor: result.status === 'sold' ? BigInt(result.priceMinor) : undefined,
      reserveMinor: BigInt(announcement.reserveMinor),
      losingBidsMinor: bids
        .filter(({ bidId }) => bidId !== winningBid)
        .map(({ priceMinor }) => BigInt(priceMinor)),
    });
  }
}
