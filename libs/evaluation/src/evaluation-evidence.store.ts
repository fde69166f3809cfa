import { Injectable } from '@nestjs/common';
import { asId, type Id } from '#libs/kernel';
import { PrismaService, type Tx } from '#libs/platform';
import type { z } from 'zod';
import type { CallCost } from './core/index.js';
import type { evidenceDocument } from './evaluation-evidence.contract.js';
import type { StoredAnswer } from './evaluation-chunk.store.js';
import { type ComparableScore, costColumns, scoreColumns } from './score-columns.js';

export type EvidenceDocument = z.output<typeof evidenceDocument>;

export type EvidenceRow = {
  readonly runId: Id<'run'>;
  /** Undefined until it has been worked out once. */
  readonly found:
    | {
        readonly computedAt: Date;
        readonly method: string;
        readonly inputsDigest: string;
        readonly document: EvidenceDocument;
      }
    | undefined;
};

/** Calls of a run that were made, those that the cache spared left out. */
export type CallFigures = {
  readonly calls: number;
  readonly costMicroMinor: bigint;
  /** Of so many of them that percentiles can be told. */
  readonly latenciesMicros: readonly number[];
};

/** Rows are in the order of their digests, so the first ones are a random sample. */
const LATENCIES_MAX = 100_000;

/** What was worked out from the answers of completed runs. */
@Injectable()
export class EvaluationEvidenceStore {
  readonly #prisma: PrismaService;

  constructor(prisma: PrismaService) {
    this.#prisma = prisma;
  }

  /** Puts on record that the evidence of a run is to be worked out. */
  async markQueued(tx: Tx, runId: Id<'run'>, now: Date): Promise<void> {
    await tx.evaluationEvidence.upsert({
      where: { runId },
      create: { runId, queuedAt: now, queuedCount: 1 },
      update: { queuedAt: now, queuedCount: { increment: 1 } },
    });
  }

  /** Completed runs whose evidence was never asked for, was lost on the way, or is of an older method. */
  async missing(
    method: string,
    { queuedBefore, queuedMax, limit }: { queuedBefore: Date; queuedMax: number; limit: number },
  ): Promise<readonly Id<'run'>[]> {
    const rows = await this.#prisma.$queryRaw<{ id: string }[]>`
      SELECT r.id FROM evaluation_run r LEFT JOIN evaluation_evidence e ON e.run_id = r.id
      WHERE r.state = 'completed' AND (e.run_id IS NULL OR (
        (e.computed_at IS NULL OR e.method <> ${method})
        AND e.queued_at < ${queuedBefore} AND e.queued_count < ${queuedMax}))
      ORDER BY r.id LIMIT ${limit}`;
    return rows.map(({ id }) => asId('run', id));
  }

  async find(runId: Id<'run'>): Promise<EvidenceRow | undefined> {
    const row = await this.#prisma.evaluationEvidence.findUnique({
      where: { runId },
      select: { computedAt: true, method: true, inputsDigest: true, document: true },
    });
    if (row === null) return undefined;
    const { computedAt, method, inputsDigest, document } = row;
    if (computedAt === null || method === null || inputsDigest === null) return { runId, found: undefined };
    return {
      runId,
      found: { computedAt, method, inputsDigest, document: document as unknown as EvidenceDocument },
    };
  }

  async save(
    tx: Tx,
    runId: Id<'run'>,
    evidence: {
      readonly method: string;
      readonly inputsDigest: string;
      readonly document: EvidenceDocument;
      readonly score: ComparableScore | undefined;
      readonly cost: CallCost | undefined;
      readonly computedAt: Date;
    },
  ): Promise<void> {
    const { document, score, cost, ...columns } = evidence;
    await tx.evaluationEvidence.update({
      where: { runId },
      data: {
        ...columns,
        queuedCount: 0,
        document: document,
        ...(score === undefined ? {} : scoreColumns(score)),
        ...costColumns(cost),
      },
    });
  }

  /** What was answered first to these rows. */
  async firstAnswers(runId: Id<'run'>, sampleIds: readonly string[]): Promise<readonly StoredAnswer[]> {
    return this.#prisma.$queryRaw<StoredAnswer[]>`
      SELECT sample_id AS "sampleId", label, score FROM evaluation_answer
      WHERE run_id = ${runId}::uuid AND repeat = 0 AND sample_id = ANY(${[...sampleIds]}::text[])`;
  }

  async callFigures(runId: Id<'run'>): Promise<CallFigures> {
    const [sums] = await this.#prisma.$queryRaw<{ calls: number; cost: bigint }[]>`
      SELECT count(*)::int AS calls, coalesce(sum(cost_micro_minor), 0)::bigint AS cost
      FROM evaluation_answer WHERE run_id = ${runId}::uuid AND NOT cached`;
    const latencies = await this.#prisma.$queryRaw<{ micros: number }[]>`
      SELECT latency_micros AS micros FROM evaluation_answer
      WHERE run_id = ${runId}::uuid AND NOT cached ORDER BY sample_id LIMIT ${LATENCIES_MAX}`;
    return {
      calls: sums?.calls ?? 0,
      costMicroMinor: sums?.cost ?? 0n,
      latenciesMicros: latencies.map(({ micros }) => micros),
    };
  }
}
