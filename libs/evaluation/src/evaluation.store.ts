import { Injectable } from '@nestjs/common';
import { asId, type Id } from '#libs/kernel';
import { type Prisma, PrismaService, type Tx } from '#libs/platform';
import type { ModelAnswer, SliceScore } from './core/index.js';

export type DomainRecord = {
  readonly id: Id<'domain'>;
  readonly name: string;
  readonly version: number;
  readonly digest: string;
  readonly rowCount: number;
};

export type RunState = 'queued' | 'running' | 'completed' | 'failed' | 'cancelled';

export type SliceRow = {
  readonly slice: string;
  readonly position: number;
  readonly sampleCount: number;
  readonly answered: number;
  readonly score: {
    readonly n: number;
    readonly successes: number;
    readonly value: number;
    readonly lower: number;
    readonly upper: number;
  } | null;
};

export type RunRow = {
  readonly id: Id<'run'>;
  readonly versionId: Id<'version'>;
  readonly modelName: string;
  readonly versionLabel: string;
  readonly requestedById: Id<'party'>;
  readonly domain: string;
  readonly domainVersion: number;
  readonly state: RunState;
  readonly reason: string | null;
  readonly queuedAt: Date;
  readonly finishedAt: Date | null;
  readonly slices: readonly SliceRow[];
};

export type AnswerRow = ModelAnswer & { readonly sampleId: string; readonly isCorrect: boolean };

const RUNS_PER_VERSION_MAX = 1_000;

const RUN = {
  version: { include: { model: true } },
  domain: true,
  slices: { orderBy: { position: 'asc' }, include: { _count: { select: { answers: true } } } },
} satisfies Prisma.EvaluationRunInclude;

@Injectable()
export class EvaluationStore {
  readonly #prisma: PrismaService;

  constructor(prisma: PrismaService) {
    this.#prisma = prisma;
  }

  /** Several processes may start at once: one inserts, the others find it there. */
  async insertDomain(tx: Tx, domain: DomainRecord & { readonly definition: string }): Promise<void> {
    await tx.domain.createMany({ data: [domain], skipDuplicates: true });
  }

  async findDomain(name: string, version: number, tx: Tx = this.#prisma): Promise<DomainRecord | undefined> {
    const row = await tx.domain.findUnique({ where: { name_version: { name, version } } });
    return row === null ? undefined : { ...row, id: asId('domain', row.id) };
  }

  async insertRun(
    tx: Tx,
    run: {
      id: Id<'run'>;
      versionId: Id<'version'>;
      domainId: Id<'domain'>;
      requestedById: Id<'party'>;
      queuedAt: Date;
    },
    slices: readonly { slice: string; position: number; sampleCount: number }[],
  ): Promise<void> {
    await tx.evaluationRun.create({ data: { ...run, state: 'queued' } });
    await tx.evaluationSlice.createMany({ data: slices.map((slice) => ({ ...slice, runId: run.id })) });
  }

  async findRun(id: Id<'run'>, tx: Tx = this.#prisma): Promise<RunRow | undefined> {
    const row = await tx.evaluationRun.findUnique({ where: { id }, include: RUN });
    return row === null ? undefined : toRun(row);
  }

