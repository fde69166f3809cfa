import { Injectable, Logger } from '@nestjs/common';
import { AuctionService } from '#libs/auction';
import { encodeId, type Id } from '#libs/kernel';
import { HandlesJob } from '#libs/platform';
import { SettleAuction } from './settle-auction.js';
import { settleAuctionJob, sweepJob } from './settlement.jobs.js';

/** Settles what was cleared: when it is told, and again and again what could not be settled then. */
@Injectable()
export class SettlementProcessor {
  readonly #logger = new Logger(SettlementProcessor.name);
  readonly #settleAuction: SettleAuction;
  readonly #auctions: AuctionService;

  constructor(settleAuction: SettleAuction, auctions: AuctionService) {
    this.#settleAuction = settleAuction;
    this.#auctions = auctions;
  }

  @HandlesJob(settleAuctionJob)
  async settle({ auctionId }: { auctionId: Id<'auction'> }): Promise<void> {
    const settled = await this.#settleAuction.settle(auctionId);
    if (settled.ok) return;
    const auction = encodeId('auction', auctionId);
    this.#logger.warn(
      { auction, problem: settled.error.code },
      'an auction is cleared but cannot be settled yet',
    );
  }

  /** One auction that fails does not keep the others from being settled. */
  @HandlesJob(sweepJob)
  async sweep(): Promise<void> {
    for (const auctionId of await this.#auctions.clearedAuctionIds())
      try {
        await this.#settleAuction.settle(auctionId);
      } catch (error) {
        const auction = encodeId('auction', auctionId);
        this.#logger.error({ err: error as Error, auction }, 'an auction could not be settled');
      }
  }
}
