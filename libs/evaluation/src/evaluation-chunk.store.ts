import { Injectable } from '@nestjs/common';
import { asId, type Id } from '#libs/kernel';
import { PrismaService, type Tx } from '#libs/platform';
import type { Amounts, BudgetUse, PlannedChunk, RunState } from './core/index.js';

/** A chunk in the hands of one worker. What it writes counts only while the attempt is the chunk's last. */
export type ChunkClaim = PlannedChunk & {
  readonly runId: Id<'run'>;
  readonly attempt: number;
  readonly answered: number;
};

export type AnswerRow = {
  readonly sampleId: string;
  readonly label: string;
  readonly score: number | null;
  readonly isCorrect: boolean;
  /** Null for answers out of the cache. */
  readonly latencyMicros: number | null;
  readonly costMicroMinor: bigint;
};

export type StoredAnswer = Pick<AnswerRow, 'sampleId' | 'label' | 'score'>;

/** How far a run has come. Counted, never kept as a counter. */
export type RunTally = {
  readonly chunks: { readonly total: number; readonly completed: number };
  readonly samples: { readonly total: number; readonly answered: number; readonly cached: number };
  readonly spent: Amounts;
  /** Answers of the last seconds, per second. */
  readonly answersPerSecond: number;
  /** Rows that have a first answer, by slice. */
  readonly answeredBySlice: ReadonlyMap<string, number>;
};

/** Longer than the pauses between batches, shorter than anybody's patience. */
const RATE_WINDOW_SECONDS = 10;

/** The chunks of runs, and the answers in them. */
@Injectable()
export class EvaluationChunkStore {
  readonly #prisma: PrismaService;

  constructor(prisma: PrismaService) {
    this.#prisma = prisma;
  }

  async insertChunks(tx: Tx, runId: Id<'run'>, chunks: readonly PlannedChunk[]): Promise<void> {
    await tx.$executeRaw`
      INSERT INTO evaluation_chunk (run_id, ordinal, slice, repeat, first_row, sample_count)
      SELECT ${runId}::uuid, * FROM unnest(
        ${chunks.map(({ ordinal }) => ordinal)}::int[], ${chunks.map(({ slice }) => slice)}::text[],
        ${chunks.map(({ repeat }) => repeat)}::int[], ${chunks.map(({ firstRow }) => firstRow)}::int[],
        ${chunks.map(({ sampleCount }) => sampleCount)}::int[]
      )`;
  }

  /** Marks the next chunks as handed to the queue, when few of the run are left there. Under the run's lock. */
  async queueNext(
    tx: Tx,
    runId: Id<'run'>,
    inQueue: { readonly refillAt: number; readonly most: number },
    now: Date,
  ): Promise<readonly number[]> {
    const [{ waiting } = { waiting: 0 }] = await tx.$queryRaw<{ waiting: number }[]>`
      SELECT count(*)::int AS waiting FROM evaluation_chunk
      WHERE run_id = ${runId}::uuid AND completed_at IS NULL AND queued_at IS NOT NULL`;
    if (waiting > inQueue.refillAt) return [];
    const rows = await tx.$queryRaw<{ ordinal: number }[]>`
      UPDATE evaluation_chunk SET queued_at = ${now} WHERE run_id = ${runId}::uuid AND ordinal IN (
        SELECT ordinal FROM evaluation_chunk
        WHERE run_id = ${runId}::uuid AND completed_at IS NULL AND queued_at IS NULL
        ORDER BY ordinal LIMIT ${inQueue.most - waiting})
      RETURNING ordinal`;
    return rows.map(({ ordinal }) => ordinal).sort((a, b) => a - b);
  }

