import { Injectable } from '@nestjs/common';
import { type OpenSubsets, TrainingGround, type TrainingSubject } from '#libs/evaluation';
import { assert, encodeId, err, type Id, ok, type Result } from '#libs/kernel';
import { compiledFile, computeInThread, type Problem, problem, problemAt } from '#libs/platform';
import type { TrainingRequest } from './core/index.js';
import {
  type PrepareAnswer,
  type PreparedRequest,
  prepareRequest,
  type PrepareTask,
} from './prepare-request.js';

const PROGRAM = compiledFile(import.meta.url, 'prepare-worker.js');

/** Shorter texts are read in a few milliseconds; a thread takes longer to start. */
const INLINE_CHARACTERS_MAX = 65_536;

/** Reads requests without holding up others: large ones, and those that look at training rows, in a thread. */
@Injectable()
export class RequestPreparation {
  readonly #ground: TrainingGround;

  constructor(ground: TrainingGround) {
    this.#ground = ground;
  }

  /** @param text JSON of the request */
  async prepare(id: Id<'attribution'>, text: string): Promise<Result<PreparedRequest, Problem>> {
    const task = { text, attributionId: encodeId('attribution', id) };
    const answer = await answerTo(task);
    if (!answer.ok) return answer;
    if (answer.value.kind === 'prepared') return ok(answer.value);
    const found = await this.#find(answer.value.training);
    if (!found.ok) return found;
    const opened = await this.#ground.open(found.value);
    assert(opened.ok, opened.ok ? '' : `training rows: ${JSON.stringify(opened.error)}`);
    const planned = await withRows(task, found.value, opened.value);
    if (!planned.ok) return planned;
    assert(planned.value.kind === 'prepared', 'the ground is given');
    return ok(planned.value);
  }

  async #find(training: TrainingRequest): Promise<Result<TrainingSubject, Problem>> {
    const { domain, model, split, slices } = training;
    const found = await this.#ground.find({ domain, model, split, slices });
    if (found.ok) return found;
    const { field, reason } = found.error;
    return err(problemAt('validation-failed', `/training/${field}`, reason));
  }
}

async function withRows(
  task: PrepareTask,
  subject: TrainingSubject,
  opened: OpenSubsets,
): Promise<Result<Extract<PrepareAnswer, { ok: true }>['value'], Problem>> {
  await opened.close();
  return answerTo({ ...task, ground: { subject, rows: opened.rows } });
}

async function answerTo(
  task: PrepareTask,
): Promise<Result<Extract<PrepareAnswer, { ok: true }>['value'], Problem>> {
  const answer = await prepareWhereItFits(task);
  if (answer.ok) return answer;
  const { code, path, reason } = answer.error;
  if (code === 'invalid') return err(problemAt('validation-failed', path, reason));
  return err(problem('malformed-request', path === '' ? reason : `${path}: ${reason}`));
}

async function prepareWhereItFits(task: PrepareTask): Promise<PrepareAnswer> {
  if (task.text.length <= INLINE_CHARACTERS_MAX && task.ground === undefined) return prepareRequest(task);
  const answer = await computeInThread<PrepareAnswer>(PROGRAM, task);
  assert(answer.ok, answer.ok ? '' : answer.error.reason);
  return answer.value;
}
