import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import { ZodResponse } from 'nestjs-zod';
import { type Actor, CurrentActor, dto, orProblem, PublicRoute } from '#libs/platform';
import * as contract from './settlement.contract.js';
import { SettlementService } from './settlement.service.js';

class Settlement extends dto(contract.settlementView) {}
class HoldbackReleasePage extends dto(contract.releasePage) {}
class HoldbackReleaseQuery extends dto(contract.releaseQuery) {}
class PayoutPage extends dto(contract.payoutPage) {}
class AuctionParams extends dto(contract.auctionParams) {}
class PayoutQuery extends dto(contract.payoutQuery) {}

@ApiTags('settlement')
@Controller('v1')
export class SettlementController {
  readonly #settlements: SettlementService;

  constructor(settlements: SettlementService) {
    this.#settlements = settlements;
  }

  @Get('auctions/:auctionId/settlement')
  @PublicRoute()
  @ZodResponse({ status: 200, type: Settlement, description: 'The statement, which can be computed again.' })
  async getSettlement(@Param() { auctionId }: AuctionParams) {
    return orProblem(await this.#settlements.settlement(auctionId));
  }

  @Get('auctions/:auctionId/releases')
  @PublicRoute()
  @ZodResponse({
    status: 200,
    type: HoldbackReleasePage,
    description: 'What became of what was held back, with statements that can be computed again.',
  })
  async listReleases(@Param() { auctionId }: AuctionParams, @Query() query: HoldbackReleaseQuery) {
    return this.#settlements.releases(auctionId, query);
  }

  @Get('me/payouts')
  @ApiBearerAuth()
  @ZodResponse({ status: 200, type: PayoutPage, description: 'What the caller was paid, and why.' })
  async listPayouts(@CurrentActor() actor: Actor, @Query() query: PayoutQuery) {
    return this.#settlements.payouts(actor, query);
  }
}
