import { Injectable } from '@nestjs/common';
import { asCurrency, asId, type Currency, type Id } from '#libs/kernel';
import { type Prisma, PrismaService, type Tx } from '#libs/platform';
import type { PricingDossierDocument } from './core/index.js';

type Comparables = NonNullable<PricingDossierDocument['comparables']>;

/** What became of a lot, beside what its valuation had said of its price. Amounts are minor units of `currency`. */
export type OutcomeRow = {
  readonly auctionId: Id<'auction'>;
  readonly valuationId: Id<'valuation'>;
  readonly kind: Comparables[number]['kind'] & string;
  readonly currency: Currency;
  /** `YYYY-MM-DD`. */
  readonly endedOn: string;
  /** Undefined where the lot stayed unsold. */
  readonly priceMinor: bigint | undefined;
  readonly reserveMinor: bigint;
  readonly losingBidsMinor: readonly bigint[];
  /** Receipts of the model in the twelve months before. */
  readonly annualRevenueMinor: bigint;
  /** What the hammer was expected to bring, with its 80 % range; undefined where the valuation had no such price. */
  readonly estimate:
    { readonly p10Minor: bigint; readonly p50Minor: bigint; readonly p90Minor: bigint } | undefined;
  readonly recordedAt: Date;
};

/** An outcome with the frozen valuation that it is compared with. */
export type ValuedOutcome = OutcomeRow & { readonly documentDigest: string; readonly valuedOn: string };

const OUTCOMES_MAX = 10_000;
/** The bids that a comparable may carry. */
const LOSING_BIDS_MAX = 100;

@Injectable()
export class ValuationOutcomeStore {
  readonly #prisma: PrismaService;

  constructor(prisma: PrismaService) {
    this.#prisma = prisma;
  }

  async insert(
    tx: Tx,
    { endedOn, priceMinor, losingBidsMinor, estimate, ...row }: OutcomeRow,
  ): Promise<void> {
    await tx.valuationOutcome.createMany({
      data: {
        ...row,
        endedOn: new Date(endedOn),
        priceMinor: priceMinor ?? null,
        losingBidsMinor: [...losingBidsMinor],
        lowMinor: estimate?.p10Minor ?? null,
        estimateMinor: estimate?.p50Minor ?? null,
        highMinor: estimate?.p90Minor ?? null,
      },
      skipDuplicates: true,
    });
  }

  /** The newest whose valuation is complete, oldest first. */
  async all(): Promise<readonly ValuedOutcome[]> {
    const rows = await this.#prisma.valuationOutcome.findMany({
      orderBy: NEWEST_FIRST,
      take: OUTCOMES_MAX,
      include: { valuation: { select: { documentDigest: true, valuationDate: true } } },
    });
    return rows
      .reverse()
      .flatMap(({ valuation: { documentDigest, valuationDate }, ...row }) =>
        documentDigest === null ? [] : [{ ...toRow(row), documentDigest, valuedOn: dayOf(valuationDate) }],
      );
  }

  async count(): Promise<number> {
    return this.#prisma.valuationOutcome.count();
  }

  /** Lots that were offered in a currency, the newest of them, oldest first. One without receipts compares with nothing. */
  async comparables(currency: Currency, limit: number): Promise<Comparables> {
    const rows = await this.#prisma.valuationOutcome.findMany({
      where: {
        currency,
        annualRevenueMinor: { gt: 0 },
        OR: [{ priceMinor: { gt: 0 } }, { priceMinor: null, reserveMinor: { gt: 0 } }],
      },
      orderBy: NEWEST_FIRST,
      take: limit,
    });
    return rows.reverse().map((row) => toComparable(toRow(row)));
  }
}

const NEWEST_FIRST: Prisma.ValuationOutcomeOrderByWithRelationInput[] = [
  { recordedAt: 'desc' },
  { auctionId: 'desc' },
];

const dayOf = (date: Date): string => date.toISOString().slice(0, 10);

const toComparable = ({
  endedOn,
  kind,
  currency,
  annualRevenueMinor,
  priceMinor,
  reserveMinor,
  losingBidsMinor,
}: OutcomeRow): Comparables[number] => ({
  date: endedOn,
  kind,
  currency,
  annualRevenueMinor: annualRevenueMinor.toString(),
  ...(priceMinor === undefined
    ? { reserveMinor: reserveMinor.toString() }
    : { priceMinor: priceMinor.toString() }),
  losingBidsMinor: losingBidsMinor.slice(0, LOSING_BIDS_MAX).map(String),
});

const toRow = ({
  estimateMinor,
  lowMinor,
  highMinor,
  ...row
}: Prisma.ValuationOutcomeGetPayload<object>): OutcomeRow => ({
  ...row,
  auctionId: asId('auction', row.auctionId),
  valuationId: asId('valuation', row.valuationId),
  kind: row.kind as OutcomeRow['kind'],
  currency: asCurrency(row.currency),
  endedOn: dayOf(row.endedOn),
  priceMinor: row.priceMinor ?? undefined,
  estimate:
    estimateMinor === null || lowMinor === null || highMinor === null
      ? undefined
      : { p10Minor: lowMinor, p50Minor: estimateMinor, p90Minor: highMinor },
});
