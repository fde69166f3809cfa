import { z } from 'zod';
import { waterfallSchema } from './waterfall-terms.js';

const signedText = z.string().regex(/^(0|-?[1-9]\d{0,18})$/);
const amountText = z.string().regex(/^(0|[1-9]\d{0,18})$/);
const idText = z.string().min(1).max(200);
const timeText = z.iso.datetime({ precision: 3 });

const RECEIPTS_MAX = 100_000;
const LINES_MAX = 10_000;

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
  receipts: z.array(z.strictObject({ id: idText, at: timeText, amountMinor: signedText })).max(RECEIPTS_MAX),
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
  earnedMinor: signedText,
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
