import { Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiBody, ApiConsumes, ApiTags } from '@nestjs/swagger';
import { RequireScope } from '#libs/access';
import type { Result } from '#libs/kernel';
import {
  type Actor,
  CurrentActor,
  dto,
  orProblem,
  type Problem,
  Write,
  type WriteRequest,
  WriteRoute,
} from '#libs/platform';
import { ZodResponse } from 'nestjs-zod';
import { meterParams } from './meter.contract.js';
import * as contract from './receipt.contract.js';
import { ReceiptListBody, type SentList } from './receipt-list-body.js';
import { ReceiveReceipts } from './receive-receipts.js';
import { meterSeriesView } from './series.contract.js';
import { UsageReceipts } from './usage-receipts.js';

class DeliverReceipts extends dto(contract.deliverReceipts) {}
class DeliveryDto extends dto(contract.deliveryView) {}
class ReceiptPage extends dto(contract.receiptPage) {}
class ReceiptQuery extends dto(contract.receiptQuery) {}
class MeterSeriesDto extends dto(meterSeriesView) {}
class ReceivingMeterParams extends dto(meterParams) {}

@ApiTags('usage')
@ApiBearerAuth()
@Controller('v1/meters/:meterId')
export class ReceiptController {
  readonly #receive: ReceiveReceipts;
  readonly #receipts: UsageReceipts;

  constructor(receive: ReceiveReceipts, receipts: UsageReceipts) {
    this.#receive = receive;
    this.#receipts = receipts;
  }

  @Post('receipts')
  @HttpCode(200)
  @RequireScope('seller', 'buyer', 'contributor')
  @WriteRoute()
  @ApiConsumes('application/json', 'application/x-ndjson', 'text/csv')
  @ApiBody({
    type: DeliverReceipts,
    description:
      'Receipts that payer and payee signed, in the order of their chain: a list, a single one, one a line (JSON ' +
      'Lines), or a CSV. All are accepted or none.',
  })
  @ZodResponse({ status: 200, type: DeliveryDto, description: 'Where the chain stands now.' })
  async deliverReceipts(
    @Write() write: WriteRequest,
    @Param() { meterId }: ReceivingMeterParams,
    @ReceiptListBody() list: Result<SentList, Problem>,
  ) {
    return orProblem(await this.#receive.receive(write, meterId, orProblem(list)));
  }

  @Get('receipts')
  @ZodResponse({ status: 200, type: ReceiptPage })
  async listReceipts(
    @CurrentActor() actor: Actor,
    @Param() { meterId }: ReceivingMeterParams,
    @Query() query: ReceiptQuery,
  ) {
    return orProblem(await this.#receipts.page(actor, meterId, query));
  }

  @Get('series')
  @ZodResponse({ status: 200, type: MeterSeriesDto, description: 'As it was received, and as it counts.' })
  async getMeterSeries(@CurrentActor() actor: Actor, @Param() { meterId }: ReceivingMeterParams) {
    return orProblem(await this.#receipts.series(actor, meterId));
  }
}
