import { Body, Controller, Get, Param, Post } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import { ZodResponse } from 'nestjs-zod';
import { RequireScope } from '#libs/access';
import { dto, orProblem, PublicRoute, Write, type WriteRequest, WriteRoute } from '#libs/platform';
import * as contract from './attribution.contract.js';
import { AttributionService } from './attribution.service.js';

class DeclareWeights extends dto(contract.declareWeights) {}
class WeightSet extends dto(contract.weightSetView) {}
class ModelParams extends dto(contract.modelParams) {}

@ApiTags('attribution')
@Controller('v1/models/:modelId/weights')
export class AttributionController {
  readonly #attribution: AttributionService;

  constructor(attribution: AttributionService) {
    this.#attribution = attribution;
  }

  @Post()
  @ApiBearerAuth()
  @RequireScope('seller')
  @WriteRoute()
  @ZodResponse({
    status: 201,
    type: WeightSet,
    description: 'The weights, frozen. They replace earlier ones.',
  })
  async declareWeights(
    @Write() write: WriteRequest,
    @Param() { modelId }: ModelParams,
    @Body() body: DeclareWeights,
  ) {
    return orProblem(await this.#attribution.declareWeights(write, modelId, body));
  }

  @Get()
  @PublicRoute()
  @ZodResponse({ status: 200, type: WeightSet, description: 'The weights by which proceeds are split now.' })
  async getWeights(@Param() { modelId }: ModelParams) {
    return orProblem(await this.#attribution.weights(modelId));
  }
}
