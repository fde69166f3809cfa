import { Body, Controller, Get, Header, Param, Post, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { RequireScope } from '#libs/access';
import { dto, orProblem, PublicRoute, Write, type WriteRequest, WriteRoute } from '#libs/platform';
import { ZodResponse } from 'nestjs-zod';
import { ValuationReports } from './valuation-reports.service.js';
import { ValuationScoreboard } from './valuation-scoreboard.service.js';
import * as contract from './valuation.contract.js';
import { ValuationService } from './valuation.service.js';

class RequestValuation extends dto(contract.requestValuation) {}
class ValuationDto extends dto(contract.valuationView) {}
class ValuationDocuments extends dto(contract.valuationDocuments) {}
class ValuationList extends dto(contract.valuationList) {}
class ValuationParams extends dto(contract.valuationParams) {}
class ValuationsOfVersionParams extends dto(contract.versionParams) {}
class ValuationsOfModelParams extends dto(contract.modelParams) {}
class PriceOfLotParams extends dto(contract.lotParams) {}
class ValuationAsOfQuery extends dto(contract.asOfQuery) {}
class ScreeningDto extends dto(contract.screeningView) {}
class ScoreboardDto extends dto(contract.scoreboardView) {}
class LotPriceDto extends dto(contract.lotPrice) {}

@ApiTags('valuation')
@Controller('v1')
export class ValuationController {
  readonly #valuation: ValuationService;
  readonly #reports: ValuationReports;
  readonly #scoreboard: ValuationScoreboard;

  constructor(valuation: ValuationService, reports: ValuationReports, scoreboard: ValuationScoreboard) {
    this.#valuation = valuation;
    this.#reports = reports;
    this.#scoreboard = scoreboard;
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

  /** One HTML page that needs nothing else, to read or to print. */
  @Get('valuations/:valuationId/report')
  @PublicRoute()
  @Header('Content-Type', 'text/html; charset=utf-8')
  @ApiOkResponse({ content: { 'text/html': { schema: { type: 'string' } } } })
  async getValuationReport(@Param() { valuationId }: ValuationParams): Promise<string> {
    return orProblem(await this.#reports.report(valuationId));
  }

  @Get('valuations/:valuationId/screening')
  @PublicRoute()
  @ZodResponse({ status: 200, type: ScreeningDto })
  async getValuationScreening(@Param() { valuationId }: ValuationParams) {
    return orProblem(await this.#reports.screening(valuationId));
  }

  /** How frozen valuations did against what became of their lots. */
  @Get('scoreboard')
  @PublicRoute()
  @ZodResponse({ status: 200, type: ScoreboardDto })
  async getScoreboard() {
    return this.#scoreboard.board();
  }

  @Get('versions/:versionId/valuations')
  @PublicRoute()
  @ZodResponse({ status: 200, type: ValuationList })
  async listValuations(
    @Param() { versionId }: ValuationsOfVersionParams,
    @Query() { asOf }: ValuationAsOfQuery,
  ) {
    return { valuations: orProblem(await this.#valuation.ofVersion(versionId, asOf)) };
  }

  @Get('models/:modelId/valuations')
  @PublicRoute()
  @ZodResponse({ status: 200, type: ValuationList })
  async listModelValuations(
    @Param() { modelId }: ValuationsOfModelParams,
    @Query() { asOf }: ValuationAsOfQuery,
  ) {
    return { valuations: orProblem(await this.#valuation.ofModel(modelId, asOf)) };
  }

  @Get('lots/:lotId/price')
  @PublicRoute()
  @ZodResponse({ status: 200, type: LotPriceDto })
  async getLotPrice(@Param() { lotId }: PriceOfLotParams, @Query() { asOf }: ValuationAsOfQuery) {
    return orProblem(await this.#valuation.ofLot(lotId, asOf));
  }
}
