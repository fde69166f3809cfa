import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import { RequireScope } from '#libs/access';
import {
  type Actor,
  CurrentActor,
  dto,
  orProblem,
  PublicRoute,
  Write,
  type WriteRequest,
  WriteRoute,
} from '#libs/platform';
import { ZodResponse } from 'nestjs-zod';
import { AnnounceAuction } from './announce-auction.js';
import * as contract from './auction.contract.js';
import { AuctionService } from './auction.service.js';
import { CancelAuction } from './cancel-auction.js';
import { JoinAuction } from './join-auction.js';
import { PlaceBid } from './place-bid.js';

class AnnounceAuctionBody extends dto(contract.announceAuction) {}
class Auction extends dto(contract.auctionView) {}
class AuctionPage extends dto(contract.auctionPage) {}
class AuctionDetail extends dto(contract.auctionDetail) {}
class AuctionParams extends dto(contract.auctionParams) {}
class AuctionQuery extends dto(contract.auctionQuery) {}
class PlaceBidBody extends dto(contract.placeBid) {}
class BidReceipt extends dto(contract.bidReceipt) {}
class BidReceipts extends dto(contract.receiptList) {}
class JoinAuctionBody extends dto(contract.joinAuction) {}
class Bidder extends dto(contract.bidderView) {}
class DataRoom extends dto(contract.dataRoom) {}
class Closing extends dto(contract.closingView) {}
class LogPage extends dto(contract.logPage) {}
class LogQuery extends dto(contract.logQuery) {}
class Outcome extends dto(contract.outcomeView) {}

@ApiTags('auction')
@Controller('v1/auctions')
export class AuctionController {
  readonly #auctions: AuctionService;
  readonly #announceAuction: AnnounceAuction;
  readonly #joinAuction: JoinAuction;
  readonly #placeBid: PlaceBid;
  readonly #cancelAuction: CancelAuction;

  constructor(
    auctions: AuctionService,
    announceAuction: AnnounceAuction,
    joinAuction: JoinAuction,
    placeBid: PlaceBid,
    cancelAuction: CancelAuction,
  ) {
    this.#auctions = auctions;
    this.#announceAuction = announceAuction;
    this.#joinAuction = joinAuction;
    this.#placeBid = placeBid;
    this.#cancelAuction = cancelAuction;
  }

  @Post()
  @ApiBearerAuth()
  @RequireScope('seller')
  @WriteRoute()
  @ZodResponse({ status: 201, type: AuctionDetail, description: 'The auction, announced and fixed.' })
  async announceAuction(@Write() write: WriteRequest, @Body() body: AnnounceAuctionBody) {
    return orProblem(await this.#announceAuction.announce(write, body));
  }

  @Get()
  @PublicRoute()
  @ZodResponse({ status: 200, type: AuctionPage, description: 'Auctions, the newest first.' })
  async listAuctions(@Query() query: AuctionQuery) {
    return this.#auctions.auctions(query);
  }

  @Get(':auctionId')
  @PublicRoute()
  @ZodResponse({ status: 200, type: AuctionDetail, description: 'Announcement, state and schedule.' })
  async getAuction(@Param() { auctionId }: AuctionParams) {
    return orProblem(await this.#auctions.auction(auctionId));
  }

  @Get(':auctionId/outcome')
  @PublicRoute()
  @ZodResponse({ status: 200, type: Outcome, description: 'What anybody needs to decide the auction again.' })
  async getOutcome(@Param() { auctionId }: AuctionParams) {
    return orProblem(await this.#auctions.outcome(auctionId));
  }

  @Get(':auctionId/closing')
  @PublicRoute()
  @ZodResponse({ status: 200, type: Closing, description: 'The signed end of the log: what was in time.' })
  async getClosing(@Param() { auctionId }: AuctionParams) {
    return orProblem(await this.#auctions.closing(auctionId));
  }

  @Get(':auctionId/envelopes')
  @PublicRoute()
  @ZodResponse({
    status: 200,
    type: LogPage,
    description: 'The closed log with its envelopes, in its order.',
  })
  async listEnvelopes(@Param() { auctionId }: AuctionParams, @Query() query: LogQuery) {
    return orProblem(await this.#auctions.log(auctionId, query));
  }

  @Post(':auctionId/participation')
  @ApiBearerAuth()
  @RequireScope('buyer')
  @WriteRoute()
  @ZodResponse({
    status: 201,
    type: Bidder,
    description: 'The terms are accepted; bid under this pseudonym.',
  })
  async joinAuction(
    @Write() write: WriteRequest,
    @Param() { auctionId }: AuctionParams,
    @Body() body: JoinAuctionBody,
  ) {
    return orProblem(await this.#joinAuction.join(write, auctionId, body));
  }

  @Get(':auctionId/participation')
  @ApiBearerAuth()
  @RequireScope('buyer')
  @ZodResponse({ status: 200, type: Bidder, description: 'The caller’s own standing in the auction.' })
  async getParticipation(@CurrentActor() actor: Actor, @Param() { auctionId }: AuctionParams) {
    return orProblem(await this.#joinAuction.standing(actor, auctionId));
  }

  @Get(':auctionId/data-room')
  @ApiBearerAuth()
  @ZodResponse({
    status: 200,
    type: DataRoom,
    description: 'For those who accepted the terms, and the seller.',
  })
  async getDataRoom(@CurrentActor() actor: Actor, @Param() { auctionId }: AuctionParams) {
    return orProblem(await this.#joinAuction.dataRoom(actor, auctionId));
  }

  @Post(':auctionId/bids')
  @ApiBearerAuth()
  @RequireScope('buyer')
  @WriteRoute()
  @ZodResponse({ status: 201, type: BidReceipt, description: 'The receipt for the sealed envelope.' })
  async placeBid(
    @Write() write: WriteRequest,
    @Param() { auctionId }: AuctionParams,
    @Body() body: PlaceBidBody,
  ) {
    return orProblem(await this.#placeBid.place(write, auctionId, body));
  }

  @Get(':auctionId/bids/mine')
  @ApiBearerAuth()
  @RequireScope('buyer')
  @ZodResponse({ status: 200, type: BidReceipts })
  async listMyBids(@CurrentActor() actor: Actor, @Param() { auctionId }: AuctionParams) {
    return { receipts: orProblem(await this.#auctions.receipts(actor, auctionId)) };
  }

  @Post(':auctionId/cancellation')
  @HttpCode(200)
  @ApiBearerAuth()
  @RequireScope('seller')
  @WriteRoute()
  @ZodResponse({
    status: 200,
    type: Auction,
    description: 'The auction, cancelled; its lot is listed again.',
  })
  async cancelAuction(@Write() write: WriteRequest, @Param() { auctionId }: AuctionParams) {
    return orProblem(await this.#cancelAuction.cancel(write, auctionId));
  }
}
