import { Injectable } from '@nestjs/common';
import type { Id } from '#libs/kernel';
import { HandlesJob } from '#libs/platform';
import { clearAuctionJob, sweepAuctionsJob } from './auction.jobs.js';
import { ClearAuction } from './clear-auction.js';
import { SweepAuctions } from './sweep-auctions.js';

@Injectable()
export class AuctionProcessor {
  readonly #sweepAuctions: SweepAuctions;
  readonly #clearAuction: ClearAuction;

  constructor(sweepAuctions: SweepAuctions, clearAuction: ClearAuction) {
    this.#sweepAuctions = sweepAuctions;
    this.#clearAuction = clearAuction;
  }

  @HandlesJob(sweepAuctionsJob)
  async sweep(): Promise<void> {
    await this.#sweepAuctions.sweep();
  }

  @HandlesJob(clearAuctionJob)
  async clear({ auctionId }: { auctionId: Id<'auction'> }): Promise<void> {
    await this.#clearAuction.clear(auctionId);
  }
}
