import { Injectable } from '@nestjs/common';
import { CatalogService } from '#libs/catalog';
import { EvaluationService } from '#libs/evaluation';
import { assertDefined, type Id } from '#libs/kernel';
import { RightsService } from '#libs/rights';
import { UsageService } from '#libs/usage';
import { z } from 'zod';
import { composeDossier, type PricingDossierDocument } from './core/index.js';
import { ValuationOutcomeStore } from './valuation-outcome.store.js';
import { requestValuation } from './valuation.contract.js';
import type { ValuationRow } from './valuation.store.js';

/** As many as a dossier takes. */
const GRANTS_MAX = 64;
const COMPARABLES_MAX = 1_000;

/** A dossier and the runs that its scores come from. */
export type GatheredDossier = {
  readonly dossier: PricingDossierDocument;
  readonly runIds: readonly Id<'run'>[];
};

/** Puts together what a valuation was asked for and what stands on record. */
@Injectable()
export class GatherDossier {
  readonly #catalog: CatalogService;
  readonly #evaluation: EvaluationService;
  readonly #usage: UsageService;
  readonly #rights: RightsService;
  readonly #outcomes: ValuationOutcomeStore;

  constructor(
    catalog: CatalogService,
    evaluation: EvaluationService,
    usage: UsageService,
    rights: RightsService,
    outcomes: ValuationOutcomeStore,
  ) {
    this.#catalog = catalog;
    this.#evaluation = evaluation;
    this.#usage = usage;
    this.#rights = rights;
    this.#outcomes = outcomes;
  }

  /** As of the valuation date that was asked for, or of another. */
  async gather({ id, request, versionId }: ValuationRow, asOf?: string): Promise<GatheredDossier> {
    const asked = requestValuation.parse(request);
    const version = await this.#catalog.version(versionId);
    if (!version.ok) throw new Error(`the version of valuation ${id} cannot vanish`);
    const evidence = await Promise.all(
      asked.domains.map(async ({ name }) => {
        const found = await this.#evaluation.evidence(versionId, name);
        if (!found.ok) throw new Error(`the evidence of valuation ${id} cannot vanish`);
        return found.value;
      }),
    );
    const grants = await this.#rights.grantsOfVersion(versionId, GRANTS_MAX);
    const { versionId: _, seed, ...stated } = z.encode(requestValuation, asked);
    return {
      runIds: [...new Set(evidence.map(({ runId }) => runId))],
      dossier: composeDossier(
        {
          ...stated,
          valuationDate: asOf ?? stated.valuationDate,
          seed: assertDefined(seed, 'a queued request has its seed'),
        },
        {
          manifestDigest: version.value.rootDigest,
          series: evidence.map(({ series }) => series),
          months: await this.#usage.months(version.value.modelId, asked.currency),
          grants: grants.map(({ terms, grantedAt }) => ({
            terms,
            grantedOn: grantedAt.toISOString().slice(0, 10),
          })),
          comparables: await this.#outcomes.comparables(asked.currency, COMPARABLES_MAX),
        },
      ),
    };
  }
}
