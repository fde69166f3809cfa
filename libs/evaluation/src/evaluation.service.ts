import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { CatalogService } from '#libs/catalog';
import { assert, assertDefined, canonicalJson, err, type Id, type Json, ok, type Result } from '#libs/kernel';
import { newId, notFound, type Problem, problem, problemAt, UnitOfWork } from '#libs/platform';
import type { z } from 'zod';
import {
  type DecaySeries,
  decaySeries,
  type DomainDefinition,
  type SliceScore,
  standingSeries,
} from './core/index.js';
import { DomainLibrary, type LibraryDomain } from './domain-library.js';
import type { domainView } from './evaluation.contract.js';
import { EvaluationStore } from './evaluation.store.js';
import { type RunView, RunViews } from './run-views.js';

type DomainView = z.output<typeof domainView>;

/** What is known of a version in a domain, from its last completed run. */
export type Evidence = {
  readonly runId: Id<'run'>;
  /** Over time; where the domain's rows have no dates, as things stood when the run was completed. */
  readonly series: DecaySeries;
};

/** Runs of versions on domains, and what came out of them. */
@Injectable()
export class EvaluationService implements OnApplicationBootstrap {
  readonly #store: EvaluationStore;
  readonly #library: DomainLibrary;
  readonly #catalog: CatalogService;
  readonly #views: RunViews;
  readonly #unitOfWork: UnitOfWork;

  constructor(
    store: EvaluationStore,
    library: DomainLibrary,
    catalog: CatalogService,
    views: RunViews,
    unitOfWork: UnitOfWork,
  ) {
    this.#store = store;
    this.#library = library;
    this.#catalog = catalog;
    this.#views = views;
    this.#unitOfWork = unitOfWork;
  }

  /** Puts the shipped domains on record. Data that changed under the same version number is a mistake of ours. */
  async onApplicationBootstrap(): Promise<void> {
    for (const { definition, definitionDigest } of (await this.#library.all()).values()) {
      const { task: name, version } = definition;
      await this.#unitOfWork.run(async (tx) => {
        const record = {
          id: newId('domain'),
          name,
          version,
          digest: definitionDigest,
          rowCount: rowCount(definition),
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

  async run(id: Id<'run'>): Promise<Result<RunView, Problem>> {
    const run = await this.#store.findRun(id);
    if (run === undefined) return err(notFound('run'));
    return ok(await this.#views.view(id));
  }

  /** Every attempt, newest first; failed and repeated ones too. */
  async runsOfVersion(versionId: Id<'version'>): Promise<Result<RunView[], Problem>> {
    const version = await this.#catalog.version(versionId);
    if (!version.ok) return version;
    return ok(await this.#views.views(await this.#store.runsOfVersion(versionId)));
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

  /** The scores of a version in a domain over time, from its last completed run. */
  async evidence(versionId: Id<'version'>, domainName: string): Promise<Result<Evidence, Problem>> {
    const domain = await this.#library.find(domainName);
    if (domain === undefined) return err(problemAt('domain-unknown', '/domain', 'no domain has this name'));
    const { task, version } = domain.definition;
    const record = assertDefined(
      await this.#store.findDomain(task, version),
      'shipped domains are on record',
    );
    const run = await this.#store.lastCompletedRun(versionId, record.id);
    if (run === undefined)
      return err(
        problem('evidence-missing', `No completed run of this version on ${domainName} stands on record.`),
      );
    // A slice whose rows carry no number is left out; a series cannot do without a dated one, and says so.
    const scores = run.slices.flatMap(({ slice, metric, score }): SliceScore[] => {
      if (metric === null || score === null) return [];
      const { n, successes: correct, value, lower, upper } = score;
      return [{ slice, metric, n, correct, value, lower, upper }];
    });
    const dated = decaySeries(domain.definition, scores);
    const series =
      !dated.ok && dated.error.code === 'no-dated-slices'
        ? standingSeries(
            domain.definition,
            scores,
            dayOf(assertDefined(run.finishedAt, 'the run is completed')),
          )
        : dated;
    return series.ok
      ? ok({ runId: run.id, series: series.value })
      : err(problem('evidence-missing', `${domainName} shows no scores to go by: ${series.error.code}.`));
  }
}

const dayOf = (date: Date): string => date.toISOString().slice(0, 10);

const toDomainView = (
  { definition, definitionDigest, splits }: LibraryDomain,
  id: Id<'domain'>,
): DomainView => ({
  id,
  name: definition.task,
  version: definition.version,
  description: definition.description,
  digest: definitionDigest,
  licence: definition.licence,
  chanceLevel: definition.chanceLevel,
  rowCount: rowCount(definition),
  slices: definition.slices.map(({ meanDate, ...slice }) => ({ ...slice, meanDate: meanDate ?? null })),
  baselines: definition.baselines.map(({ name, adapter }) => ({ name, adapter })),
  models: definition.models.map(({ name, adapter }) => ({ name, adapter })),
  splits: [...splits],
  hiddenSplitHash: definition.hiddenSplitHash ?? null,
  caveats: [...definition.caveats],
});

const rowCount = ({ slices }: DomainDefinition): number => slices.reduce((sum, { rows }) => sum + rows, 0);
