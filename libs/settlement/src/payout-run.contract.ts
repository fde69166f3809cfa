import { amountMinor, idOf, instant, sha256Digest } from '#contract/platform';
import { z } from 'zod';

/** All that is dated until `to` and was not paid out before. */
export const requestRun = z.strictObject({ to: instant });

/**
 * `partyCount` is known when the run is planned. `excluded` are receipts that were washed when the run looked;
 * `receiptsDigest` is what its statements name.
 */
export const payoutRunView = z.strictObject({
  id: idOf('payoutRun'),
  agreementId: idOf('agreement'),
  ordinal: z.int(),
  from: instant,
  to: instant,
  state: z.enum(['queued', 'running', 'paid', 'failed']),
  partyCount: z.int().nullable(),
  paidCount: z.int(),
  receiptsDigest: sha256Digest.nullable(),
  excluded: z.array(z.string()).nullable(),
  failure: z.string().nullable(),
  queuedAt: instant,
  finishedAt: instant.nullable(),
});

export const payoutRunList = z.strictObject({ runs: z.array(payoutRunView) });

/**
 * In the order of the meter's chain. What statements name is the digest of the whole list, written as
 * `[[receiptId, countedAt], …]`.
 */
export const runReceiptPage = z.strictObject({
  receipts: z.array(
    z.strictObject({
      receiptId: z.string(),
      sequence: z.int().min(0),
      kind: z.enum(['charge', 'refund']),
      countedAt: instant,
      amountMinor,
      refundOf: z.int().nullable(),
    }),
  ),
  next: z.int().nullable(),
});

const RECEIPT_PAGE_MAX = 1_000;

/** `after` is the last sequence number seen. */
export const runReceiptQuery = z.strictObject({
  after: z.coerce.number().int().min(0).optional(),
  limit: z.coerce.number().int().min(1).max(RECEIPT_PAGE_MAX).default(RECEIPT_PAGE_MAX),
});

export const runParams = z.strictObject({ runId: idOf('payoutRun') });
export const agreementRunParams = z.strictObject({ agreementId: idOf('agreement') });
