import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { CatalogService } from '#libs/catalog';
import { assert, assertDefined, canonicalJson, err, type Id, type Json, ok, type Result } from '#libs/kernel';
import {
  newId,
  notFound,
  Outbox,
  type Problem,
  problem,
  problemAt,
  SystemClock,
  UnitOfWork,
  type WriteRequest,
} from '#libs/platform';
import type { z } from 'zod';
import { type DecaySeries, decaySeries, type SliceScore } from './core/index.js';
import { DomainLibrary, type LibraryDomain } from './domain-library.js';
import { type domainView, type queueRun, runView } from './evaluation.contract.js';
import { evaluateSliceJob } from './evaluation.jobs.js';
import { EvaluationStore, type RunRow } from './evaluation.store.js';

type RunView = z.output<typeof runView>;
type DomainView = z.output<typeof domainView>;

/** What is known of a version in a domain: the last completed run as a series over time. */
export type Evidence = {
  readonly runId: Id<'run'>;
  readonly domainId: Id<'domain'>;
  readonly series: DecaySeries;
};

/** Runs of versions on domains, and what came out of them. */
@Injectable()
export class EvaluationService implements OnApplicationBootstrap {
  readonly #store: EvaluationStore;
  readonly #library: DomainLibrary;
  readonly #catalog: CatalogService;
  readonly #unitOfWork: UnitOfWork;
  readonly #outbox: Outbox;
  readonly #clock: SystemClock;

  constructor(
    store: EvaluationStore,
    library: DomainLibrary,
    catalog: CatalogService,
    unitOfWork: UnitOfWork,
    outbox: Outbox,
    clock: SystemClock,
  ) {
    this.#store = store;
    this.#library = library;
    this.#catalog = catalog;
    this.#unitOfWork = unitOfWork;
    this.#outbox = outbox;
    this.#clock = clock;
  }

