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
import * as contract from './sale.contract.js';
import { SaleRequests } from './sale-requests.js';
import { SaleService } from './sale.service.js';
import { auctionParams } from './settlement.contract.js';

class SaleDetailView extends dto(contract.saleDetail) {}
class SalePage extends dto(contract.salePage) {}
class MySalePage extends dto(contract.mySalePage) {}
class SaleAuctionParams extends dto(auctionParams) {}
class SaleParams extends dto(contract.saleParams) {}
class SaleQuery extends dto(contract.saleQuery) {}
class PaySale extends dto(contract.paySale) {}
class DeliverSale extends dto(contract.deliverSale) {}
class ConfirmReceipt extends dto(contract.confirmReceipt) {}
class RuleSale extends dto(contract.ruleSale) {}

@ApiTags('sales')
@Controller('v1')
export class SaleController {
  readonly #sales: SaleService;
  readonly #requests: SaleRequests;

  constructor(sales: SaleService, requests: SaleRequests) {
    this.#sales = sales;
    this.#requests = requests;
  }

  @Get('auctions/:auctionId/sales')
  @PublicRoute()
  @ZodResponse({ status: 200, type: SalePage, description: 'What was sold, to which pseudonym.' })
  async listSales(@Param() { auctionId }: SaleAuctionParams, @Query() query: SaleQuery) {
    return orProblem(await this.#sales.ofAuction(auctionId, query));
  }

  @Get('me/sales')
  @ApiBearerAuth()
  @ZodResponse({ status: 200, type: MySalePage, description: 'What the caller bought and sold.' })
  async listMySales(@CurrentActor() actor: Actor, @Query() query: SaleQuery) {
    return this.#sales.ofActor(actor, query);
  }

  @Get('sales/:saleId')
  @ApiBearerAuth()
  @ZodResponse({ status: 200, type: SaleDetailView, description: 'For buyer, seller and operators.' })
  async getSale(@CurrentActor() actor: Actor, @Param() { saleId }: SaleParams) {
    return orProblem(await this.#sales.sale(actor, saleId));
  }

  @Post('sales/:saleId/payment')
  @HttpCode(200)
  @ApiBearerAuth()
  @RequireScope('buyer')
  @WriteRoute()
  @ZodResponse({ status: 200, type: SaleDetailView, description: 'The sale, its price in escrow.' })
  async paySale(@Write() write: WriteRequest, @Param() { saleId }: SaleParams, @Body() _: PaySale) {
    return orProblem(await this.#requests.pay(write, saleId));
  }

  @Post('sales/:saleId/delivery')
  @HttpCode(200)
  @ApiBearerAuth()
  @RequireScope('seller')
  @WriteRoute()
  @ZodResponse({
    status: 200,
    type: SaleDetailView,
    description: 'The sale, delivered; files that are not those of the announced manifest are refused.',
  })
  async deliverSale(
    @Write() write: WriteRequest,
    @Param() { saleId }: SaleParams,
    @Body() body: DeliverSale,
  ) {
    return orProblem(await this.#requests.deliver(write, saleId, body));
  }

  @Post('sales/:saleId/receipt')
  @HttpCode(200)
  @ApiBearerAuth()
  @RequireScope('buyer')
  @WriteRoute()
  @ZodResponse({
    status: 200,
    type: SaleDetailView,
    description: 'The sale: accepted when the files are those of the manifest, contested when not.',
  })
  async confirmReceipt(
    @Write() write: WriteRequest,
    @Param() { saleId }: SaleParams,
    @Body() body: ConfirmReceipt,
  ) {
    return orProblem(await this.#requests.receive(write, saleId, body));
  }

  @Post('sales/:saleId/ruling')
  @HttpCode(200)
  @ApiBearerAuth()
  @RequireScope('operator')
  @WriteRoute()
  @ZodResponse({ status: 200, type: SaleDetailView, description: 'The sale, no longer contested.' })
  async ruleSale(@Write() write: WriteRequest, @Param() { saleId }: SaleParams, @Body() body: RuleSale) {
    return orProblem(await this.#requests.rule(write, saleId, body));
  }
}
