import { Body, Controller, Get, HttpCode, Param, Post } from '@nestjs/common';
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
import { meterParams } from './meter.contract.js';
import * as contract from './telemetry.contract.js';
import { TelemetryService } from './telemetry.service.js';

class ReportTelemetry extends dto(contract.reportTelemetry) {}
class TelemetryDto extends dto(contract.telemetryView) {}
class DraftList extends dto(contract.draftList) {}
class TelemetryMeterParams extends dto(meterParams) {}

@ApiTags('usage')
@ApiBearerAuth()
@Controller('v1/meters/:meterId')
export class TelemetryController {
  readonly #telemetry: TelemetryService;

  constructor(telemetry: TelemetryService) {
    this.#telemetry = telemetry;
  }

  @Post('telemetry')
  @HttpCode(200)
  @RequireScope('seller', 'contributor')
  @WriteRoute()
  @ZodResponse({ status: 200, type: TelemetryDto, description: 'What was new of it.' })
  async reportTelemetry(
    @Write() write: WriteRequest,
    @Param() { meterId }: TelemetryMeterParams,
    @Body() body: ReportTelemetry,
  ) {
    return orProblem(await this.#telemetry.report(write, meterId, body));
  }

  @Get('drafts')
  @ZodResponse({ status: 200, type: DraftList, description: 'Receipts that wait for their signatures.' })
  async listDrafts(@CurrentActor() actor: Actor, @Param() { meterId }: TelemetryMeterParams) {
    return orProblem(await this.#telemetry.drafts(actor, meterId));
  }
}
