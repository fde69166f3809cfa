import { Injectable } from '@nestjs/common';
import { nextPage } from '#contract/platform';
import { CatalogService } from '#libs/catalog';
import { assertDefined, err, type Id, ok, type Result } from '#libs/kernel';
import { notFound, type Problem } from '#libs/platform';
import type { z } from 'zod';
import { AnswerSimilarityStore, type SimilarityRow } from './answer-similarity.store.js';
import { answerSimilarity, type Estimate, NEAR_CLONE_AGREEMENT, type Statistic } from './core/index.js';
import { DomainLibrary } from './domain-library.js';
import { bestBaseline, headlineOf } from './edge-document.js';
import { BASELINE_METHOD } from './domain-baselines.js';
import { EvaluationEdgeStore } from './evaluation-edge.store.js';
import type * as contract from './evaluation-evidence.contract.js';
import { EvaluationEvidenceStore } from './evaluation-evidence.store.js';
import { EvaluationStore } from './evaluation.store.js';

type EvidenceView = z.output<typeof contract.decayEvidenceView>;
type SimilarView = z.output<typeof contract.similarVersions>;
type EdgesView = z.output<typeof contract.residualEdges>;
type SimilarOther = SimilarView['domains'][number]['others'][number];

/** Evidence as it is told to the world. */
@Injectable()
export class EvidenceViews {
  readonly #evidence: EvaluationEvidenceStore;
  readonly #edges: EvaluationEdgeStore;
  readonly #similarity: AnswerSimilarityStore;
  readonly #runs: EvaluationStore;
  readonly #library: DomainLibrary;
  readonly #catalog: CatalogService;

  constructor(
    evidence: EvaluationEvidenceStore,
    edges: EvaluationEdgeStore,
    similarity: AnswerSimilarityStore,
    runs: EvaluationStore,
    library: DomainLibrary,
    catalog: CatalogService,
  ) {
    this.#evidence = evidence;
    this.#edges = edges;
    this.#similarity = similarity;
    this.#runs = runs;
    this.#library = library;
    this.#catalog = catalog;
  }

  async decayEvidence(runId: Id<'run'>): Promise<Result<EvidenceView, Problem>> {
    const run = await this.#runs.findRun(runId);
    if (run === undefined) return err(notFound('run'));
    const found = (await this.#evidence.find(runId))?.found;
    const edge = await this.#edges.findEdge(run.versionId, run.domainId);
    const pending = run.state === 'completed' ? ('queued' as const) : ('run-incomplete' as const);
    return ok({
      runId,
      versionId: run.versionId,
      domain: run.domain,
      domainVersion: run.domainVersion,
      state: found === undefined ? pending : 'ready',
      computedAt: found?.computedAt ?? null,
      method: found?.method ?? null,
      inputsDigest: found?.inputsDigest ?? null,
      evidence: found?.document ?? null,
      hiddenRankDelta: edge?.document.hiddenRankDelta ?? null,
    });
  }

  async similarVersions(versionId: Id<'version'>): Promise<Result<SimilarView, Problem>> {
    const version = await this.#catalog.version(versionId);
    if (!version.ok) return version;
    const byRun = new Map<Id<'run'>, SimilarView['domains'][number]>();
    for (const row of await this.#similarity.similarTo(versionId)) {
      const { domain, domainVersion, runId } = row;
      const group = byRun.get(runId) ?? { domain, domainVersion, runId, others: [] };
      group.others.push(toSimilar(row));
      byRun.set(runId, group);
    }
    for (const { others } of byRun.values())
      others.sort((a, b) => (b.errorAgreement?.value ?? 0) - (a.errorAgreement?.value ?? 0));
    return ok({ versionId, nearCloneAgreement: NEAR_CLONE_AGREEMENT, domains: [...byRun.values()] });
  }

  /** Rows are versions, columns the domains that are installed now. */
  async residualEdges({ after, limit }: z.output<typeof contract.residualEdgesQuery>): Promise<EdgesView> {
    const columns = new Map<Id<'domain'>, EdgesView['domains'][number]>();
    for (const { definition } of (await this.#library.all()).values()) {
      const { task: domain, version: domainVersion } = definition;
      const record = assertDefined(
        await this.#runs.findDomain(domain, domainVersion),
        'domains of the library are on record',
      );
      const baselines = await this.#edges.baselines(record.id, BASELINE_METHOD);
      const baselineBest = bestBaseline(baselines);
      columns.set(record.id, { domain, domainVersion, ...headlineOf(definition), baselineBest });
    }
    const domainIds = [...columns.keys()];
    const versions = await this.#edges.mapVersions(domainIds, after, limit);
    const edges = await this.#edges.edgesOf(
      versions.map(({ id }) => id),
      domainIds,
    );
    return {
      domains: [...columns.values()],
      versions: versions.map((version) => ({
        ...version,
        cells: edges
          .filter(({ versionId }) => versionId === version.id)
          .map(({ domainId, runId, computedAt, document }) => ({
            domain: assertDefined(columns.get(domainId), 'a domain of the map').domain,
            runId,
            computedAt,
            ...document,
          })),
      })),
      next: nextPage(versions, limit),
    };
  }
}

function toSimilar({
  other,
  rows,
  sameLabel,
  eitherWrong,
  sameWrong,
  ...counts
}: SimilarityRow): SimilarOther {
  const { chanceAgreement } = counts;
  const found = answerSimilarity({ rows, sameLabel, chanceAgreement, eitherWrong, sameWrong });
  return {
    ...other,
    rows,
    sameLabel,
    kappa: figureOf(found.kappa),
    eitherWrong,
    sameWrong,
    errorAgreement: figureOf(found.errorAgreement),
    isNearClone: found.isNearClone.ok ? found.isNearClone.value : null,
    refusal: found.isNearClone.ok ? null : found.isNearClone.error.reason,
  };
}

const figureOf = (estimate: Statistic<Estimate>): SimilarOther['kappa'] =>
  estimate.ok
    ? { value: estimate.value.value, lower: estimate.value.lower, upper: estimate.value.upper }
    : null;
