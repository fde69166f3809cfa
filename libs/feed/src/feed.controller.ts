import { Controller, Get, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { dto, PublicRoute } from '#libs/platform';
import { ZodResponse } from 'nestjs-zod';
import * as contract from './feed.contract.js';
import { FeedService } from './feed.service.js';

class TickPage extends dto(contract.tickPage) {}
class TickQuery extends dto(contract.tickQuery) {}

@ApiTags('feed')
@PublicRoute()
@Controller('v1/feed')
export class FeedController {
  readonly #feed: FeedService;

  constructor(feed: FeedService) {
    this.#feed = feed;
  }

  @Get('ticks')
  @ZodResponse({ status: 200, type: TickPage, description: 'Ticks after a sequence number, oldest first.' })
  async listTicks(@Query() query: TickQuery) {
    return this.#feed.ticks(query);
  }

  @Get('latest')
  @ZodResponse({ status: 200, type: TickPage, description: 'The newest tick, if there is any.' })
  async latestTick() {
    return this.#feed.latest();
  }
}
