import { Body, Controller, Delete, Get, Param, Post, Query } from '@nestjs/common';
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
import { BuyerOrders } from './buyer-orders.js';
import * as contract from './standing-order.contract.js';
import { UnmetDemand } from './unmet-demand.js';

class PlaceStandingOrder extends dto(contract.placeStandingOrder) {}
class StandingOrder extends dto(contract.standingOrderView) {}
class StandingOrderDetail extends dto(contract.standingOrderDetail) {}
class StandingOrderPage extends dto(contract.standingOrderPage) {}
class StandingOrderParams extends dto(contract.standingOrderParams) {}
class StandingOrderQuery extends dto(contract.standingOrderQuery) {}
class OrderBook extends dto(contract.orderBookView) {}
class DemandMap extends dto(contract.demandMapView) {}

@ApiTags('standing orders')
@Controller('v1')
export class StandingOrderController {
  readonly #orders: BuyerOrders;
  readonly #demand: UnmetDemand;

  constructor(orders: BuyerOrders, demand: UnmetDemand) {
    this.#orders = orders;
    this.#demand = demand;
  }

  @Post('standing-orders')
  @ApiBearerAuth()
  @RequireScope('buyer')
  @WriteRoute()
  @ZodResponse({ status: 201, type: StandingOrder, description: 'The order, which stands from now on.' })
  async placeStandingOrder(@Write() write: WriteRequest, @Body() body: PlaceStandingOrder) {
    return orProblem(await this.#orders.place(write, body));
  }

  @Get('standing-orders/book')
  @PublicRoute()
  @ZodResponse({ status: 200, type: OrderBook, description: 'To whom limits are sealed.' })
  getOrderBook() {
    return orProblem(this.#orders.book());
  }

  @Get('standing-orders')
  @ApiBearerAuth()
  @RequireScope('buyer')
  @ZodResponse({ status: 200, type: StandingOrderPage, description: 'Your own orders.' })
  async listStandingOrders(@CurrentActor() actor: Actor, @Query() query: StandingOrderQuery) {
    return this.#orders.orders(actor, query);
  }

  @Get('standing-orders/:orderId')
  @ApiBearerAuth()
  @RequireScope('buyer')
  @ZodResponse({ status: 200, type: StandingOrderDetail })
  async getStandingOrder(@CurrentActor() actor: Actor, @Param() { orderId }: StandingOrderParams) {
    return orProblem(await this.#orders.order(actor, orderId));
  }

  @Delete('standing-orders/:orderId')
  @ApiBearerAuth()
  @RequireScope('buyer')
  @WriteRoute()
  @ZodResponse({ status: 200, type: StandingOrderDetail, description: 'The order, withdrawn.' })
  async withdrawStandingOrder(@Write() write: WriteRequest, @Param() { orderId }: StandingOrderParams) {
    return orProblem(await this.#orders.withdraw(write, orderId));
  }

  @Get('demand')
  @PublicRoute()
  @ZodResponse({ status: 200, type: DemandMap, description: 'What is waited for, as of a day.' })
  async getDemandMap() {
    const { cells, ...map } = orProblem(await this.#demand.map());
    return { ...map, cells: [...cells] };
  }
}
