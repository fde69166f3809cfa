import { Body, Controller, Get, HttpCode, Param, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { dto, orProblem, PublicRoute } from '#libs/platform';
import { ZodResponse } from 'nestjs-zod';
import * as contract from './auction.contract.js';
import { PublishShares } from './publish-shares.js';

class TrusteeParams extends dto(contract.trusteeParams) {}
class AuctionParams extends dto(contract.auctionParams) {}
class AwaitedShares extends dto(contract.awaitedShares) {}
class PublishSharesBody extends dto(contract.publishShares) {}
class AcceptedShares extends dto(contract.acceptedShares) {}

/** For trustees, who need no key of ours: what they publish proves itself, and again is the same. */
@ApiTags('auction')
@Controller('v1')
export class TrusteeController {
  readonly #publishShares: PublishShares;

  constructor(publishShares: PublishShares) {
    this.#publishShares = publishShares;
  }

  @Get('trustees/:publicKey/auctions')
  @PublicRoute()
  @ZodResponse({
    status: 200,
    type: AwaitedShares,
    description: 'Closed auctions that lack shares of this key.',
  })
  async listAwaited(@Param() { publicKey }: TrusteeParams) {
    return this.#publishShares.awaited(publicKey);
  }

  @Post('auctions/:auctionId/shares')
  @HttpCode(200)
  @PublicRoute()
  @ZodResponse({ status: 200, type: AcceptedShares, description: 'All of the shares hold and are kept.' })
  async publishShares(@Param() { auctionId }: AuctionParams, @Body() body: PublishSharesBody) {
    return orProblem(await this.#publishShares.publish(auctionId, body));
  }
}