  /** Takes back what was handed to the queue, and counts what dead workers had set aside as spent. */
  async reopen(tx: Tx, runId: Id<'run'>): Promise<void> {
    await tx.$executeRaw`
      UPDATE evaluation_chunk SET queued_at = NULL, attempt = attempt + 1,
        spent_calls = spent_calls + reserved_calls,
        spent_cost_micro_minor = spent_cost_micro_minor + reserved_cost_micro_minor,
        reserved_calls = 0, reserved_cost_micro_minor = 0, reserved_time_ms = 0
      WHERE run_id = ${runId}::uuid AND completed_at IS NULL`;
  }

  /**
   * Takes a chunk that is not complete, from whoever had it. What the former holder had set aside counts as spent:
   * his calls may have been billed.
   */
  async claim(tx: Tx, runId: Id<'run'>, ordinal: number, now: Date): Promise<ChunkClaim | undefined> {
    const [row] = await tx.$queryRaw<
      {
        slice: string;
        repeat: number;
        first_row: number;
        sample_count: number;
        attempt: number;
        answered: number;
      }[]
    >`
      UPDATE evaluation_chunk SET attempt = attempt + 1, claimed_at = ${now}, touched_at = ${now},
        answered_before = answered, last_error = NULL, queued_at = coalesce(queued_at, ${now}::timestamptz),
        spent_calls = spent_calls + reserved_calls,
        spent_cost_micro_minor = spent_cost_micro_minor + reserved_cost_micro_minor,
        reserved_calls = 0, reserved_cost_micro_minor = 0, reserved_time_ms = 0
      WHERE run_id = ${runId}::uuid AND ordinal = ${ordinal} AND completed_at IS NULL
      RETURNING slice, repeat, first_row, sample_count, attempt, answered`;
    if (row === undefined) return undefined;
    const { first_row: firstRow, sample_count: sampleCount, ...chunk } = row;
    return { runId, ordinal, ...chunk, firstRow, sampleCount };
  }

  /** Whether nobody else has taken the chunk since. */
  async isHeld(tx: Tx, { runId, ordinal, attempt }: ChunkClaim): Promise<boolean> {
    return (await tx.evaluationChunk.count({ where: { runId, ordinal, attempt } })) === 1;
  }

  /** Where the run stands without this chunk. Under the run's lock. */
  async budgetUse(tx: Tx, { runId, ordinal }: ChunkClaim): Promise<BudgetUse> {
    const [row] = await tx.$queryRaw<
      {
        calls: bigint;
        cost: bigint;
        time: bigint;
        reserved_calls: bigint;
        reserved_cost: bigint;
        reserved_time: bigint;
        in_flight: number;
      }[]
    >`
      SELECT coalesce(sum(spent_calls), 0)::bigint AS calls,
        coalesce(sum(spent_cost_micro_minor), 0)::bigint AS cost,
        coalesce(sum(spent_time_ms), 0)::bigint AS time,
        coalesce(sum(reserved_calls) FILTER (WHERE ordinal <> ${ordinal}), 0)::bigint AS reserved_calls,
        coalesce(sum(reserved_cost_micro_minor) FILTER (WHERE ordinal <> ${ordinal}), 0)::bigint AS reserved_cost,
        coalesce(sum(reserved_time_ms) FILTER (WHERE ordinal <> ${ordinal}), 0)::bigint AS reserved_time,
        (count(*) FILTER (WHERE reserved_calls > 0 AND ordinal <> ${ordinal}))::int AS in_flight
      FROM evaluation_chunk WHERE run_id = ${runId}::uuid`;
    return {
      spent: {
        calls: Number(row?.calls ?? 0),
        costMicroMinor: row?.cost ?? 0n,
        timeMs: Number(row?.time ?? 0),
      },
      reserved: {
        calls: Number(row?.reserved_calls ?? 0),
        costMicroMinor: row?.reserved_cost ?? 0n,
        timeMs: Number(row?.reserved_time ?? 0),
      },
      batchesInFlight: row?.in_flight ?? 0,
    };
  }

