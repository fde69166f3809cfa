import { Injectable } from '@nestjs/common';
import { CatalogService } from '#libs/catalog';
import { assert, assertDefined, digestOf, err, type Id, ok, type Result } from '#libs/kernel';
import { Outbox, SystemClock, UnitOfWork } from '#libs/platform';
import { askRows, type ControlPlan, type EvidenceFound, gatherInThread } from './adapters/index.js';
import { callCost, callLatencies } from './call-figures.js';
import type { DomainRow } from './core/index.js';
import { DomainLibrary, type LibraryDomain } from './domain-library.js';
import { EvaluationEvidenceStore } from './evaluation-evidence.store.js';
import { compareVersionsJob } from './evaluation.jobs.js';
import { EvaluationStore, type RunWork } from './evaluation.store.js';
import { evidenceDocument, refusedEvidence } from './evidence-document.js';
import {
  controlIdentity,
  EVIDENCE_METHOD,
  type EvidenceSubject,
  knownSources,
  plannedControl,
  type PlannedControl,
  plannedSeen,
} from './evidence-plan.js';
import { evidenceRows } from './evidence-rows.js';

const ANSWERS_PER_PAGE = 5_000;

/**
 * Works out what the answers of a completed run say beyond its scores, and keeps it. The same inputs give the same
 * evidence: what stands there and was made of them is left alone.
 */
@Injectable()
export class GatherEvidence {
  readonly #store: EvaluationEvidenceStore;
  readonly #runs: EvaluationStore;
  readonly #library: DomainLibrary;
  readonly #catalog: CatalogService;
  readonly #unitOfWork: UnitOfWork;
  readonly #outbox: Outbox;
  readonly #clock: SystemClock;

  constructor(
    store: EvaluationEvidenceStore,
    runs: EvaluationStore,
    library: DomainLibrary,
    catalog: CatalogService,
    unitOfWork: UnitOfWork,
    outbox: Outbox,
    clock: SystemClock,
  ) {
    this.#store = store;
    this.#runs = runs;
    this.#library = library;
    this.#catalog = catalog;
    this.#unitOfWork = unitOfWork;
    this.#outbox = outbox;
    this.#clock = clock;
  }

  async gather(runId: Id<'run'>): Promise<void> {
    const run = await this.#runs.findWork(runId);
    if (run?.state !== 'completed') return;
    const version = await this.#catalog.version(run.versionId);
    assert(version.ok, 'versions stay on record');
    const domain = await this.#library.find(run.domain);
    const isCurrent = domain?.definition.version === run.domainVersion;
    const control =
      isCurrent && run.split === 'public'
        ? plannedControl(domain, version.value)
        : err('There is evidence of public rows of the current version of a domain only.');
    const inputsDigest = digestOf({
      method: EVIDENCE_METHOD,
      run: runId,
      domain: isCurrent ? domain.definitionDigest : null,
      version: version.value.rootDigest,
      control: await controlIdentity(control),
    });
    const known = (await this.#store.find(runId))?.found;
    if (known?.inputsDigest === inputsDigest) return;
    const figures = await this.#store.callFigures(runId);
    const cost = callCost(version.value.adapter, run.currency, figures);
    const latency = callLatencies(figures);
    if (domain === undefined || !isCurrent) {
      const document = refusedEvidence(`${run.domain} is not installed in this version.`, latency);
      return this.#save(run, { inputsDigest, document, score: undefined, cost });
    }
    const { overall, evidence } = await this.#found(run, domain, version.value, control);
    const document =
      evidence === undefined
        ? refusedEvidence('Nothing is told of hidden rows.', latency)
        : evidenceDocument(domain.definition, evidence, await knownSources(domain, version.value), latency);
    await this.#save(run, { inputsDigest, document, score: overall.ok ? overall.value : undefined, cost });
  }

  async #found(
    run: RunWork,
    domain: LibraryDomain,
    subject: EvidenceSubject,
    control: Result<PlannedControl, string>,
  ): Promise<EvidenceFound> {
    const { definition, folder } = domain;
    const opened = await this.#library.rows(domain, run.split);
    if (!opened.ok) throw new Error(`the rows of ${run.domain} are not sound: ${opened.error.code}`);
    const rows = await evidenceRows(opened.value, definition);
    const answers = await this.#answersTo(run.id, rows);
    const plan =
      run.split === 'public'
        ? {
            folder,
            control: await askedControl(control, folder, rows),
            seen: await plannedSeen(domain, subject),
          }
        : undefined;
    const found = await gatherInThread({ definition, rows, answers, plan });
    if (!found.ok) throw new Error(`no evidence of run ${run.id}: ${JSON.stringify(found.error)}`);
    return found.value;
  }

  async #answersTo(runId: Id<'run'>, rows: readonly DomainRow[]) {
    const known = new Map<string, { readonly label: string; readonly score?: number }>();
    for (let first = 0; first < rows.length; first += ANSWERS_PER_PAGE) {
      const ids = rows.slice(first, first + ANSWERS_PER_PAGE).map(({ id }) => id);
      for (const { sampleId, label, score } of await this.#store.firstAnswers(runId, ids))
        known.set(sampleId, score === null ? { label } : { label, score });
    }
    return rows.map(({ id }) => assertDefined(known.get(id), 'a completed run has answers to all rows'));
  }

  async #save(
    run: RunWork,
    evidence: Omit<Parameters<EvaluationEvidenceStore['save']>[2], 'method' | 'computedAt'>,
  ): Promise<void> {
    await this.#unitOfWork.run(async (tx) => {
      const { domain, domainVersion } = run;
      const record = await this.#runs.findDomain(domain, domainVersion, tx);
      const computedAt = this.#clock.now();
      await this.#store.save(tx, run.id, { ...evidence, method: EVIDENCE_METHOD, computedAt });
      const { id: domainId } = assertDefined(record, 'the domain of a run is on record');
      await this.#outbox.enqueue(tx, compareVersionsJob, [{ domainId }]);
      return ok(undefined);
    });
  }
}

/** A control that is a model is asked here: the thread that compares has no way to models. */
async function askedControl(
  control: Result<PlannedControl, string>,
  folder: string,
  rows: readonly DomainRow[],
): Promise<Result<ControlPlan, string>> {
  if (!control.ok || control.value.kind === 'refit') return control as Result<ControlPlan, string>;
  const { kind, name, adapter } = control.value;
  const answers = await askRows(
    adapter,
    folder,
    rows.map(({ input }) => input),
  );
  return answers.ok
    ? ok({ kind, name, answers: answers.value })
    : err(`The control did not answer: ${answers.error.code}.`);
}