  /** Newest first: all of them, whatever became of them. */
  async runsOfVersion(versionId: Id<'version'>): Promise<readonly RunRow[]> {
    const rows = await this.#prisma.evaluationRun.findMany({
      where: { versionId },
      orderBy: { id: 'desc' },
      take: RUNS_PER_VERSION_MAX,
      include: RUN,
    });
    return rows.map(toRun);
  }

  async lastCompletedRun(versionId: Id<'version'>, domainId: Id<'domain'>): Promise<RunRow | undefined> {
    const row = await this.#prisma.evaluationRun.findFirst({
      where: { versionId, domainId, state: 'completed' },
      orderBy: { finishedAt: 'desc' },
      include: RUN,
    });
    return row === null ? undefined : toRun(row);
  }

  /** Runs that have waited for longer than their jobs could take. */
  async unfinishedSlices(
    queuedBefore: Date,
    limit: number,
  ): Promise<readonly { runId: Id<'run'>; slice: string }[]> {
    const rows = await this.#prisma.evaluationSlice.findMany({
      where: {
        scoredAt: null,
        run: { state: { in: ['queued', 'running'] }, queuedAt: { lt: queuedBefore } },
      },
      select: { runId: true, slice: true },
      take: limit,
    });
    return rows.map(({ runId, slice }) => ({ runId: asId('run', runId), slice }));
  }

  /** Takes the run's row lock, so that its slices are counted one after the other. */
  async lockRun(tx: Tx, id: Id<'run'>): Promise<RunState | undefined> {
    const [row] = await tx.$queryRaw<{ state: RunState }[]>`
      SELECT state FROM evaluation_run WHERE id = ${id}::uuid FOR NO KEY UPDATE`;
    return row?.state;
  }

  async setState(
    tx: Tx,
    id: Id<'run'>,
    state: RunState,
    finishedAt: Date | null,
    reason: string | null,
  ): Promise<void> {
    await tx.evaluationRun.update({ where: { id }, data: { state, finishedAt, reason } });
  }

  async answeredIds(runId: Id<'run'>, slice: string): Promise<ReadonlyMap<string, string>> {
    const rows = await this.#prisma.evaluationAnswer.findMany({
      where: { runId, slice },
      select: { sampleId: true, label: true },
    });
    return new Map(rows.map(({ sampleId, label }) => [sampleId, label]));
  }

  /** One statement for a whole batch. An answer that stands already is kept: a sample is computed once. */
  async insertAnswers(tx: Tx, runId: Id<'run'>, slice: string, answers: readonly AnswerRow[]): Promise<void> {
    await tx.$executeRaw`
      INSERT INTO evaluation_answer (run_id, sample_id, slice, label, is_correct, latency_micros)
      SELECT ${runId}::uuid, sample_id, ${slice}, label, is_correct, latency_micros
      FROM unnest(
        ${answers.map(({ sampleId }) => sampleId)}::text[], ${answers.map(({ label }) => label)}::text[],
        ${answers.map(({ isCorrect }) => isCorrect)}::boolean[], ${answers.map(({ latencyMicros }) => latencyMicros)}::int[]
      ) AS answer (sample_id, label, is_correct, latency_micros)
      ON CONFLICT DO NOTHING`;
  }

  async saveScore(tx: Tx, runId: Id<'run'>, score: SliceScore, scoredAt: Date): Promise<void> {
    const { slice, metric, correct, value, lower, upper } = score;
    await tx.evaluationSlice.updateMany({
      where: { runId, slice, scoredAt: null },
      data: { scoredAt, metric, successes: correct, value, lower, upper },
    });
  }

  async unscoredCount(tx: Tx, runId: Id<'run'>): Promise<number> {
    return tx.evaluationSlice.count({ where: { runId, scoredAt: null } });
  }
}

function toRun(row: Prisma.EvaluationRunGetPayload<{ include: typeof RUN }>): RunRow {
  return {
    id: asId('run', row.id),
    versionId: asId('version', row.versionId),
    modelName: row.version.model.name,
    versionLabel: row.version.label,
    requestedById: asId('party', row.requestedById),
    domain: row.domain.name,
    domainVersion: row.domain.version,
    state: row.state as RunState,
    reason: row.reason,
    queuedAt: row.queuedAt,
    finishedAt: row.finishedAt,
    slices: row.slices.map(({ slice, position, sampleCount, successes, value, lower, upper, _count }) => ({
      slice,
      position,
      sampleCount,
      answered: _count.answers,
      score:
        successes === null || value === null || lower === null || upper === null
          ? null
          : { n: sampleCount, successes, value, lower, upper },
    })),
  };
}
