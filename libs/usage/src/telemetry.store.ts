import { Injectable } from '@nestjs/common';
import { asId, type Id } from '#libs/kernel';
import { PrismaService, type Tx } from '#libs/platform';

export type SpanRow = {
  readonly traceId: string;
  readonly spanId: string;
  readonly payerId: Id<'party'>;
  readonly hourStart: Date;
  readonly inputTokens: bigint;
  readonly outputTokens: bigint;
};

/** The calls of one payer in one hour that no receipt has settled. */
export type OpenHour = {
  readonly payerId: Id<'party'>;
  readonly hourStart: Date;
  readonly calls: bigint;
  readonly inputTokens: bigint;
  readonly outputTokens: bigint;
};

/** Rows of one statement: PostgreSQL takes 65,535 parameters. */
const ROWS_PER_INSERT = 1_000;

@Injectable()
export class TelemetryStore {
  readonly #prisma: PrismaService;

  constructor(prisma: PrismaService) {
    this.#prisma = prisma;
  }

  /** How many of the calls were not told before. */
  async insert(tx: Tx, meterId: Id<'meter'>, spans: readonly SpanRow[], receivedAt: Date): Promise<number> {
    let inserted = 0;
    for (let from = 0; from < spans.length; from += ROWS_PER_INSERT) {
      const rows = spans.slice(from, from + ROWS_PER_INSERT);
      const { count } = await tx.telemetrySpan.createMany({
        data: rows.map((span) => ({ ...span, meterId, receivedAt })),
        skipDuplicates: true,
      });
      inserted += count;
    }
    return inserted;
  }

  /** Hours that began before a time, the oldest first. */
  async openHours(
    meterId: Id<'meter'>,
    before: Date,
    limit: number,
    tx: Tx = this.#prisma,
  ): Promise<readonly OpenHour[]> {
    const rows = await tx.$queryRaw<OpenHour[]>`
      SELECT "payer_id" AS "payerId", "hour_start" AS "hourStart", count(*) AS "calls",
          sum("input_tokens")::bigint AS "inputTokens", sum("output_tokens")::bigint AS "outputTokens"
        FROM "telemetry_span"
        WHERE "meter_id" = ${meterId}::uuid AND "settled_by" IS NULL AND "hour_start" < ${before}
        GROUP BY "hour_start", "payer_id" ORDER BY "hour_start", "payer_id" LIMIT ${limit}`;
    return rows.map((row) => ({ ...row, payerId: asId('party', row.payerId) }));
  }

  async settle(
    tx: Tx,
    meterId: Id<'meter'>,
    { payerId, hourStart }: Pick<OpenHour, 'payerId' | 'hourStart'>,
    digest: string,
  ): Promise<void> {
    await tx.telemetrySpan.updateMany({
      where: { meterId, payerId, hourStart, settledBy: null },
      data: { settledBy: digest },
    });
  }
}
