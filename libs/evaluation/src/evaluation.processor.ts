import { Injectable } from '@nestjs/common';
import { assertDefined } from '#libs/kernel';
import { HandlesJob } from '#libs/platform';
import type { z } from 'zod';
import { CompareVersions } from './compare-versions.js';
import { EvaluateChunk } from './evaluate-chunk.js';
import {
  compareVersionsJob,
  evaluateChunkJob,
  failRunJob,
  finishRunJob,
  gatherEvidenceJob,
  resumeRunJob,
  sweepRunsJob,
} from './evaluation.jobs.js';
import { FinishRun } from './finish-run.js';
import { GatherEvidence } from './gather-evidence.js';
import { RunControl } from './run-control.js';
import { SweepRuns } from './sweep-runs.js';

type Work = z.output<typeof evaluateChunkJob.payload>;

@Injectable()
export class EvaluationProcessor {
  readonly #evaluateChunk: EvaluateChunk;
  readonly #finishRun: FinishRun;
  readonly #gatherEvidence: GatherEvidence;
  readonly #compareVersions: CompareVersions;
  readonly #runControl: RunControl;
  readonly #sweepRuns: SweepRuns;

  constructor(
    evaluateChunk: EvaluateChunk,
    finishRun: FinishRun,
    gatherEvidence: GatherEvidence,
    compareVersions: CompareVersions,
    runControl: RunControl,
    sweepRuns: SweepRuns,
  ) {
    this.#evaluateChunk = evaluateChunk;
    this.#finishRun = finishRun;
    this.#gatherEvidence = gatherEvidence;
    this.#compareVersions = compareVersions;
    this.#runControl = runControl;
    this.#sweepRuns = sweepRuns;
  }

  @HandlesJob(evaluateChunkJob)
  async evaluateChunk({ runId, chunk }: Work): Promise<void> {
    await this.#evaluateChunk.evaluate(runId, assertDefined(chunk, 'the job names a chunk'));
  }

  @HandlesJob(finishRunJob)
  async finishRun({ runId }: Work): Promise<void> {
    await this.#finishRun.finish(runId);
  }

  @HandlesJob(gatherEvidenceJob)
  async gatherEvidence({ runId }: z.output<typeof gatherEvidenceJob.payload>): Promise<void> {
    await this.#gatherEvidence.gather(runId);
  }

  @HandlesJob(compareVersionsJob)
  async compareVersions({ domainId }: z.output<typeof compareVersionsJob.payload>): Promise<void> {
    await this.#compareVersions.compare(domainId);
  }

  @HandlesJob(failRunJob)
  async failRun({ runId, chunk }: Work): Promise<void> {
    await this.#runControl.failAfterDeath(runId, chunk);
  }

  @HandlesJob(resumeRunJob)
  async resumeRun({ runId }: Work): Promise<void> {
    await this.#runControl.resumeAfterDeath(runId);
  }

  @HandlesJob(sweepRunsJob)
  async sweep(): Promise<void> {
    await this.#sweepRuns.sweep();
  }
}
