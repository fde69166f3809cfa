import { instant, sha256Digest } from '#contract/platform';
import { z } from 'zod';

const sequence = z.string().regex(/^[1-9][0-9]{0,18}$/, 'must be a positive sequence number');
const minorText = z.string().regex(/^(0|[1-9][0-9]*)$/);

/** A tick as it was published; `digest` is SHA-256 over the RFC 8785 bytes of `tick`. */
export const tickView = z.strictObject({
  tick: z.strictObject({
    sequence,
    instrument: z.string(),
    currency: z.string(),
    priceMinor: minorText,
    confidence: z.strictObject({ lowMinor: minorText, highMinor: minorText }).nullable(),
    source: z.literal('auction-settlement'),
    auctionId: z.string(),
    publishedAt: z.iso.datetime(),
    staleAfter: z.iso.datetime(),
  }),
  digest: sha256Digest,
});

/** `asOf` is the service's clock: compare it with `staleAfter`. */
export const tickPage = z.strictObject({ ticks: z.array(tickView), asOf: instant });

/** Ticks after a sequence number, without gaps; `instrument` narrows them down. */
export const tickQuery = z.strictObject({
  after: z
    .string()
    .regex(/^(0|[1-9][0-9]{0,17})$/, 'must be a sequence number')
    .default('0'),
  instrument: z.string().min(1).max(200).optional(),
  limit: z.coerce.number().int().min(1).max(500).default(100),
});
