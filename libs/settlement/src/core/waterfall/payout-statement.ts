import { z } from 'zod';
import { waterfallSchema } from './waterfall-terms.js';

const signedText = z.string().regex(/^(0|-?[1-9]\d{0,18})$/);
const amountText = z.string().regex(/^(0|[1-9]\d{0,18})$/);
const idText = z.string().min(1).max(200);
const timeText = z.iso.datetime({ precision: 3 });

const RECEIPTS_MAX = 100_000;
const LINES_MAX = 10_000;

const digestText = z.string().regex(/^[0-9a-f]{64}$/);

/** A receipt, or several of them in one: then `count` says how many, and `digest` which. */
const receipt = z.strictObject({
  id: idText,
  at: timeText,
  amountMinor: signedText,
  count: z.int().min(1).optional(),
  digest: digestText.optional(),
});

/** Units of a revenue share that the party held at the record date, which is the end of the statement. */
const holding = z.strictObject({
  /** The payee of the terms that is cut into units. */
  share: z.string().min(1).max(100),
  units: amountText,
  /** All units of the share. */
  supply: z.string().regex(/^[1-9]\d{0,18}$/),
  /** What holders of the share had been given in all before. */
  distributedBeforeMinor: amountText,
  /** Owed from before, in parts of 1/supply of a minor unit. */
  owedBefore: amountText,
});

/** A refund that the statement counts, and where its charge had been counted. */
const refunded = z.strictObject({
  receiptId: idText,
  sourceReceiptId: idText,
  /** Null where charge and refund were counted by the same run. */
  sourceRunId: idText.nullable(),
  amountMinor: amountText,
});

/** What a run of metered revenue adds: which receipts, which refunds, and the units of revenue shares. */
const run = z.strictObject({
  id: idText,
  ordinal: z.int().min(1),
  /** SHA-256 over the RFC 8785 bytes of the run's list of receipts, `[[receiptId, countedAt], …]` in their order. */
  receiptsDigest: digestText,
  refunded: z.array(refunded).max(RECEIPTS_MAX),
  holdings: z.array(holding).max(LINES_MAX),
  /** How much the party may come to owe before the platform bears the loss; null without limit. */
  receivableLimitMinor: amountText.nullable(),
});

/** What a statement is computed from. Everything else in it follows. */
const basis = {
  document: z.literal('payout-statement'),
  party: z.string().min(1).max(100),
  currency: z.string().regex(/^[A-Z]{3}$/),
  agreement: z.strictObject({ id: idText, version: z.int().min(1), terms: waterfallSchema }),
  /** The statement covers what changed between these times. */
  from: timeText,
  to: timeText,
  /** All receipts of the agreement up to `to`; refunds are negative. Those older than every holdback may be one. */
  receipts: z.array(receipt).max(RECEIPTS_MAX),
  /** Refunds of payouts that were booked line by line, with all lines of their source. */
  refunds: z
    .array(
      z.strictObject({
        sourceId: idText,
        lines: z
          .array(z.strictObject({ lineId: idText, payee: idText, amountMinor: amountText }))
          .max(LINES_MAX),
        refundedBeforeMinor: amountText,
        refundMinor: amountText,
      }),
    )
    .max(LINES_MAX),
  opening: z.strictObject({ carriedMinor: amountText, receivableMinor: amountText }),
  minimumMinor: amountText,
  run: run.optional(),
};

/** What follows: a line for each place in the terms that pays the party, and for each refund that reaches it. */
const figures = {
  lines: z.array(
    z.strictObject({
      path: z.string(),
      rule: z.string(),
      inflowMinor: amountText,
      totalMinor: amountText,
      previousMinor: amountText,
      amountMinor: signedText,
    }),
  ),
  reversals: z.array(
    z.strictObject({ sourceId: z.string(), lineId: z.string(), exact: z.string(), amountMinor: signedText }),
  ),
  /** What each share gave for the units held; the fraction that is left is owed on. Of a run only. */
  distributions: z
    .array(
      z.strictObject({
        share: z.string(),
        distributedMinor: amountText,
        exact: z.string(),
        amountMinor: amountText,
        owed: amountText,
      }),
    )
    .optional(),
  earnedMinor: signedText,
  /** What the party owes beyond the limit, which the platform bears. Of a run only. */
  lossMinor: amountText.optional(),
  recoveredMinor: amountText,
  paidMinor: amountText,
  closing: z.strictObject({ carriedMinor: amountText, receivableMinor: amountText }),
};

export const statementBasisSchema = z.strictObject(basis);

/**
 * Why a party was paid what it was paid, in plain JSON; its digest is SHA-256 over the RFC 8785 bytes. Amounts are
 * minor units of `currency` in strings, times UTC with milliseconds.
 */
export const payoutStatementSchema = z.strictObject({ ...basis, ...figures });

/** As JSON writes it. */
export type StatementBasis = z.input<typeof statementBasisSchema>;

export type PayoutStatement = z.input<typeof payoutStatementSchema>;
