import { Body, Controller, Get, Param, Post } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import { RequireScope } from '#libs/access';
import { dto, orProblem, PublicRoute, Write, type WriteRequest, WriteRoute } from '#libs/platform';
import { ZodResponse } from 'nestjs-zod';
import * as contract from './meter.contract.js';
import { MeterService } from './meter.service.js';

class OpenMeter extends dto(contract.openMeter) {}
class MeterDto extends dto(contract.meterView) {}
class MeterList extends dto(contract.meterList) {}
class MeteredModelParams extends dto(contract.meteredModelParams) {}
class MeterParams extends dto(contract.meterParams) {}

@ApiTags('usage')
@Controller('v1')
export class MeterController {
  readonly #meters: MeterService;

  constructor(meters: MeterService) {
    this.#meters = meters;
  }

  @Post('models/:modelId/meters')
  @ApiBearerAuth()
  @RequireScope('seller')
  @WriteRoute()
  @ZodResponse({ status: 201, type: MeterDto })
  async openMeter(
    @Write() write: WriteRequest,
    @Param() { modelId }: MeteredModelParams,
    @Body() body: OpenMeter,
  ) {
    return orProblem(await this.#meters.open(write, modelId, body));
  }

  @Get('models/:modelId/meters')
  @PublicRoute()
  @ZodResponse({ status: 200, type: MeterList })
  async listMeters(@Param() { modelId }: MeteredModelParams) {
    return orProblem(await this.#meters.ofModel(modelId));
  }

  @Get('meters/:meterId')
  @PublicRoute()
  @ZodResponse({ status: 200, type: MeterDto })
  async getMeter(@Param() { meterId }: MeterParams) {
    return orProblem(await this.#meters.view(meterId));
  }
}