  /** Puts the shipped domains on record. Data that changed under the same version number is a mistake of ours. */
  async onApplicationBootstrap(): Promise<void> {
    for (const { definition, definitionDigest, rows } of (await this.#library.all()).values()) {
      const { task: name, version } = definition;
      await this.#unitOfWork.run(async (tx) => {
        const record = {
          id: newId('domain'),
          name,
          version,
          digest: definitionDigest,
          rowCount: rows.length,
        };
        await this.#store.insertDomain(tx, {
          ...record,
          definition: canonicalJson(definition as unknown as Json),
        });
        const stored = assertDefined(
          await this.#store.findDomain(name, version, tx),
          'the domain was just inserted',
        );
        assert(
          stored.digest === definitionDigest,
          `domain ${name} changed but is still version ${String(version)}`,
        );
        return ok(undefined);
      });
    }
  }

  /** Records a run before anything is computed, and queues one job per slice. */
  async queueRun(write: WriteRequest, input: z.output<typeof queueRun>): Promise<Result<RunView, Problem>> {
    const domain = await this.#library.find(input.domain);
    if (domain === undefined) return err(problemAt('domain-unknown', '/domain', 'no domain has this name'));
    return this.#unitOfWork.write(write, runView, async (tx) => {
      const { actor } = write;
      const version = actor.scopes.has('operator')
        ? await this.#catalog.version(input.versionId, tx)
        : await this.#catalog.ownedVersion(actor, input.versionId, tx);
      if (!version.ok) return version;
      const { task, version: number, slices } = domain.definition;
      const record = assertDefined(
        await this.#store.findDomain(task, number, tx),
        'shipped domains are on record',
      );
      const run = {
        id: newId('run'),
        versionId: input.versionId,
        domainId: record.id,
        requestedById: actor.partyId,
        queuedAt: this.#clock.now(),
      };
      const rows = slices.map(({ key, rows: sampleCount }, position) => ({
        slice: key,
        position,
        sampleCount,
      }));
      await this.#store.insertRun(tx, run, rows);
      await this.#outbox.enqueue(
        tx,
        evaluateSliceJob,
        slices.map(({ key }) => ({ runId: run.id, slice: key })),
      );
      return ok(
        toRunView(assertDefined(await this.#store.findRun(run.id, tx), 'the run was just inserted'), domain),
      );
    });
  }

  async run(id: Id<'run'>): Promise<Result<RunView, Problem>> {
    const run = await this.#store.findRun(id);
    return run === undefined ? err(notFound('run')) : ok(toRunView(run, await this.#domainOf(run)));
  }

  /** Every attempt, newest first; failed and repeated ones too. */
  async runsOfVersion(versionId: Id<'version'>): Promise<Result<RunView[], Problem>> {
    const version = await this.#catalog.version(versionId);
    if (!version.ok) return version;
    const runs = await this.#store.runsOfVersion(versionId);
    return ok(await Promise.all(runs.map(async (run) => toRunView(run, await this.#domainOf(run)))));
  }

  async domains(): Promise<DomainView[]> {
    const views: DomainView[] = [];
    for (const domain of (await this.#library.all()).values()) {
      const { task, version } = domain.definition;
      views.push(
        toDomainView(
          domain,
          assertDefined(await this.#store.findDomain(task, version), 'shipped domains are on record').id,
        ),
      );
    }
    return views;
  }

  /** The decay series of a version in a domain, from its last completed run. */
  async evidence(versionId: Id<'version'>, domainName: string): Promise<Result<Evidence, Problem>> {
    const domain = await this.#library.find(domainName);
    if (domain === undefined) return err(problemAt('domain-unknown', '/domain', 'no domain has this name'));
    const { task, version, slices } = domain.definition;
    const record = assertDefined(
      await this.#store.findDomain(task, version),
      'shipped domains are on record',
    );
    const run = await this.#store.lastCompletedRun(versionId, record.id);
    if (run === undefined)
      return err(
        problem('evidence-missing', `No completed run of this version on ${domainName} stands on record.`),
      );
    const scores = run.slices.map(({ slice, score }, position): SliceScore => {
      const { n, successes, value, lower, upper } = assertDefined(
        score,
        'a completed run has all its scores',
      );
      const { metric } = assertDefined(slices[position], 'a run has the slices of its domain');
      return { slice, metric, n, correct: successes, value, lower, upper };
    });
    const series = decaySeries(domain.definition, scores);
    return series.ok
      ? ok({ runId: run.id, domainId: record.id, series: series.value })
      : err(problem('evidence-missing', `${domainName} shows no behaviour over time: ${series.error.code}.`));
  }

  async #domainOf(run: RunRow): Promise<LibraryDomain | undefined> {
    const domain = await this.#library.find(run.domain);
    return domain?.definition.version === run.domainVersion ? domain : undefined;
  }
}

/** Runs outlive the domain version they ran on: then slices are shown by their keys. */
function toRunView({ requestedById: _, ...run }: RunRow, domain: LibraryDomain | undefined): RunView {
  return {
    ...run,
    slices: run.slices.map(({ slice, sampleCount, answered, score }) => {
      const definition = domain?.definition.slices.find(({ key }) => key === slice);
      return {
        slice,
        label: definition?.label ?? slice,
        metric: definition?.metric ?? 'recall',
        meanDate: definition?.meanDate ?? null,
        sampleCount,
        answered,
        score,
      };
    }),
  };
}

const toDomainView = (
  { definition, definitionDigest, rows }: LibraryDomain,
  id: Id<'domain'>,
): DomainView => ({
  id,
  name: definition.task,
  version: definition.version,
  description: definition.description,
  digest: definitionDigest,
  licence: definition.licence,
  chanceLevel: definition.chanceLevel,
  rowCount: rows.length,
  slices: definition.slices.map(({ meanDate, ...slice }) => ({ ...slice, meanDate: meanDate ?? null })),
  baselines: definition.baselines.map(({ name }) => name),
  caveats: [...definition.caveats],
});
