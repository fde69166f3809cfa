import { Injectable } from '@nestjs/common';
import { CatalogService } from '#libs/catalog';
import { assert, encodeId, err, type Id, ok, type Result } from '#libs/kernel';
import { notFound, type Problem, problem, SystemClock } from '#libs/platform';
import type { z } from 'zod';
import {
  qualityControls,
  readDossier,
  refusalHtml,
  screenDossier,
  valuationHtml,
  type ValuationAbout,
} from './core/index.js';
import { documentOf, readJson } from './valuation-view.js';
import type { screeningView } from './valuation.contract.js';
import { type ValuationRow, ValuationStore } from './valuation.store.js';

/** What is said about a valuation besides its figures: a document to print, and a screen of its inputs. */
@Injectable()
export class ValuationReports {
  readonly #store: ValuationStore;
  readonly #catalog: CatalogService;
  readonly #clock: SystemClock;

  constructor(store: ValuationStore, catalog: CatalogService, clock: SystemClock) {
    this.#store = store;
    this.#catalog = catalog;
    this.#clock = clock;
  }

  /** One HTML page that prints well; of a refused valuation, the reason. */
  async report(id: Id<'valuation'>): Promise<Result<string, Problem>> {
    const row = await this.#store.find(id);
    if (row === undefined) return err(notFound('valuation'));
    const about = await this.#about(row);
    const document = documentOf(row);
    if (document !== undefined) return ok(valuationHtml(document, about));
    if (row.refusal === null) return err(problem('not-found', 'The valuation has not ended yet.'));
    const { valuationDate, domains } = row;
    return ok(refusalHtml(row.refusal, { ...about, valuationDate, domains }));
  }

  /** Outliers and traces of manipulation in the dossier, and what speaks for its quality. */
  async screening(id: Id<'valuation'>): Promise<Result<z.output<typeof screeningView>, Problem>> {
    const row = await this.#store.find(id);
    if (row === undefined) return err(notFound('valuation'));
    const valuation = documentOf(row);
    if (valuation === undefined || row.dossier === null)
      return err(problem('not-found', 'Only a completed valuation is screened.'));
    const read = readDossier(readJson(row.dossier));
    assert(read.ok, 'the dossier of a completed valuation is well formed');
    const { dossier } = read.value;
    const screening = screenDossier(dossier);
    const controls = qualityControls({ dossier, valuation, screening, scoreboard: null, reviews: null });
    return ok({ screening, controls } as unknown as z.output<typeof screeningView>);
  }

  async #about(row: ValuationRow): Promise<ValuationAbout> {
    const version = await this.#catalog.version(row.versionId);
    assert(version.ok, 'a valuation is of a version');
    const model = await this.#catalog.model(version.value.modelId);
    assert(model.ok, 'a version is of a model');
    return {
      valuationId: encodeId('valuation', row.id),
      modelName: model.value.name,
      versionLabel: version.value.label,
      issuedOn: dayOf(row.finishedAt ?? this.#clock.now()),
      dossierDigest: row.dossierDigest ?? '',
      documentDigest: row.documentDigest ?? '',
      stale:
        row.stale === null
          ? null
          : {
              cause: row.stale.cause,
              since: dayOf(row.stale.since),
              successorId: encodeId('valuation', row.stale.successorId),
            },
    };
  }
}

const dayOf = (date: Date): string => date.toISOString().slice(0, 10);
