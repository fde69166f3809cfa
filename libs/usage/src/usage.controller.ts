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
import * as contract from './usage.contract.js';
import { UsageService } from './usage.service.js';

class RecordUsage extends dto(contract.recordUsage) {}
class UsageSeries extends dto(contract.usageSeriesView) {}
class UsageParams extends dto(contract.usageParams) {}
class UsageQuery extends dto(contract.usageQuery) {}

@ApiTags('usage')
@ApiBearerAuth()
@Controller('v1/models/:modelId/usage')
export class UsageController {
  readonly #usage: UsageService;

  constructor(usage: UsageService) {
    this.#usage = usage;
  }

  @Post()
  @RequireScope('seller')
  @WriteRoute()
  @ZodResponse({ status: 201, type: UsageSeries, description: 'The whole series as it stands now.' })
  async recordUsage(
    @Write() write: WriteRequest,
    @Param() { modelId }: UsageParams,
    @Body() body: RecordUsage,
  ) {
    return orProblem(await this.#usage.record(write, modelId, body));
  }

  @Get()
  @RequireScope('seller')
  @ZodResponse({ status: 200, type: UsageSeries })
  async getUsage(
    @CurrentActor() actor: Actor,
    @Param() { modelId }: UsageParams,
    @Query() { currency }: UsageQuery,
  ) {
    return orProblem(await this.#usage.series(actor, modelId, currency));
  }
}
