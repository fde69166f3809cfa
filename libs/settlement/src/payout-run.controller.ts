import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
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
import * as contract from './payout-run.contract.js';
import { PayoutRunService } from './payout-run.service.js';

class RequestRun extends dto(contract.requestRun) {}
class PayoutRun extends dto(contract.payoutRunView) {}
class PayoutRunList extends dto(contract.payoutRunList) {}
class RunReceiptPage extends dto(contract.runReceiptPage) {}
class RunReceiptQuery extends dto(contract.runReceiptQuery) {}
class RunParams extends dto(contract.runParams) {}
class AgreementRunParams extends dto(contract.agreementRunParams) {}

@ApiTags('payouts')
@ApiBearerAuth()
@Controller('v1')
export class PayoutRunController {
  readonly #runs: PayoutRunService;

  constructor(runs: PayoutRunService) {
    this.#runs = runs;
  }

  @Post('agreements/:agreementId/runs')
  @RequireScope('seller', 'operator')
  @WriteRoute()
  @ZodResponse({ status: 201, type: PayoutRun, description: 'The run, which pays in the background.' })
  async requestRun(
    @Write() write: WriteRequest,
    @Param() { agreementId }: AgreementRunParams,
    @Body() body: RequestRun,
  ) {
    return orProblem(await this.#runs.request(write, agreementId, body));
  }

  @Get('agreements/:agreementId/runs')
  @RequireScope('seller', 'operator')
  @ZodResponse({ status: 200, type: PayoutRunList })
  async listPayoutRuns(@CurrentActor() actor: Actor, @Param() { agreementId }: AgreementRunParams) {
    return { runs: orProblem(await this.#runs.list(actor, agreementId)) };
  }

  @Get('payout-runs/:runId/receipts')
  @ZodResponse({ status: 200, type: RunReceiptPage, description: 'What the statements of a run rest on.' })
  async listRunReceipts(
    @CurrentActor() actor: Actor,
    @Param() { runId }: RunParams,
    @Query() query: RunReceiptQuery,
  ) {
    return orProblem(await this.#runs.receipts(actor, runId, query));
  }
}
