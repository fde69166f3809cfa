import { idOf, sha256Digest } from '#contract/platform';
import { z } from 'zod';
import { countersignedReceiptSchema } from './core/index.js';

/** What one request delivers at most: also what one posting of the ledger carries. */
export const RECEIPTS_PER_REQUEST_MAX = 1_000;

export const RECEIPTS_PER_PAGE_MAX = 500;

/** In the order of their chain. A single receipt may also stand alone, as one item of the list. */
export const deliverReceipts = z.strictObject({
  receipts: z.array(countersignedReceiptSchema).min(1).max(RECEIPTS_PER_REQUEST_MAX),
});

/** `replayed` receipts stood there already, bit for bit. The rest is where the chain stands now. */
export const deliveryView = z.strictObject({
  meterId: idOf('meter'),
  accepted: z.int().min(0),
  replayed: z.int().min(0),
  nextSequence: z.int().min(0),
  lastDigest: sha256Digest.nullable(),
});

export const receiptQuery = z.strictObject({
  after: z.coerce.number().int().min(0).optional(),
  limit: z.coerce.number().int().min(1).max(RECEIPTS_PER_PAGE_MAX).default(100),
});

/** In the order of the chain. `next` is what to ask for as `after`, null when there is nothing more. */
export const receiptPage = z.strictObject({
  receipts: z.array(countersignedReceiptSchema),
  next: z.int().min(0).nullable(),
});
