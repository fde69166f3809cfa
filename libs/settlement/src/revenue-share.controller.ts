import { Body, Controller, Param, Post } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import { dto, orProblem, Write, type WriteRequest, WriteRoute } from '#libs/platform';
import { ZodResponse } from 'nestjs-zod';
import * as contract from './revenue-share.contract.js';
import { RevenueShareService } from './revenue-share.service.js';

class TransferUnits extends dto(contract.transferUnits) {}
class ShareTransfer extends dto(contract.shareTransferView) {}
class ShareParams extends dto(contract.shareParams) {}

@ApiTags('payouts')
@ApiBearerAuth()
@Controller('v1/revenue-shares/:grantId')
export class RevenueShareController {
  readonly #shares: RevenueShareService;

  constructor(shares: RevenueShareService) {
    this.#shares = shares;
  }

  @Post('transfers')
  @WriteRoute()
  @ZodResponse({ status: 201, type: ShareTransfer, description: 'The units, now in the hands of the other.' })
  async transferUnits(
    @Write() write: WriteRequest,
    @Param() { grantId }: ShareParams,
    @Body() body: TransferUnits,
  ) {
    return orProblem(await this.#shares.transfer(write, grantId, body));
  }
}
