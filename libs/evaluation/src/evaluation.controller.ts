import { Body, Controller, Get, Param, Post } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import { RequireScope } from '#libs/access';
import { dto, orProblem, PublicRoute, Write, type WriteRequest, WriteRoute } from '#libs/platform';
import { ZodResponse } from 'nestjs-zod';
import * as contract from './evaluation.contract.js';
import { EvaluationService } from './evaluation.service.js';

class QueueRun extends dto(contract.queueRun) {}
class Run extends dto(contract.runView) {}
class RunList extends dto(contract.runList) {}
class DomainList extends dto(contract.domainList) {}
class RunParams extends dto(contract.runParams) {}
class RunsOfVersionParams extends dto(contract.versionParams) {}

@ApiTags('evaluation')
@Controller('v1')
export class EvaluationController {
  readonly #evaluation: EvaluationService;

  constructor(evaluation: EvaluationService) {
    this.#evaluation = evaluation;
  }

  @Get('domains')
  @PublicRoute()
  @ZodResponse({ status: 200, type: DomainList })
  async listDomains() {
    return { domains: await this.#evaluation.domains() };
  }

  @Post('runs')
  @ApiBearerAuth()
  @RequireScope('seller', 'operator')
  @WriteRoute()
  @ZodResponse({
    status: 202,
    type: Run,
    description: 'The run, on record from now on whatever becomes of it.',
  })
  async queueRun(@Write() write: WriteRequest, @Body() body: QueueRun) {
    return orProblem(await this.#evaluation.queueRun(write, body));
  }

  @Get('runs/:runId')
  @PublicRoute()
  @ZodResponse({ status: 200, type: Run })
  async getRun(@Param() { runId }: RunParams) {
    return orProblem(await this.#evaluation.run(runId));
  }

  @Get('versions/:versionId/runs')
  @PublicRoute()
  @ZodResponse({ status: 200, type: RunList })
  async listRuns(@Param() { versionId }: RunsOfVersionParams) {
    return { runs: orProblem(await this.#evaluation.runsOfVersion(versionId)) };
  }
}
