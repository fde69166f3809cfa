import { Body, Controller, Get, Param, Post } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import { RequireScope } from '#libs/access';
import {
  type Actor,
  CurrentActor,
  dto,
  orProblem,
  Write,
  type WriteRequest,
  WriteRoute,
} from '#libs/platform';
import { ZodResponse } from 'nestjs-zod';
import * as contract from './payout-agreement.contract.js';
import { PayoutAgreementService } from './payout-agreement.service.js';

class AgreePayouts extends dto(contract.agreePayouts) {}
class Agreement extends dto(contract.agreementView) {}
class AgreementModelParams extends dto(contract.agreementModelParams) {}
class AgreementParams extends dto(contract.agreementParams) {}

@ApiTags('payouts')
@ApiBearerAuth()
@Controller('v1')
export class PayoutAgreementController {
  readonly #agreements: PayoutAgreementService;

  constructor(agreements: PayoutAgreementService) {
    this.#agreements = agreements;
  }

  @Post('models/:modelId/agreements')
  @RequireScope('seller')
  @WriteRoute()
  @ZodResponse({
    status: 201,
    type: Agreement,
    description: 'The terms, which count for charges from now on.',
  })
  async agreePayouts(
    @Write() write: WriteRequest,
    @Param() { modelId }: AgreementModelParams,
    @Body() body: AgreePayouts,
  ) {
    return orProblem(await this.#agreements.agree(write, modelId, body));
  }

  @Get('agreements/:agreementId')
  @RequireScope('seller', 'operator')
  @ZodResponse({ status: 200, type: Agreement })
  async getAgreement(@CurrentActor() actor: Actor, @Param() { agreementId }: AgreementParams) {
    return orProblem(await this.#agreements.agreement(actor, agreementId));
  }
}
