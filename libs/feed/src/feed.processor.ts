import { Injectable } from '@nestjs/common';
import { HandlesJob } from '#libs/platform';
import type { z } from 'zod';
import { publishTickJob } from './feed.jobs.js';
import { FeedService } from './feed.service.js';

@Injectable()
export class FeedProcessor {
  readonly #feed: FeedService;

  constructor(feed: FeedService) {
    this.#feed = feed;
  }

  @HandlesJob(publishTickJob)
  async publish({ auctionId }: z.output<typeof publishTickJob.payload>): Promise<void> {
    await this.#feed.publish(auctionId);
  }
}
