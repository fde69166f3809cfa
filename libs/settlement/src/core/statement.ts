import { z } from 'zod';
import { type Currency, encodeId, type Id } from '#libs/kernel';
import { heldBack, HOLDBACK_TOLERANCE_BPS, holdbackRelease } from './holdback.js';
import { BPS, type Proceeds } from './proceeds.js';
import { type DomainChange, meanScores } from './score-change.js';
import { amountText, figuresOf, figuresShape } from './statement-figures.js';

const HELD_RULE = 'floor(priceMinor * bps / 10000)';
const RELEASE_RULE = 'floor(heldMinor * (scoreAtSaleBps - scoreNowBps) / scoreAtSaleBps), 0 within tolerance';
const scoreBps = z.int().min(0).max(BPS);

const subject = { auctionId: z.string(), modelId: z.string(), versionId: z.string(), ...figuresShape };

/** One lot sold as a whole, all of its price paid out at once. */
const settlementStatement = z.strictObject({
  document: z.literal('settlement-statement'),
  lotId: z.string(),
  ...subject,
});

/** All sales of an auction that were accepted. `grossMinor` is what their prices leave when the holdback is kept. */
const salesStatement = z.strictObject({
  document: z.literal('sales-statement'),
  holdback: z.strictObject({ rule: z.literal(HELD_RULE), bps: z.int().min(0).max(BPS) }),
  sales: z.array(
    z.strictObject({
      saleId: z.string(),
      lotIds: z.array(z.string()).min(1),
      /** Units of the lot; null where lots are sold as a whole. */
      quantity: amountText.nullable(),
      priceMinor: amountText,
      heldMinor: amountText,
    }),
  ),
  heldMinor: amountText,
  ...subject,
});

/** The end of one sale's holdback. `grossMinor` is what `refundMinor`, the buyer's part, leaves of it. */
const holdbackStatement = z.strictObject({
  document: z.literal('holdback-statement'),
  saleId: z.string(),
  heldMinor: amountText,
  /** Domains on which the version was scored before the sale and again since: none, and all is released. */
  changes: z.array(
    z.strictObject({
      domain: z.string(),
      runAtSale: z.string(),
      runNow: z.string(),
      atSaleBps: scoreBps,
      nowBps: scoreBps,
    }),
  ),
  release: z.strictObject({
    rule: z.literal(RELEASE_RULE),
    toleranceBps: scoreBps,
    scoreAtSaleBps: scoreBps.nullable(),
    scoreNowBps: scoreBps.nullable(),
    refundMinor: amountText,
  }),
  ...subject,
});

/**
 * Why everybody got what they got, in plain JSON; its digest is SHA-256 over the RFC 8785 bytes. Amounts are minor
 * units of `currency`. No statement names a buyer.
 */
export const statementSchema = z.discriminatedUnion('document', [
  settlementStatement,
  salesStatement,
  holdbackStatement,
]);

export type SettlementStatement = z.output<typeof statementSchema>;
export type SalesStatement = z.output<typeof salesStatement>;
export type HoldbackStatement = z.output<typeof holdbackStatement>;

/** What a settlement is about: the auction, what was sold, and the weights that count. */
export type StatementSubject = {
  readonly auctionId: Id<'auction'>;
  readonly modelId: Id<'model'>;
  readonly versionId: Id<'version'>;
  readonly currency: Currency;
  readonly weights: { readonly id: Id<'weightSet'>; readonly version: number; readonly digest: string };
};

export type AcceptedSale = {
  readonly id: Id<'sale'>;
  readonly lotIds: readonly Id<'lot'>[];
  readonly quantity: bigint | null;
  readonly priceMinor: bigint;
};

/** What a sale keeps back and pays out, together over all of them. */
export function proceedsOfSales(
  sales: readonly Pick<AcceptedSale, 'priceMinor'>[],
  holdbackBps: number,
): { readonly heldMinor: bigint; readonly grossMinor: bigint } {
  const sum = (amounts: readonly bigint[]): bigint => amounts.reduce((total, amount) => total + amount, 0n);
  const heldMinor = sum(sales.map(({ priceMinor }) => heldBack(priceMinor, holdbackBps)));
  return { heldMinor, grossMinor: sum(sales.map(({ priceMinor }) => priceMinor)) - heldMinor };
}

/** Of proceeds whose gross is that of {@link proceedsOfSales}. */
export const salesStatementOf = (
  about: StatementSubject,
  sales: readonly AcceptedSale[],
  holdbackBps: number,
  proceeds: Proceeds,
): SalesStatement => ({
  document: 'sales-statement',
  ...subjectOf(about),
  holdback: { rule: HELD_RULE, bps: holdbackBps },
  sales: sales.map(({ id, lotIds, quantity, priceMinor }) => ({
    saleId: encodeId('sale', id),
    lotIds: lotIds.map((lotId) => encodeId('lot', lotId)),
    quantity: quantity?.toString() ?? null,
    priceMinor: priceMinor.toString(),
    heldMinor: heldBack(priceMinor, holdbackBps).toString(),
  })),
  heldMinor: proceedsOfSales(sales, holdbackBps).heldMinor.toString(),
  ...figuresOf(proceeds),
});

/** What becomes of a holdback, and why. */
export type HoldbackDecision = {
  readonly heldMinor: bigint;
  readonly changes: readonly DomainChange[];
  readonly toleranceBps: number;
  readonly scoreAtSale: number | undefined;
  readonly scoreNow: number | undefined;
  readonly refundMinor: bigint;
  readonly releaseMinor: bigint;
};

export function decideHoldback(
  heldMinor: bigint,
  changes: readonly DomainChange[],
  toleranceBps = HOLDBACK_TOLERANCE_BPS,
): HoldbackDecision {
  const scores = meanScores(changes);
  const release = holdbackRelease({ heldMinor, ...scores, tolerance: toleranceBps });
  return { heldMinor, changes, toleranceBps, ...scores, ...release };
}

/** Of proceeds whose gross is the decision's `releaseMinor`. */
export const holdbackStatementOf = (
  about: StatementSubject,
  saleId: Id<'sale'>,
  decision: HoldbackDecision,
  proceeds: Proceeds,
): HoldbackStatement => ({
  document: 'holdback-statement',
  ...subjectOf(about),
  saleId: encodeId('sale', saleId),
  ...decisionText(decision),
  ...figuresOf(proceeds),
});

export const decisionText = ({
  heldMinor,
  changes,
  toleranceBps,
  scoreAtSale,
  scoreNow,
  refundMinor,
}: HoldbackDecision): Pick<HoldbackStatement, 'heldMinor' | 'changes' | 'release'> => ({
  heldMinor: heldMinor.toString(),
  changes: [...changes],
  release: {
    rule: RELEASE_RULE,
    toleranceBps,
    scoreAtSaleBps: scoreAtSale ?? null,
    scoreNowBps: scoreNow ?? null,
    refundMinor: refundMinor.toString(),
  },
});

const subjectOf = ({ auctionId, modelId, versionId, currency, weights }: StatementSubject) => ({
  auctionId: encodeId('auction', auctionId),
  modelId: encodeId('model', modelId),
  versionId: encodeId('version', versionId),
  currency,
  weights: {
    weightSetId: encodeId('weightSet', weights.id),
    version: weights.version,
    digest: weights.digest,
  },
});
