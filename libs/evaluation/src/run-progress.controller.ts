import { Controller, Get, Param, Req, Res } from '@nestjs/common';
import { ApiHeader, ApiOkResponse, ApiProduces, ApiTags } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { notFound, dto, ProblemException, PublicRoute } from '#libs/platform';
import { z } from 'zod';
import { hasEnded } from './core/index.js';
import * as contract from './evaluation.contract.js';
import { eventId, RunProgress } from './run-progress.js';
import { type RunProgressView, RunViews } from './run-views.js';

class RunProgressEvent extends dto(contract.runProgress) {}
class ProgressParams extends dto(contract.runParams) {}

/** For a client that lost the stream. */
const RETRY_MS = 2_000;

@ApiTags('evaluation')
@Controller('v1/runs')
export class RunProgressController {
  readonly #views: RunViews;
  readonly #progress: RunProgress;

  constructor(views: RunViews, progress: RunProgress) {
    this.#views = views;
    this.#progress = progress;
  }

  /** Server-sent events (WHATWG HTML, section 9.2) to whoever accepts them, the present state as JSON to others. */
  @Get(':runId/progress')
  @PublicRoute()
  @ApiProduces('text/event-stream', 'application/json')
  @ApiHeader({
    name: 'Last-Event-ID',
    required: false,
    description: 'Sent by browsers that lost the stream.',
  })
  @ApiOkResponse({
    type: RunProgressEvent,
    description:
      'The progress of the run. As `text/event-stream`: an event `progress` with the whole state whenever it has ' +
      'changed, at most once a second, until the run has ended. Whoever has seen the end is answered 204.',
  })
  async watchRun(@Param() { runId }: ProgressParams, @Req() request: Request, @Res() response: Response) {
    const current = await this.#views.progress(runId);
    if (current === undefined) throw new ProblemException(notFound('run'));
    if (request.accepts(['application/json', 'text/event-stream']) !== 'text/event-stream') {
      response.json(z.encode(contract.runProgress, current));
      return;
    }
    // Tells an EventSource to give up: without it, one that saw the end would connect again for ever.
    if (hasEnded(current.state) && request.header('last-event-id') === eventId(current)) {
      response.status(204).end();
      return;
    }
    this.#stream(current, response);
  }

  #stream(current: RunProgressView, response: Response): void {
    response.status(200).set({
      'Content-Type': 'text/event-stream; charset=utf-8',
      'Cache-Control': 'no-store',
      // Proxies would collect what is meant to be seen at once.
      'X-Accel-Buffering': 'no',
    });
    response.write(`retry: ${String(RETRY_MS)}\n\n`);
    const stop = this.#progress.observe(current, {
      onProgress: (progress) => {
        const data = JSON.stringify(z.encode(contract.runProgress, progress));
        response.write(`event: progress\nid: ${eventId(progress)}\ndata: ${data}\n\n`);
      },
      onSilence: () => {
        response.write(': nothing has changed\n\n');
      },
      onEnd: () => {
        response.end();
      },
    });
    response.on('close', stop);
  }
}
