import { Injectable } from '@nestjs/common';
import { asId, type Id } from '#libs/kernel';
import { PrismaService, type Tx } from '#libs/platform';

export type ReceiptKind = 'charge' | 'refund';

/** A receipt as it was accepted: the RFC 8785 text that both sides signed, and what it says. */
export type ReceiptRow = {
  /** SHA-256 of the document: what the receipt is called. */
  readonly digest: string;
  readonly meterId: Id<'meter'>;
  readonly sequence: number;
  readonly document: string;
  readonly payeeSignature: string;
  readonly payerSignature: string;
  readonly kind: ReceiptKind;
  readonly payerId: Id<'party'>;
  readonly at: Date;
  readonly calls: bigint;
  readonly amountMinor: bigint;
  readonly refundOf: number | null;
  readonly receivedAt: Date;
};

/** A receipt with the verdict of the screening. */
export type ScreenedReceipt = {
  readonly receiptId: string;
  readonly sequence: number;
  readonly kind: ReceiptKind;
  readonly at: Date;
  readonly amountMinor: bigint;
  readonly refundOf: number | null;
  readonly washed: boolean;
};

@Injectable()
export class ReceiptStore {
  readonly #prisma: PrismaService;

  constructor(prisma: PrismaService) {
    this.#prisma = prisma;
  }

  async insert(tx: Tx, receipts: readonly ReceiptRow[]): Promise<void> {
    await tx.usageReceipt.createMany({ data: [...receipts] });
  }

  /** What stands under some numbers of a chain. */
  async standing(
    meterId: Id<'meter'>,
    sequences: readonly number[],
    tx: Tx = this.#prisma,
  ): Promise<readonly ReceiptRow[]> {
    const rows = await tx.usageReceipt.findMany({ where: { meterId, sequence: { in: [...sequences] } } });
    return rows.map(toReceipt);
  }

  /** What is left to refund of the charges among some numbers of a chain. */
  async refundable(
    meterId: Id<'meter'>,
    sequences: readonly number[],
    tx: Tx = this.#prisma,
  ): Promise<ReadonlyMap<number, bigint>> {
    const rows = await tx.$queryRaw<{ sequence: number; leftMinor: bigint }[]>`
      SELECT c."sequence", (c."amount_minor" - coalesce(sum(r."amount_minor"), 0))::bigint AS "leftMinor"
        FROM "usage_receipt" c
          LEFT JOIN "usage_receipt" r ON r."meter_id" = c."meter_id" AND r."refund_of" = c."sequence"
        WHERE c."meter_id" = ${meterId}::uuid AND c."kind" = 'charge' AND c."sequence" = ANY(${[...sequences]}::int[])
        GROUP BY c."digest"`;
    return new Map(rows.map(({ sequence, leftMinor }) => [sequence, leftMinor]));
  }

  /** The receipts of a meter up to a number (not included), in the order of the chain. */
  async ofMeter(meterId: Id<'meter'>, through: number): Promise<readonly Omit<ReceiptRow, 'document'>[]> {
    const rows = await this.#prisma.usageReceipt.findMany({
      where: { meterId, sequence: { lt: through } },
      orderBy: { sequence: 'asc' },
      omit: { document: true },
    });
    return rows.map(toReceipt);
  }

  /** Receipts after a number, in the order of the chain; those of one payer where one is given. */
  async page(
    meterId: Id<'meter'>,
    payerId: Id<'party'> | undefined,
    after: number | undefined,
    limit: number,
  ): Promise<readonly ReceiptRow[]> {
    const rows = await this.#prisma.usageReceipt.findMany({
      where: {
        meterId,
        ...(payerId === undefined ? {} : { payerId }),
        ...(after === undefined ? {} : { sequence: { gt: after } }),
      },
      orderBy: { sequence: 'asc' },
      take: limit,
    });
    return rows.map(toReceipt);
  }

  /** The screened receipts of a meter that are dated until a time, in the order of the chain. */
  async screened(
    meterId: Id<'meter'>,
    upTo: Date,
    tx: Tx = this.#prisma,
  ): Promise<readonly ScreenedReceipt[]> {
    return tx.$queryRaw<ScreenedReceipt[]>`
      SELECT r."digest" AS "receiptId", r."sequence", r."kind", r."at", r."amount_minor" AS "amountMinor",
          r."refund_of" AS "refundOf", coalesce(f."washed", false) AS "washed"
        FROM "meter_screening" s
          JOIN "usage_receipt" r ON r."meter_id" = s."meter_id" AND r."sequence" < s."screened_through"
          LEFT JOIN "usage_receipt" c ON c."meter_id" = r."meter_id" AND c."sequence" = r."refund_of"
          LEFT JOIN "usage_receipt_flag" f ON f."digest" = coalesce(c."digest", r."digest")
        WHERE s."meter_id" = ${meterId}::uuid AND r."at" <= ${upTo}
        ORDER BY r."sequence"`;
  }
}

/** A row, or what a query took of it. */
const toReceipt = <Row extends { readonly meterId: string; readonly payerId: string; readonly kind: string }>(
  row: Row,
) => ({
  ...row,
  meterId: asId('meter', row.meterId),
  payerId: asId('party', row.payerId),
  kind: row.kind as ReceiptKind,
});
