import { Injectable } from '@nestjs/common';
import { asId, type Id } from '#libs/kernel';
import { type Prisma, PrismaService, type Tx } from '#libs/platform';
import type { ATTRIBUTION_METHODS, AttributionRefusal } from './core/index.js';

export type AttributionMethod = (typeof ATTRIBUTION_METHODS)[number];
export type AttributionState = 'queued' | 'running' | 'completed' | 'refused' | 'failed';

export type AttributionRow = {
  readonly id: Id<'attribution'>;
  readonly modelId: Id<'model'>;
  readonly requestedById: Id<'party'>;
  readonly method: AttributionMethod;
  readonly seed: string;
  readonly state: AttributionState;
  readonly progressBps: number;
  readonly requestDigest: string;
  readonly trainingDigest: string | null;
  /** Null until the utilities of a training are known. */
  readonly inputDigest: string | null;
  /** RFC 8785 text, kept as it was digested. */
  readonly result: string | null;
  readonly resultDigest: string | null;
  readonly refusal: AttributionRefusal | null;
  readonly weightSetIds: readonly Id<'weightSet'>[];
  readonly queuedAt: Date;
  readonly startedAt: Date | null;
  readonly finishedAt: Date | null;
};

/** The larger documents: RFC 8785 texts, kept as they were digested. */
export type AttributionTexts = {
  readonly request: string;
  readonly training: string | null;
  readonly input: string | null;
};

export type NewAttribution = Pick<
  AttributionRow,
  | 'id'
  | 'modelId'
  | 'requestedById'
  | 'method'
  | 'seed'
  | 'requestDigest'
  | 'trainingDigest'
  | 'inputDigest'
  | 'queuedAt'
> &
  AttributionTexts;

export type AttributionOutcome = Pick<AttributionRow, 'result' | 'resultDigest' | 'refusal'> & {
  readonly state: 'completed' | 'refused' | 'failed';
  readonly finishedAt: Date;
};

const HISTORY_MAX = 1_000;

@Injectable()
export class ComputationStore {
  readonly #prisma: PrismaService;

  constructor(prisma: PrismaService) {
    this.#prisma = prisma;
  }

  async insert(tx: Tx, row: NewAttribution): Promise<void> {
    await tx.attribution.create({ data: { ...row, state: 'queued' } });
  }

  async find(id: Id<'attribution'>, tx: Tx = this.#prisma): Promise<AttributionRow | undefined> {
    const row = await tx.attribution.findUnique({ where: { id }, ...SUMMARY });
    return row === null ? undefined : toRow(row);
  }

  async texts(id: Id<'attribution'>): Promise<AttributionTexts> {
    return this.#prisma.attribution.findUniqueOrThrow({
      where: { id },
      select: { request: true, training: true, input: true },
    });
  }

  /** Newest first. */
  async list(modelId: Id<'model'>): Promise<readonly AttributionRow[]> {
    const rows = await this.#prisma.attribution.findMany({
      where: { modelId },
      orderBy: { id: 'desc' },
      take: HISTORY_MAX,
      ...SUMMARY,
    });
    return rows.map(toRow);
  }

  async unfinishedBefore(date: Date, limit: number): Promise<readonly Id<'attribution'>[]> {
    const rows = await this.#prisma.attribution.findMany({
      where: { finishedAt: null, queuedAt: { lt: date } },
      select: { id: true },
      take: limit,
    });
    return rows.map(({ id }) => asId('attribution', id));
  }

  async start(id: Id<'attribution'>, startedAt: Date): Promise<void> {
    await this.#prisma.attribution.updateMany({
      where: { id, state: 'queued' },
      data: { state: 'running', startedAt },
    });
  }

  async progress(id: Id<'attribution'>, progressBps: number): Promise<void> {
    await this.#prisma.attribution.updateMany({
      where: { id, state: 'running', progressBps: { lt: progressBps } },
      data: { progressBps },
    });
  }

  /** Writes the input that trained utilities make, once: it cannot be changed. */
  async setInput(tx: Tx, id: Id<'attribution'>, input: string, inputDigest: string): Promise<void> {
    await tx.attribution.updateMany({ where: { id, input: null }, data: { input, inputDigest } });
  }

  /** Writes the outcome once: a second delivery finds nothing open and changes nothing. */
  async freeze(tx: Tx, id: Id<'attribution'>, { refusal, ...outcome }: AttributionOutcome): Promise<void> {
    await tx.attribution.updateMany({
      where: { id, state: 'running' },
      data: { ...outcome, progressBps: 10_000, ...(refusal === null ? {} : { refusal }) },
    });
  }
}

/** Requests and inputs may be megabytes: they are read where they are needed. */
const SUMMARY = {
  omit: { request: true, training: true, input: true },
  include: { weightSets: { orderBy: { version: 'asc' }, select: { id: true } } },
} as const;

const toRow = ({ weightSets, ...row }: Prisma.AttributionGetPayload<typeof SUMMARY>): AttributionRow => ({
  ...row,
  id: asId('attribution', row.id),
  modelId: asId('model', row.modelId),
  requestedById: asId('party', row.requestedById),
  method: row.method as AttributionMethod,
  state: row.state as AttributionState,
  refusal: row.refusal as AttributionRefusal | null,
  weightSetIds: weightSets.map(({ id }) => asId('weightSet', id)),
});
