import { Controller, Get, Param, Post, Req, StreamableFile } from '@nestjs/common';
import { ApiBearerAuth, ApiBody, ApiConsumes, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { RequireScope } from '#libs/access';
import {
  type AuthenticatedRequest,
  type Config,
  dto,
  InjectConfig,
  orProblem,
  PublicRoute,
  Write,
  type WriteRequest,
  WriteRoute,
} from '#libs/platform';
import { ZodResponse } from 'nestjs-zod';
import { AdoptAttribution } from './adopt-attribution.js';
import { modelParams, weightSetView } from './attribution.contract.js';
import * as contract from './computation.contract.js';
import { ComputationService } from './computation.service.js';
import { requestText } from './request-text.js';

class RequestAttribution extends dto(contract.requestAttribution) {}
class AttributionDto extends dto(contract.attributionView) {}
class AttributionDocuments extends dto(contract.attributionDocuments) {}
class AttributionList extends dto(contract.attributionList) {}
class AttributionParams extends dto(contract.attributionParams) {}
class AttributionsOfModelParams extends dto(modelParams) {}
class AdoptedWeightSet extends dto(weightSetView) {}

@ApiTags('attribution')
@Controller('v1')
export class ComputationController {
  readonly #computation: ComputationService;
  readonly #adoption: AdoptAttribution;
  readonly #config: Config;

  constructor(computation: ComputationService, adoption: AdoptAttribution, @InjectConfig() config: Config) {
    this.#computation = computation;
    this.#adoption = adoption;
    this.#config = config;
  }

  /** A large table is sent as text/plain: then its JSON is read in a thread. */
  @Post('models/:modelId/attributions')
  @ApiBearerAuth()
  @RequireScope('seller')
  @WriteRoute()
  @ApiConsumes('application/json', 'text/plain')
  @ApiBody({ type: RequestAttribution })
  @ZodResponse({ status: 202, type: AttributionDto, description: 'The attribution, queued.' })
  async requestAttribution(
    @Write() write: WriteRequest,
    @Param() { modelId }: AttributionsOfModelParams,
    @Req() request: AuthenticatedRequest,
  ) {
    const text = orProblem(await requestText(request, this.#config.bodyLimitBytes));
    return orProblem(await this.#computation.request(write, modelId, text));
  }

  @Get('models/:modelId/attributions')
  @PublicRoute()
  @ZodResponse({ status: 200, type: AttributionList })
  async listAttributions(@Param() { modelId }: AttributionsOfModelParams) {
    return { attributions: orProblem(await this.#computation.ofModel(modelId)) };
  }

  @Get('attributions/:attributionId')
  @PublicRoute()
  @ZodResponse({ status: 200, type: AttributionDto })
  async getAttribution(@Param() { attributionId }: AttributionParams) {
    return orProblem(await this.#computation.attribution(attributionId));
  }

  @Get('attributions/:attributionId/documents')
  @PublicRoute()
  @ApiOkResponse({ type: AttributionDocuments.Output })
  async getAttributionDocuments(@Param() { attributionId }: AttributionParams): Promise<StreamableFile> {
    const text = orProblem(await this.#computation.documents(attributionId));
    return new StreamableFile(Buffer.from(text), { type: 'application/json; charset=utf-8' });
  }

  /** Makes the weights that were found the newest weights of the model. */
  @Post('attributions/:attributionId/adoption')
  @ApiBearerAuth()
  @RequireScope('seller')
  @WriteRoute()
  @ZodResponse({
    status: 201,
    type: AdoptedWeightSet,
    description: 'The weights, frozen. They replace earlier ones.',
  })
  async adoptAttribution(@Write() write: WriteRequest, @Param() { attributionId }: AttributionParams) {
    return orProblem(await this.#adoption.adopt(write, attributionId));
  }
}
