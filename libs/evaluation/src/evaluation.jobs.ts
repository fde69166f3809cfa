import { idOf } from '#contract/platform';
import { defineEvent, defineJob, type Schedule } from '#libs/platform';
import { z } from 'zod';

/** Names a run and, where it is about one, a chunk of it. */
const work = z.strictObject({ runId: idOf('run'), chunk: z.number().int().min(0).optional() });

/** Puts on record that the run cannot go on, and why. */
export const failRunJob = defineJob('evaluation.fail-run', work);

/** Takes a failed run up again: only what is open is computed. */
export const resumeRunJob = defineJob('evaluation.resume-run', work);

/** A run is completed and scored: more is known of its version. */
export const runCompleted = defineEvent(
  'evaluation.run-completed',
  z.strictObject({ runId: idOf('run'), versionId: idOf('version') }),
);

/** Answers what is open in one chunk of a run. */
export const evaluateChunkJob = defineJob('evaluation.evaluate-chunk', work, {
  lane: 'evaluation',
  onDeath: failRunJob,
  retryAs: resumeRunJob,
});

/** Scores a run whose chunks are complete. */
export const finishRunJob = defineJob('evaluation.finish-run', work, {
  lane: 'evaluation',
  onDeath: failRunJob,
  retryAs: resumeRunJob,
});

/** Works out what the answers of a completed run say beyond its scores. */
export const gatherEvidenceJob = defineJob(
  'evaluation.gather-evidence',
  z.strictObject({ runId: idOf('run') }),
  { lane: 'evaluation' },
);

/** Puts the versions of a domain beside each other, after one of them has new evidence. */
export const compareVersionsJob = defineJob(
  'evaluation.compare-versions',
  z.strictObject({ domainId: idOf('domain') }),
  { lane: 'evaluation' },
);

/** Queues what is due by schedule, and again what was lost between database and queue. */
export const sweepRunsJob = defineJob('evaluation.sweep-runs', z.strictObject({}));

export const evaluationJobs = [
  evaluateChunkJob,
  finishRunJob,
  failRunJob,
  resumeRunJob,
  gatherEvidenceJob,
  compareVersionsJob,
  sweepRunsJob,
];

export const evaluationSchedules: readonly Schedule[] = [{ job: sweepRunsJob, everyMs: 10_000 }];