  /** Under the run's lock, by whoever holds the chunk. */
  async reserve(tx: Tx, { runId, ordinal, attempt }: ChunkClaim, amounts: Amounts): Promise<void> {
    await tx.$executeRaw`
      UPDATE evaluation_chunk SET reserved_calls = ${amounts.calls},
        reserved_cost_micro_minor = ${amounts.costMicroMinor}, reserved_time_ms = ${amounts.timeMs}
      WHERE run_id = ${runId}::uuid AND ordinal = ${ordinal} AND attempt = ${attempt}`;
  }

  /** An answer that stands already is kept: a sample is computed once. */
  async insertAnswers(
    tx: Tx,
    { runId, ordinal, repeat }: ChunkClaim,
    answers: readonly AnswerRow[],
  ): Promise<void> {
    await tx.$executeRaw`
      INSERT INTO evaluation_answer
        (run_id, chunk, repeat, sample_id, label, score, is_correct, latency_micros, cost_micro_minor, cached)
      SELECT ${runId}::uuid, ${ordinal}::int, ${repeat}::int, *, answer.latency_micros IS NULL FROM unnest(
        ${answers.map(({ sampleId }) => sampleId)}::text[], ${answers.map(({ label }) => label)}::text[],
        ${answers.map(({ score }) => score)}::float8[], ${answers.map(({ isCorrect }) => isCorrect)}::boolean[],
        ${answers.map(({ latencyMicros }) => latencyMicros)}::int[],
        ${answers.map(({ costMicroMinor }) => costMicroMinor)}::bigint[]
      ) AS answer (sample_id, label, score, is_correct, latency_micros, cost_micro_minor)
      ON CONFLICT DO NOTHING`;
  }

  /**
   * Counts what stands in the chunk and turns what was set aside into what was spent. A chunk with all its answers
   * is complete. Undefined when somebody else has the chunk by now: then nothing of this may be committed.
   */
  async settle(
    tx: Tx,
    { runId, ordinal, attempt }: ChunkClaim,
    spent: Amounts,
    now: Date,
  ): Promise<{ readonly isComplete: boolean; readonly state: RunState } | undefined> {
    const [row] = await tx.$queryRaw<{ is_complete: boolean; state: RunState }[]>`
      UPDATE evaluation_chunk c SET answered = counted.answered, cached = counted.cached, touched_at = ${now},
        completed_at = CASE WHEN counted.answered = c.sample_count THEN ${now}::timestamptz END,
        spent_calls = c.spent_calls + ${spent.calls},
        spent_cost_micro_minor = c.spent_cost_micro_minor + ${spent.costMicroMinor},
        spent_time_ms = c.spent_time_ms + ${spent.timeMs},
        reserved_calls = 0, reserved_cost_micro_minor = 0, reserved_time_ms = 0
      FROM evaluation_run r, (
        SELECT count(*)::int AS answered, (count(*) FILTER (WHERE cached))::int AS cached
        FROM evaluation_answer WHERE run_id = ${runId}::uuid AND chunk = ${ordinal}) counted
      WHERE c.run_id = ${runId}::uuid AND c.ordinal = ${ordinal} AND c.attempt = ${attempt}
        AND c.completed_at IS NULL AND r.id = c.run_id
      RETURNING c.completed_at IS NOT NULL AS is_complete, r.state`;
    return row === undefined ? undefined : { isComplete: row.is_complete, state: row.state };
  }

