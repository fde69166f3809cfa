import { Body, Controller, Get, Param, Post } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import { RequireScope } from '#libs/access';
import { dto, orProblem, PublicRoute, Write, type WriteRequest, WriteRoute } from '#libs/platform';
import { ZodResponse } from 'nestjs-zod';
import * as contract from './evaluation.contract.js';
import { EvaluationService } from './evaluation.service.js';
import { QueueRun } from './queue-run.js';
import { RunControl } from './run-control.js';

class QueueRunBody extends dto(contract.queueRun) {}
class Run extends dto(contract.runView) {}
class RunList extends dto(contract.runList) {}
class DomainList extends dto(contract.domainList) {}
class CancelRunBody extends dto(contract.cancelRun) {}
class ResumeRunBody extends dto(contract.resumeRun) {}
class RunParams extends dto(contract.runParams) {}
class RunsOfVersionParams extends dto(contract.versionParams) {}

@ApiTags('evaluation')
@Controller('v1')
export class EvaluationController {
  readonly #evaluation: EvaluationService;
  readonly #queueRun: QueueRun;
  readonly #runControl: RunControl;

  constructor(evaluation: EvaluationService, queueRun: QueueRun, runControl: RunControl) {
    this.#evaluation = evaluation;
    this.#queueRun = queueRun;
    this.#runControl = runControl;
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
  async queueRun(@Write() write: WriteRequest, @Body() body: QueueRunBody) {
    return orProblem(await this.#queueRun.queue(write, body));
  }

  @Get('runs/:runId')
  @PublicRoute()
  @ZodResponse({ status: 200, type: Run })
  async getRun(@Param() { runId }: RunParams) {
    return orProblem(await this.#evaluation.run(runId));
  }

  @Post('runs/:runId/cancellation')
  @ApiBearerAuth()
  @RequireScope('seller', 'operator')
  @WriteRoute()
  @ZodResponse({ status: 201, type: Run, description: 'The run, cancelled. Its answers are kept.' })
  async cancelRun(@Write() write: WriteRequest, @Param() { runId }: RunParams, @Body() _body: CancelRunBody) {
    return orProblem(await this.#runControl.cancel(write, runId));
  }

  @Post('runs/:runId/resumption')
  @ApiBearerAuth()
  @RequireScope('seller', 'operator')
  @WriteRoute()
  @ZodResponse({
    status: 202,
    type: Run,
    description: 'The failed run, going on: only samples without an answer are computed.',
  })
  async resumeRun(@Write() write: WriteRequest, @Param() { runId }: RunParams, @Body() body: ResumeRunBody) {
    return orProblem(await this.#runControl.resume(write, runId, body));
  }

  @Get('versions/:versionId/runs')
  @PublicRoute()
  @ZodResponse({ status: 200, type: RunList })
  async listRuns(@Param() { versionId }: RunsOfVersionParams) {
    return { runs: orProblem(await this.#evaluation.runsOfVersion(versionId)) };
  }
}
