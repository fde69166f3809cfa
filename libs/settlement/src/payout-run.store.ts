import { Injectable } from '@nestjs/common';
import { asId, assert, assertDefined, canonicalJson, encodeId, type Id, parseJson } from '#libs/kernel';
import { type Prisma, PrismaService, type Tx } from '#libs/platform';
import type { CountedReceipt, RunPlan } from './core/index.js';

export type PayoutRunState = 'queued' | 'running' | 'paid' | 'failed';

export type PayoutRunRow = {
  readonly id: Id<'payoutRun'>;
  readonly agreementId: Id<'agreement'>;
  readonly ordinal: number;
  readonly from: Date;
  readonly to: Date;
  readonly state: PayoutRunState;
  readonly plan: RunPlan | null;
  readonly partyCount: number | null;
  readonly paidCount: number;
  readonly failure: string | null;
  readonly queuedAt: Date;
  readonly finishedAt: Date | null;
};

export type NewPayoutRun = Pick<PayoutRunRow, 'id' | 'agreementId' | 'ordinal' | 'from' | 'to' | 'queuedAt'>;

export type RunProgress = Pick<PayoutRunRow, 'state' | 'paidCount'>;

const RUNS_MAX = 1_000;

@Injectable()
export class PayoutRunStore {
  readonly #prisma: PrismaService;

  constructor(prisma: PrismaService) {
    this.#prisma = prisma;
  }

  async insert(tx: Tx, { from, to, ...run }: NewPayoutRun): Promise<void> {
    await tx.payoutRun.create({
      data: { ...run, fromAt: from, toAt: to, state: 'queued', touchedAt: run.queuedAt },
    });
  }

  async find(id: Id<'payoutRun'>, tx: Tx = this.#prisma): Promise<PayoutRunRow | undefined> {
    const row = await tx.payoutRun.findUnique({ where: { id } });
    return row === null ? undefined : toRow(row);
  }

  /** The run as it stands under a row lock: one worker at a time has it. */
  async lock(tx: Tx, id: Id<'payoutRun'>): Promise<PayoutRunRow | undefined> {
    await tx.$executeRaw`SELECT 1 FROM "payout_run" WHERE "id" = ${id}::uuid FOR UPDATE`;
    return this.find(id, tx);
  }

  /** How far a run is, under the same lock, without its plan. */
  async lockProgress(tx: Tx, id: Id<'payoutRun'>): Promise<RunProgress> {
    const [row] = await tx.$queryRaw<RunProgress[]>`
      SELECT "state", "paid_count" AS "paidCount" FROM "payout_run" WHERE "id" = ${id}::uuid FOR UPDATE`;
    return assertDefined(row, 'a run is never deleted');
  }

