import { Injectable } from '@nestjs/common';
import { asId, type Id } from '#libs/kernel';
import { type Prisma, PrismaService, type Tx } from '#libs/platform';
import { z } from 'zod';
import type { CallCost } from './core/index.js';
import type { Split } from './domain-library.js';
import { edgeDocument } from './evaluation-evidence.contract.js';
import type { EvidenceDocument } from './evaluation-evidence.store.js';
import {
  type ComparableScore,
  scoreColumns,
  scoreOfColumns,
  storedCost,
  storedScore,
} from './score-columns.js';

export type EdgeDocument = z.output<typeof edgeDocument>;

/** A version with its newest evidence on a domain. */
export type Standing = {
  readonly versionId: Id<'version'>;
  readonly modelName: string;
  readonly label: string;
  readonly runId: Id<'run'>;
  readonly inputsDigest: string;
  readonly document: EvidenceDocument;
  readonly score: ComparableScore;
  readonly cost: CallCost | undefined;
};

/** What a standing is worked out from: a run, and the digest of what its evidence came from. */
export type StandingKey = Pick<Standing, 'runId' | 'inputsDigest'> & { readonly split: Split };

export type BaselineScore = { readonly name: string; readonly score: ComparableScore };

export type EdgeRow = {
  readonly versionId: Id<'version'>;
  readonly domainId: Id<'domain'>;
  readonly runId: Id<'run'>;
  readonly inputsDigest: string;
  readonly document: EdgeDocument;
  readonly computedAt: Date;
};

export type MapVersion = {
  readonly id: Id<'version'>;
  readonly modelName: string;
  readonly label: string;
};

/** Versions of one domain that are compared with each other: the newest. */
const VERSIONS_MAX = 500;

/** Versions beside each other on a domain. */
@Injectable()
export class EvaluationEdgeStore {
  readonly #prisma: PrismaService;

  constructor(prisma: PrismaService) {
    this.#prisma = prisma;
  }

  /** Serialises those who save the edges of a domain. */
  async lockEdges(tx: Tx, domainId: Id<'domain'>): Promise<void> {
    await tx.$executeRaw`
      SELECT pg_advisory_xact_lock(hashtextextended(${`salvor residual edges ${domainId}`}, 0))`;
  }

  /** Of either split, in a fixed order. */
  async standingKeys(domainId: Id<'domain'>, tx: Tx = this.#prisma): Promise<readonly StandingKey[]> {
    const rows = await tx.$queryRaw<{ run_id: string; split: Split; inputs_digest: string }[]>`
      SELECT * FROM (
        SELECT DISTINCT ON (r.version_id, r.split) r.id AS run_id, r.split, e.inputs_digest
        FROM evaluation_run r JOIN evaluation_evidence e ON e.run_id = r.id
        WHERE r.domain_id = ${domainId}::uuid AND r.state = 'completed' AND e.value IS NOT NULL
        ORDER BY r.version_id, r.split, r.finished_at DESC, r.id DESC) newest
      ORDER BY run_id DESC LIMIT ${2 * VERSIONS_MAX}`;
    return rows.map((row) => ({
      runId: asId('run', row.run_id),
      split: row.split,
      inputsDigest: row.inputs_digest,
    }));
  }

  async standings(runIds: readonly Id<'run'>[]): Promise<readonly Standing[]> {
    const rows = await this.#prisma.evaluationEvidence.findMany({
      where: { runId: { in: [...runIds] } },
      include: { run: { include: { version: { include: { model: true } } } } },
      orderBy: { runId: 'asc' },
    });
    return rows.flatMap(({ run, inputsDigest, document, ...row }) => {
      const score = storedScore(row);
      if (score === undefined || inputsDigest === null) return [];
      return {
        versionId: asId('version', run.versionId),
        modelName: run.version.model.name,
        label: run.version.label,
        runId: asId('run', row.runId),
        inputsDigest,
        document: document as unknown as EvidenceDocument,
        score,
        cost: storedCost(row),
      };
    });
  }

  async baselines(domainId: Id<'domain'>, method: string): Promise<readonly BaselineScore[]> {
    const rows = await this.#prisma.evaluationBaseline.findMany({
      where: { domainId, method },
      orderBy: { name: 'asc' },
    });
    return rows.map((row) => ({ name: row.name, score: scoreOfColumns(row) }));
  }

  async saveBaselines(
    tx: Tx,
    domainId: Id<'domain'>,
    method: string,
    baselines: readonly BaselineScore[],
    computedAt: Date,
  ): Promise<void> {
    await tx.evaluationBaseline.deleteMany({ where: { domainId } });
    await tx.evaluationBaseline.createMany({
      data: baselines.map(({ name, score }) => ({
        domainId,
        name,
        method,
        computedAt,
        ...scoreColumns(score),
      })),
    });
  }

  /** The digests that the edges of a domain were worked out from. */
  async edgeDigests(domainId: Id<'domain'>, method: string): Promise<ReadonlySet<string>> {
    const rows = await this.#prisma.evaluationEdge.findMany({
      where: { domainId, method },
      distinct: ['inputsDigest'],
      select: { inputsDigest: true },
    });
    return new Set(rows.map(({ inputsDigest }) => inputsDigest));
  }

  /** In place of all that stood there for the domain. */
  async saveEdges(
    tx: Tx,
    domainId: Id<'domain'>,
    method: string,
    edges: readonly Omit<EdgeRow, 'domainId'>[],
  ): Promise<void> {
    await tx.evaluationEdge.deleteMany({ where: { domainId } });
    await tx.evaluationEdge.createMany({
      data: edges.map(({ document, ...edge }) => ({
        ...edge,
        domainId,
        method,
        document: z.encode(edgeDocument, document),
      })),
    });
  }

  async findEdge(versionId: Id<'version'>, domainId: Id<'domain'>): Promise<EdgeRow | undefined> {
    const row = await this.#prisma.evaluationEdge.findUnique({
      where: { versionId_domainId: { versionId, domainId } },
    });
    return row === null ? undefined : toEdge(row);
  }

  /** Versions with an edge on any of the domains, after the given one. */
  async mapVersions(
    domainIds: readonly Id<'domain'>[],
    after: Id<'version'> | undefined,
    limit: number,
  ): Promise<readonly MapVersion[]> {
    const rows = await this.#prisma.modelVersion.findMany({
      where: {
        edges: { some: { domainId: { in: [...domainIds] } } },
        ...(after === undefined ? {} : { id: { gt: after } }),
      },
      orderBy: { id: 'asc' },
      take: limit,
      select: { id: true, label: true, model: { select: { name: true } } },
    });
    return rows.map(({ id, label, model }) => ({ id: asId('version', id), modelName: model.name, label }));
  }

  async edgesOf(
    versionIds: readonly Id<'version'>[],
    domainIds: readonly Id<'domain'>[],
  ): Promise<readonly EdgeRow[]> {
    const rows = await this.#prisma.evaluationEdge.findMany({
      where: { versionId: { in: [...versionIds] }, domainId: { in: [...domainIds] } },
    });
    return rows.map(toEdge);
  }
}

const toEdge = (row: Prisma.EvaluationEdgeGetPayload<object>): EdgeRow => ({
  versionId: asId('version', row.versionId),
  domainId: asId('domain', row.domainId),
  runId: asId('run', row.runId),
  inputsDigest: row.inputsDigest,
  document: z.decode(edgeDocument, row.document as z.input<typeof edgeDocument>),
  computedAt: row.computedAt,
});
