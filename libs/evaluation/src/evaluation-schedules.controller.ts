import { Body, Controller, Delete, Get, Param, Post } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import { RequireScope } from '#libs/access';
import { dto, orProblem, PublicRoute, Write, type WriteRequest, WriteRoute } from '#libs/platform';
import { ZodResponse } from 'nestjs-zod';
import * as contract from './evaluation.contract.js';
import { EvaluationSchedules } from './evaluation-schedules.js';

class OpenScheduleBody extends dto(contract.openSchedule) {}
class EvaluationSchedule extends dto(contract.scheduleView) {}
class EvaluationScheduleList extends dto(contract.scheduleList) {}
class ScheduleParams extends dto(contract.scheduleParams) {}
class SchedulesOfVersionParams extends dto(contract.versionParams) {}

@ApiTags('evaluation')
@Controller('v1')
export class EvaluationSchedulesController {
  readonly #schedules: EvaluationSchedules;

  constructor(schedules: EvaluationSchedules) {
    this.#schedules = schedules;
  }

  @Post('versions/:versionId/evaluation-schedules')
  @ApiBearerAuth()
  @RequireScope('seller', 'operator')
  @WriteRoute()
  @ZodResponse({
    status: 201,
    type: EvaluationSchedule,
    description:
      'The schedule. Each of its dates has one run; dates that pass in a downtime have one together.',
  })
  async openEvaluationSchedule(
    @Write() write: WriteRequest,
    @Param() { versionId }: SchedulesOfVersionParams,
    @Body() body: OpenScheduleBody,
  ) {
    return orProblem(await this.#schedules.open(write, versionId, body));
  }

  @Get('versions/:versionId/evaluation-schedules')
  @PublicRoute()
  @ZodResponse({ status: 200, type: EvaluationScheduleList, description: 'Newest first, ended ones too.' })
  async listEvaluationSchedules(@Param() { versionId }: SchedulesOfVersionParams) {
    return { schedules: orProblem(await this.#schedules.ofVersion(versionId)) };
  }

  @Delete('evaluation-schedules/:scheduleId')
  @ApiBearerAuth()
  @RequireScope('seller', 'operator')
  @WriteRoute()
  @ZodResponse({ status: 200, type: EvaluationSchedule, description: 'The schedule, which has ended.' })
  async endEvaluationSchedule(@Write() write: WriteRequest, @Param() { scheduleId }: ScheduleParams) {
    return orProblem(await this.#schedules.end(write, scheduleId));
  }
}