  /** Oldest first. */
  async list(agreementId: Id<'agreement'>): Promise<readonly PayoutRunRow[]> {
    const rows = await this.#prisma.payoutRun.findMany({
      where: { agreementId },
      orderBy: { ordinal: 'asc' },
      take: RUNS_MAX,
    });
    return rows.map(toRow);
  }

  async last(tx: Tx, agreementId: Id<'agreement'>): Promise<PayoutRunRow | undefined> {
    const row = await tx.payoutRun.findFirst({ where: { agreementId }, orderBy: { ordinal: 'desc' } });
    return row === null ? undefined : toRow(row);
  }

  async byEnd(tx: Tx, agreementId: Id<'agreement'>, to: Date): Promise<PayoutRunRow | undefined> {
    const row = await tx.payoutRun.findUnique({
      where: { agreementId_toAt: { agreementId, toAt: to } },
    });
    return row === null ? undefined : toRow(row);
  }

  async byOrdinal(tx: Tx, agreementId: Id<'agreement'>, ordinal: number): Promise<PayoutRunRow | undefined> {
    const row = await tx.payoutRun.findUnique({
      where: { agreementId_ordinal: { agreementId, ordinal } },
    });
    return row === null ? undefined : toRow(row);
  }

  /** Freezes what the run pays. */
  async start(tx: Tx, id: Id<'payoutRun'>, plan: RunPlan, at: Date): Promise<void> {
    await tx.payoutRun.update({
      where: { id },
      data: {
        plan: canonicalJson(plan),
        partyCount: plan.parties.length,
        state: 'running',
        failure: null,
        touchedAt: at,
      },
    });
  }

  async advance(tx: Tx, id: Id<'payoutRun'>, paidCount: number, at: Date): Promise<void> {
    await tx.payoutRun.update({
      where: { id },
      data: { paidCount, state: 'running', failure: null, touchedAt: at },
    });
  }

  async finish(tx: Tx, id: Id<'payoutRun'>, paidCount: number, at: Date): Promise<void> {
    await tx.payoutRun.update({
      where: { id },
      data: { paidCount, state: 'paid', failure: null, touchedAt: at, finishedAt: at },
    });
  }

  async fail(tx: Tx, id: Id<'payoutRun'>, failure: string, at: Date): Promise<void> {
    await tx.payoutRun.updateMany({
      where: { id, state: { in: ['queued', 'running'] } },
      data: { state: 'failed', failure, touchedAt: at },
    });
  }

  /** Runs that nobody has touched since. */
  async unfinishedBefore(date: Date, limit: number): Promise<readonly Id<'payoutRun'>[]> {
    const rows = await this.#prisma.payoutRun.findMany({
      where: { state: { in: ['queued', 'running'] }, touchedAt: { lt: date } },
      select: { id: true },
      orderBy: { id: 'asc' },
      take: limit,
    });
    return rows.map(({ id }) => asId('payoutRun', id));
  }

  /** What earlier versions of a meter's agreement gave to each revenue share in all. */
  async distributedEarlier(
    tx: Tx,
    meterId: Id<'meter'>,
    version: number,
  ): Promise<ReadonlyMap<string, bigint>> {
    const rows = await tx.payoutRun.findMany({
      where: { agreement: { meterId, version: { lt: version } }, plan: { not: null } },
      orderBy: [{ agreementId: 'asc' }, { ordinal: 'desc' }],
      distinct: ['agreementId'],
    });
    const totals = new Map<string, bigint>();
    for (const { share, distributedMinor } of rows.flatMap((row) => toRow(row).plan?.shares ?? []))
      totals.set(share, (totals.get(share) ?? 0n) + BigInt(distributedMinor));
    return totals;
  }

  /** What earlier runs of an agreement counted, by receipt. */
  async counted(tx: Tx, agreementId: Id<'agreement'>): Promise<ReadonlyMap<string, CountedReceipt>> {
    const rows = await tx.$queryRaw<CountedReceipt[]>`
      SELECT "receipt_id" AS "receiptId", "sequence", "kind", "amount_minor" AS "amountMinor",
          "refund_of" AS "refundOf", "counted_at" AS "countedAt", "run_id" AS "runId"
        FROM "payout_receipt" WHERE "agreement_id" = ${agreementId}::uuid`;
    return new Map(
      rows.map((row) => [
        row.receiptId,
        { ...row, runId: encodeId('payoutRun', asId('payoutRun', row.runId)) },
      ]),
    );
  }

  /** What a run and those before it counted, in the order of the chain, after a number. */
  async countedUntil(
    { agreementId, ordinal }: Pick<PayoutRunRow, 'agreementId' | 'ordinal'>,
    after: number,
    limit: number,
  ): Promise<readonly Omit<CountedReceipt, 'runId'>[]> {
    const rows = await this.#prisma.payoutReceipt.findMany({
      where: { agreementId, sequence: { gt: after }, run: { ordinal: { lte: ordinal } } },
      orderBy: { sequence: 'asc' },
      take: limit,
      omit: { agreementId: true, runId: true },
    });
    return rows.map((row) => ({ ...row, kind: row.kind === 'refund' ? 'refund' : 'charge' }));
  }

  async insertCounted(
    tx: Tx,
    agreementId: Id<'agreement'>,
    runId: Id<'payoutRun'>,
    receipts: readonly CountedReceipt[],
  ): Promise<void> {
    // One statement, however many they are. Amounts travel as text: a number would lose units above 2^53.
    await tx.$executeRaw`
      INSERT INTO "payout_receipt"
          ("agreement_id", "run_id", "receipt_id", "sequence", "kind", "counted_at", "amount_minor", "refund_of")
        SELECT ${agreementId}::uuid, ${runId}::uuid, r.* FROM unnest(
          ${receipts.map(({ receiptId }) => receiptId)}::text[], ${receipts.map(({ sequence }) => sequence)}::int[],
          ${receipts.map(({ kind }) => kind)}::text[],
          ${receipts.map(({ countedAt }) => countedAt.toISOString())}::timestamptz[],
          ${receipts.map(({ amountMinor }) => amountMinor.toString())}::bigint[],
          ${receipts.map(({ refundOf }) => refundOf)}::int[]) r`;
  }
}

function toRow({
  fromAt,
  toAt,
  touchedAt: _,
  ...row
}: Prisma.PayoutRunGetPayload<Record<string, never>>): PayoutRunRow {
  return {
    ...row,
    id: asId('payoutRun', row.id),
    agreementId: asId('agreement', row.agreementId),
    from: fromAt,
    to: toAt,
    state: row.state as PayoutRunState,
    plan: row.plan === null ? null : readPlan(row.plan),
  };
}

/** Plans are written by us only, as canonical text. */
function readPlan(text: string): RunPlan {
  const json = parseJson(text);
  assert(json.ok, 'a stored plan is JSON');
  return json.value as unknown as RunPlan;
}
