import { Injectable } from '@nestjs/common';
import { assertDefined, encodeId, type Id, ok, type Result, sha256Hex } from '#libs/kernel';
import {
  compiledFile,
  computeInThread,
  HandlesJob,
  Outbox,
  Queues,
  SystemClock,
  UnitOfWork,
} from '#libs/platform';
import type { z } from 'zod';
import type { AttributeTask, AttributionAnswer } from './attribute-worker.js';
import { readJson } from './attribution-view.js';
import { attributeJob, failAttributionJob, sweepAttributionsJob } from './attribution.jobs.js';
import {
  type AttributionOutcome,
  type AttributionRow,
  type AttributionTexts,
  ComputationStore,
} from './computation.store.js';
import type { AttributionRefusal, AttributionRequest, TrainingDocument } from './core/index.js';
import { TrainUtilities } from './train-utilities.js';

const PROGRAM = compiledFile(import.meta.url, 'attribute-worker.js');
const LOST_AFTER_MS = 180_000;
const PER_SWEEP_MAX = 1_000;

@Injectable()
export class AttributionProcessor {
  readonly #store: ComputationStore;
  readonly #queues: Queues;
  readonly #unitOfWork: UnitOfWork;
  readonly #outbox: Outbox;
  readonly #clock: SystemClock;
  readonly #training: TrainUtilities;

  constructor(
    store: ComputationStore,
    queues: Queues,
    unitOfWork: UnitOfWork,
    outbox: Outbox,
    clock: SystemClock,
    training: TrainUtilities,
  ) {
    this.#store = store;
    this.#queues = queues;
    this.#unitOfWork = unitOfWork;
    this.#outbox = outbox;
    this.#clock = clock;
    this.#training = training;
  }

  /** Trains what is to be trained, computes the input and freezes what comes out. */
  @HandlesJob(attributeJob)
  async attribute({ attributionId }: z.output<typeof attributeJob.payload>): Promise<void> {
    const row = await this.#store.find(attributionId);
    if (row?.finishedAt !== null) return;
    await this.#store.start(attributionId, this.#clock.now());
    const documents = await this.#withInput(row);
    await this.#freeze(
      attributionId,
      documents.ok
        ? await this.#compute(documents.value)
        : {
            state: documents.error.code === 'budget-spent' ? 'refused' : 'failed',
            result: null,
            resultDigest: null,
            refusal: documents.error,
            finishedAt: this.#clock.now(),
          },
    );
  }

  @HandlesJob(failAttributionJob)
  async fail({ attributionId }: z.output<typeof failAttributionJob.payload>): Promise<void> {
    await this.#freeze(attributionId, {
      state: 'failed',
      result: null,
      resultDigest: null,
      refusal: { code: 'computation-failed', reason: 'it could not be computed however often it was tried' },
      finishedAt: this.#clock.now(),
    });
  }

  /** The documents of an attribution, its input among them: where models are trained it may have to be made first. */
  async #withInput(row: AttributionRow): Promise<Result<Documents, AttributionRefusal>> {
    const texts = await this.#store.texts(row.id);
    const { training } = texts;
    if (training === null || texts.input !== null) return ok({ row, texts });
    const task = {
      attributionId: row.id,
      request: readJson(texts.request) as unknown as AttributionRequest,
      training: readJson(training) as unknown as TrainingDocument,
    };
    const input = await this.#training.input(task, (doneBps) => this.#store.progress(row.id, doneBps));
    if (!input.ok) return input;
    const inputDigest = sha256Hex(input.value);
    await this.#unitOfWork.run(async (tx) => {
      await this.#store.setInput(tx, row.id, input.value, inputDigest);
      return ok(undefined);
    });
    return ok({ row: { ...row, inputDigest }, texts: { ...texts, input: input.value } });
  }

  async #compute({ row, texts }: Documents): Promise<AttributionOutcome> {
    let told = Promise.resolve();
    const task = taskOf(row, texts);
    const answer = await computeInThread<AttributionAnswer>(PROGRAM, task, (progressBps) => {
      told = told.then(() => this.#store.progress(row.id, progressBps));
    });
    await told;
    const outcome = answer.ok ? answer.value : answer;
    const finishedAt = this.#clock.now();
    return outcome.ok
      ? {
          state: 'completed',
          result: outcome.value,
          resultDigest: sha256Hex(outcome.value),
          refusal: null,
          finishedAt,
        }
      : {
          state: answer.ok ? 'refused' : 'failed',
          result: null,
          resultDigest: null,
          refusal: outcome.error,
          finishedAt,
        };
  }

  @HandlesJob(sweepAttributionsJob)
  async sweep(): Promise<void> {
    const { waiting, active } = await this.#queues.lane('evaluation').depth();
    if (waiting + active > 0) return;
    const lost = await this.#store.unfinishedBefore(
      new Date(this.#clock.nowMs() - LOST_AFTER_MS),
      PER_SWEEP_MAX,
    );
    if (lost.length === 0) return;
    await this.#unitOfWork.run(async (tx) => {
      await this.#outbox.enqueue(
        tx,
        attributeJob,
        lost.map((attributionId) => ({ attributionId })),
      );
      return ok(undefined);
    });
  }

  async #freeze(id: Id<'attribution'>, outcome: AttributionOutcome): Promise<void> {
    await this.#unitOfWork.run(async (tx) => {
      await this.#store.freeze(tx, id, outcome);
      return ok(undefined);
    });
  }
}

type Documents = { readonly row: AttributionRow; readonly texts: AttributionTexts };

const taskOf = (
  { id, modelId, requestDigest, inputDigest, seed, trainingDigest }: AttributionRow,
  { request, training, input }: AttributionTexts,
): AttributeTask => {
  const text = assertDefined(input ?? undefined, 'what is computed has an input');
  return {
    subject: {
      attributionId: encodeId('attribution', id),
      modelId: encodeId('model', modelId),
      requestDigest,
      inputDigest: assertDefined(inputDigest ?? undefined, 'an input has a digest'),
    },
    request,
    seed,
    trained:
      training === null || trainingDigest === null ? undefined : { training, trainingDigest, input: text },
  };
};
