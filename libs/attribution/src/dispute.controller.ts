import { Body, Controller, Get, Param, Post } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import { RequireScope } from '#libs/access';
import { dto, orProblem, PublicRoute, Write, type WriteRequest, WriteRoute } from '#libs/platform';
import { ZodResponse } from 'nestjs-zod';
import * as contract from './dispute.contract.js';
import { DisputeService } from './dispute.service.js';

class RaiseDispute extends dto(contract.raiseDispute) {}
class WeightDispute extends dto(contract.disputeView) {}
class WeightDisputeList extends dto(contract.disputeList) {}
class DisputedWeightSetParams extends dto(contract.weightSetParams) {}

@ApiTags('attribution')
@Controller('v1/weight-sets/:weightSetId/disputes')
export class DisputeController {
  readonly #disputes: DisputeService;

  constructor(disputes: DisputeService) {
    this.#disputes = disputes;
  }

  @Post()
  @ApiBearerAuth()
  @RequireScope('contributor', 'seller')
  @WriteRoute()
  @ZodResponse({ status: 201, type: WeightDispute, description: 'The objection, on record.' })
  async raiseDispute(
    @Write() write: WriteRequest,
    @Param() { weightSetId }: DisputedWeightSetParams,
    @Body() body: RaiseDispute,
  ) {
    return orProblem(await this.#disputes.raise(write, weightSetId, body));
  }

  @Get()
  @PublicRoute()
  @ZodResponse({ status: 200, type: WeightDisputeList })
  async listDisputes(@Param() { weightSetId }: DisputedWeightSetParams) {
    return { disputes: orProblem(await this.#disputes.ofWeightSet(weightSetId)) };
  }
}
