import { Injectable } from '@nestjs/common';
import { CatalogService } from '#libs/catalog';
import { assertDefined, err, type Id, ok, type Result } from '#libs/kernel';
import { SystemClock, UnitOfWork } from '#libs/platform';
import { type OpenModel, openModel } from './adapters/index.js';
import { type DomainRow, scoreSlice } from './core/index.js';
import { DomainLibrary, type LibraryDomain } from './domain-library.js';
import { EvaluationStore } from './evaluation.store.js';

/** Answers are saved in batches: what a crash can cost is one of them. */
const BATCH_ROWS = 500;
const BATCH_TIMEOUT_MS = 60_000;

/** Why a run cannot be finished, in words that stay on record with it. */
type RunFailure = string;

/**
 * Answers the rows of one slice that have no answer yet, then scores it. Delivered twice it does nothing twice:
 * an answer that stands is kept, a slice that is scored is left alone.
 */
@Injectable()
export class EvaluateSlice {
  readonly #store: EvaluationStore;
  readonly #library: DomainLibrary;
  readonly #catalog: CatalogService;
  readonly #unitOfWork: UnitOfWork;
  readonly #clock: SystemClock;

  constructor(
    store: EvaluationStore,
    library: DomainLibrary,
    catalog: CatalogService,
    unitOfWork: UnitOfWork,
    clock: SystemClock,
  ) {
    this.#store = store;
    this.#library = library;
    this.#catalog = catalog;
    this.#unitOfWork = unitOfWork;
    this.#clock = clock;
  }

  async evaluate(runId: Id<'run'>, slice: string): Promise<void> {
    if (!(await this.#begin(runId))) return;
    const run = assertDefined(await this.#store.findRun(runId), 'a run that began is on record');
    const domain = await this.#library.find(run.domain);
    if (domain?.definition.version !== run.domainVersion)
      return this.#fail(
        runId,
        `version ${String(run.domainVersion)} of ${run.domain} is not installed any more`,
      );
    const answered = await this.#answerRows(run, domain, slice);
    if (!answered.ok) return this.#fail(runId, answered.error);
    await this.#score(runId, domain, slice);
  }

  /** Queued becomes running. False when there is nothing left to do. */
  async #begin(runId: Id<'run'>): Promise<boolean> {
    const began = await this.#unitOfWork.run(async (tx) => {
      const state = await this.#store.lockRun(tx, runId);
      if (state === 'queued') await this.#store.setState(tx, runId, 'running', null, null);
      return ok(state === 'queued' || state === 'running');
    });
    return began.ok && began.value;
  }

  async #answerRows(
    run: { readonly id: Id<'run'>; readonly versionId: Id<'version'> },
    domain: LibraryDomain,
    slice: string,
  ): Promise<Result<void, RunFailure>> {
    const answered = await this.#store.answeredIds(run.id, slice);
    const open = domain.rows.filter((row) => row.slice === slice && !answered.has(row.id));
    if (open.length === 0) return ok(undefined);
    const version = await this.#catalog.version(run.versionId);
    if (!version.ok) return err(version.error.detail);
    const { adapter, manifest } = version.value;
    const model = await openModel(adapter, { manifest, folder: domain.folder });
    if (!model.ok)
      return err(`the model could not be opened: ${JSON.stringify(model.error)}`.slice(0, 1_000));
    try {
      for (let at = 0; at < open.length; at += BATCH_ROWS) {
        const saved = await this.#answerBatch(model.value, run.id, slice, open.slice(at, at + BATCH_ROWS));
        if (!saved.ok) return saved;
      }
      return ok(undefined);
    } finally {
      await model.value.close();
    }
  }

  async #answerBatch(
    model: OpenModel,
    runId: Id<'run'>,
    slice: string,
    rows: readonly DomainRow[],
  ): Promise<Result<void, RunFailure>> {
    const answers = await model.answer(
      rows.map(({ input }) => input),
      { timeoutMs: BATCH_TIMEOUT_MS },
    );
    if (!answers.ok) return err(`the model did not answer: ${JSON.stringify(answers.error)}`.slice(0, 1_000));
    const labelled = rows.map((row, index) => {
      const answer = assertDefined(answers.value[index], 'one answer per input');
      return { ...answer, sampleId: row.id, isCorrect: answer.label === row.target };
    });
    return this.#unitOfWork.run(async (tx) => {
      await this.#store.insertAnswers(tx, runId, slice, labelled);
      return ok(undefined);
    });
  }

  /** The last slice to be scored completes the run. */
  async #score(runId: Id<'run'>, { definition, rows }: LibraryDomain, key: string): Promise<void> {
    const slice = assertDefined(
      definition.slices.find((candidate) => candidate.key === key),
      `no slice ${key}`,
    );
    const labels = await this.#store.answeredIds(runId, key);
    const answers = new Map([...labels].map(([id, label]) => [id, { label }]));
    const score = scoreSlice(definition, slice, rows, answers);
    if (!score.ok) return this.#fail(runId, `slice ${key} could not be scored: ${score.error.code}`);
    await this.#unitOfWork.run(async (tx) => {
      if ((await this.#store.lockRun(tx, runId)) !== 'running') return ok(undefined);
      const now = this.#clock.now();
      await this.#store.saveScore(tx, runId, score.value, now);
      if ((await this.#store.unscoredCount(tx, runId)) === 0)
        await this.#store.setState(tx, runId, 'completed', now, null);
      return ok(undefined);
    });
  }

  async #fail(runId: Id<'run'>, reason: RunFailure): Promise<void> {
    await this.#unitOfWork.run(async (tx) => {
      if ((await this.#store.lockRun(tx, runId)) === 'running')
        await this.#store.setState(tx, runId, 'failed', this.#clock.now(), reason);
      return ok(undefined);
    });
  }
}