  /** What went wrong, for whoever has to tell why the run failed. */
  async noteError({ runId, ordinal, attempt }: ChunkClaim, message: string): Promise<void> {
    await this.#prisma.evaluationChunk.updateMany({
      where: { runId, ordinal, attempt },
      data: { lastError: message },
    });
  }

  async errorOf(runId: Id<'run'>, ordinal: number): Promise<string | undefined> {
    const row = await this.#prisma.evaluationChunk.findUnique({
      where: { runId_ordinal: { runId, ordinal } },
    });
    return row?.lastError ?? undefined;
  }

  async hasOpenChunk(tx: Tx, runId: Id<'run'>): Promise<boolean> {
    return (await tx.evaluationChunk.findFirst({ where: { runId, completedAt: null } })) !== null;
  }

  async answeredIds({ runId, ordinal }: ChunkClaim): Promise<ReadonlySet<string>> {
    const rows = await this.#prisma.evaluationAnswer.findMany({
      where: { runId, chunk: ordinal },
      select: { sampleId: true },
    });
    return new Set(rows.map(({ sampleId }) => sampleId));
  }

  /** The chunks of a slice's first answers, in the order of the rows. */
  async firstChunks(runId: Id<'run'>, slice: string): Promise<readonly PlannedChunk[]> {
    return this.#prisma.evaluationChunk.findMany({
      where: { runId, slice, repeat: 0 },
      orderBy: { ordinal: 'asc' },
      select: { ordinal: true, slice: true, repeat: true, firstRow: true, sampleCount: true },
    });
  }

  async answersOf(runId: Id<'run'>, ordinals: readonly number[]): Promise<readonly StoredAnswer[]> {
    return this.#prisma.$queryRaw<StoredAnswer[]>`
      SELECT sample_id AS "sampleId", label, score FROM evaluation_answer
      WHERE run_id = ${runId}::uuid AND chunk = ANY(${[...ordinals]}::int[])`;
  }

  /** How many rows of a slice were answered alike every time, and how many right every time. */
  async consistency(
    runId: Id<'run'>,
    slice: string,
  ): Promise<{ readonly agreeing: number; readonly alwaysCorrect: number }> {
    const [row] = await this.#prisma.$queryRaw<{ agreeing: number; alwaysCorrect: number }[]>`
      SELECT (count(*) FILTER (WHERE labels = 1))::int AS agreeing,
        (count(*) FILTER (WHERE labels = 1 AND is_right))::int AS "alwaysCorrect"
      FROM (
        SELECT count(DISTINCT a.label) AS labels, bool_and(a.is_correct) AS is_right
        FROM evaluation_answer a JOIN evaluation_chunk c ON c.run_id = a.run_id AND c.ordinal = a.chunk
        WHERE a.run_id = ${runId}::uuid AND c.slice = ${slice} GROUP BY a.sample_id
      ) AS sample`;
    return row ?? { agreeing: 0, alwaysCorrect: 0 };
  }

  /** One pass over the chunks: an answer's own row is never looked at. */
  async tallies(
    runIds: readonly Id<'run'>[],
    now: Date,
    tx: Tx = this.#prisma,
  ): Promise<ReadonlyMap<Id<'run'>, RunTally>> {
    const rows = await tx.$queryRaw<TallyRow[]>`
      SELECT run_id, slice, count(*)::int AS chunks, (count(completed_at))::int AS completed,
        sum(sample_count)::int AS samples, sum(answered)::int AS answered, sum(cached)::int AS cached,
        (coalesce(sum(answered) FILTER (WHERE repeat = 0), 0))::int AS first_answers,
        sum(spent_calls)::bigint AS calls, sum(spent_cost_micro_minor)::bigint AS cost,
        sum(spent_time_ms)::bigint AS time,
        -- What each holder did, spread evenly over the time he took for it, as far as it lies in the window.
        coalesce(sum((answered - answered_before)
          * extract(epoch FROM touched_at - greatest(claimed_at, ${now}::timestamptz - ${RATE_WINDOW_SECONDS} * interval '1 second'))
          / greatest(extract(epoch FROM touched_at - claimed_at), 0.001))
          FILTER (WHERE touched_at > ${now}::timestamptz - ${RATE_WINDOW_SECONDS} * interval '1 second'), 0)::float8
          / ${RATE_WINDOW_SECONDS} AS rate
      FROM evaluation_chunk WHERE run_id = ANY(${[...runIds]}::uuid[]) GROUP BY run_id, slice`;
    const byRun = new Map<Id<'run'>, TallyRow[]>();
    for (const row of rows) {
      const id = asId('run', row.run_id);
      byRun.set(id, [...(byRun.get(id) ?? []), row]);
    }
    return new Map([...byRun].map(([id, slices]) => [id, toTally(slices)]));
  }

  /** Chunks that nobody has touched for long although their run goes on. */
  async lostChunks(
    untouchedSince: Date,
    limit: number,
  ): Promise<readonly { readonly runId: Id<'run'>; readonly chunk: number }[]> {
    const rows = await this.#prisma.$queryRaw<{ run_id: string; ordinal: number }[]>`
      SELECT c.run_id, c.ordinal FROM evaluation_chunk c JOIN evaluation_run r ON r.id = c.run_id
      WHERE r.state IN ('queued', 'running') AND c.completed_at IS NULL
        AND c.queued_at < ${untouchedSince} AND (c.touched_at IS NULL OR c.touched_at < ${untouchedSince})
      ORDER BY c.run_id, c.ordinal LIMIT ${limit}`;
    return rows.map(({ run_id, ordinal }) => ({ runId: asId('run', run_id), chunk: ordinal }));
  }

  async markQueued(
    tx: Tx,
    chunks: readonly { readonly runId: Id<'run'>; readonly chunk: number }[],
    now: Date,
  ): Promise<void> {
    await tx.$executeRaw`
      UPDATE evaluation_chunk c SET queued_at = ${now}
      FROM unnest(${chunks.map(({ runId }) => runId)}::uuid[], ${chunks.map(({ chunk }) => chunk)}::int[])
        AS lost (run_id, ordinal)
      WHERE c.run_id = lost.run_id AND c.ordinal = lost.ordinal AND c.completed_at IS NULL`;
  }

  /** Runs that go on with nothing in the queue: all chunks are complete, or none of the open ones was handed over. */
  async stuckRuns(untouchedSince: Date, limit: number): Promise<readonly Id<'run'>[]> {
    const rows = await this.#prisma.$queryRaw<{ id: string }[]>`
      SELECT r.id FROM evaluation_run r WHERE r.state IN ('queued', 'running') AND r.queued_at < ${untouchedSince}
        AND NOT EXISTS (SELECT 1 FROM evaluation_chunk c
          WHERE c.run_id = r.id AND c.completed_at IS NULL AND c.queued_at IS NOT NULL)
        AND NOT EXISTS (SELECT 1 FROM evaluation_chunk c
          WHERE c.run_id = r.id AND c.touched_at >= ${untouchedSince})
      ORDER BY r.id LIMIT ${limit}`;
    return rows.map(({ id }) => asId('run', id));
  }
}

type TallyRow = {
  readonly run_id: string;
  readonly slice: string;
  readonly chunks: number;
  readonly completed: number;
  readonly samples: number;
  readonly answered: number;
  readonly cached: number;
  readonly first_answers: number;
  readonly calls: bigint;
  readonly cost: bigint;
  readonly time: bigint;
  readonly rate: number;
};

function toTally(slices: readonly TallyRow[]): RunTally {
  const sum = (pick: (row: TallyRow) => number): number =>
    slices.reduce((total, row) => total + pick(row), 0);
  return {
    chunks: { total: sum((row) => row.chunks), completed: sum((row) => row.completed) },
    samples: {
      total: sum((row) => row.samples),
      answered: sum((row) => row.answered),
      cached: sum((row) => row.cached),
    },
    spent: {
      calls: sum((row) => Number(row.calls)),
      costMicroMinor: slices.reduce((total, row) => total + row.cost, 0n),
      timeMs: sum((row) => Number(row.time)),
    },
    answersPerSecond: sum((row) => row.rate),
    answeredBySlice: new Map(slices.map((row) => [row.slice, row.first_answers])),
  };
}
