import { Body, Controller, Get, Param, Post } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import { RequireScope } from '#libs/access';
import { dto, orProblem, PublicRoute, Write, type WriteRequest, WriteRoute } from '#libs/platform';
import { ZodResponse } from 'nestjs-zod';
import * as contract from './valuation.contract.js';
import { ValuationService } from './valuation.service.js';

class RequestValuation extends dto(contract.requestValuation) {}
class ValuationDto extends dto(contract.valuationView) {}
class ValuationDocuments extends dto(contract.valuationDocuments) {}
class ValuationList extends dto(contract.valuationList) {}
class ValuationParams extends dto(contract.valuationParams) {}
class ValuationsOfVersionParams extends dto(contract.versionParams) {}

@ApiTags('valuation')
@Controller('v1')
export class ValuationController {
  readonly #valuation: ValuationService;

  constructor(valuation: ValuationService) {
    this.#valuation = valuation;
  }

  @Post('valuations')
  @ApiBearerAuth()
  @RequireScope('seller')
  @WriteRoute()
  @ZodResponse({ status: 202, type: ValuationDto, description: 'The valuation, queued.' })
  async requestValuation(@Write() write: WriteRequest, @Body() body: RequestValuation) {
    return orProblem(await this.#valuation.request(write, body));
  }

  @Get('valuations/:valuationId')
  @PublicRoute()
  @ZodResponse({ status: 200, type: ValuationDto })
  async getValuation(@Param() { valuationId }: ValuationParams) {
    return orProblem(await this.#valuation.valuation(valuationId));
  }

  @Get('valuations/:valuationId/documents')
  @PublicRoute()
  @ZodResponse({ status: 200, type: ValuationDocuments })
  async getValuationDocuments(@Param() { valuationId }: ValuationParams) {
    return orProblem(await this.#valuation.documents(valuationId));
  }

  @Get('versions/:versionId/valuations')
  @PublicRoute()
  @ZodResponse({ status: 200, type: ValuationList })
  async listValuations(@Param() { versionId }: ValuationsOfVersionParams) {
    return { valuations: orProblem(await this.#valuation.ofVersion(versionId)) };
  }
}
