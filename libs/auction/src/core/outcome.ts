import { z } from 'zod';
import { amountText, announcementSchema, digestText } from './announcement.js';
import { ENVELOPE_BYTES } from './envelope.js';

const envelopeText = z.string().regex(new RegExp(`^[0-9a-f]{${String(2 * ENVELOPE_BYTES)}}$`));

const envelopeFields = {
  bidId: z.string().min(1).max(64),
  bidder: z.string().min(1).max(64),
  sequence: z.int().min(1),
  /** Hexadecimal, so that everybody can open it again. */
  envelope: envelopeText,
  envelopeDigest: digestText,
};

const openedBidSchema = z.strictObject({ ...envelopeFields, priceMinor: amountText, salt: digestText });

const refusedEnvelopeSchema = z.strictObject({
  ...envelopeFields,
  reason: z.enum(['wrong-size', 'unknown-version', 'not-authentic', 'malformed-bid']),
});

const resultSchema = z.discriminatedUnion('status', [
  z.strictObject({
    status: z.literal('sold'),
    winner: z.string(),
    bidId: z.string(),
    priceMinor: amountText,
  }),
  z.strictObject({ status: z.literal('unsold') }),
]);

/**
 * How an auction ended, with everything that is needed to come to the same end. After the close there is nothing
 * left to hide from anybody, so the sealing key is part of it: every envelope can be opened again.
 */
export const outcomeSchema = z.strictObject({
  document: z.literal('auction-outcome'),
  announcement: announcementSchema,
  announcementDigest: digestText,
  sealingSecretKey: digestText,
  bids: z.array(openedBidSchema),
  refused: z.array(refusedEnvelopeSchema),
  tieSeed: digestText,
  result: resultSchema,
});

export type AuctionOutcome = z.output<typeof outcomeSchema>;
