import { Injectable } from '@nestjs/common';
import { HandlesJob } from '#libs/platform';
import { sweepAuctionsJob } from './auction.jobs.js';
import { SweepAuctions } from './sweep-auctions.js';

@Injectable()
export class AuctionProcessor {
  readonly #sweepAuctions: SweepAuctions;

  constructor(sweepAuctions: SweepAuctions) {
    this.#sweepAuctions = sweepAuctions;
  }

  @HandlesJob(sweepAuctionsJob)
  async sweep(): Promise<void> {
    await this.#sweepAuctions.sweep();
  }
}
