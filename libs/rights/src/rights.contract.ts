import { count, idOf, instant, pageQueryOf, sha256Digest } from '#contract/platform';
import { z } from 'zod';
import { lotTermsSchema } from './core/index.js';

export const listLot = z.strictObject({ versionId: idOf('version'), terms: lotTermsSchema });

/** `termsDigest` is SHA-256 over the RFC 8785 bytes of `terms`. */
export const lotView = z.strictObject({
  id: idOf('lot'),
  versionId: idOf('version'),
  modelId: idOf('model'),
  sellerId: idOf('party'),
  terms: lotTermsSchema,
  termsDigest: sha256Digest,
  state: z.enum(['listed', 'in-auction', 'sold', 'withdrawn']),
  createdAt: instant,
});

export const grantView = z.strictObject({
  id: idOf('grant'),
  lotId: idOf('lot'),
  auctionId: idOf('auction'),
  holderId: idOf('party'),
  versionId: idOf('version'),
  terms: lotTermsSchema,
  /** Units of the lot; null where all of it was granted. */
  quantity: count.nullable(),
  grantedAt: instant,
});

export const lotPage = z.strictObject({ lots: z.array(lotView), next: idOf('lot').nullable() });
export const grantPage = z.strictObject({ grants: z.array(grantView), next: idOf('grant').nullable() });

export const lotParams = z.strictObject({ lotId: idOf('lot') });
export const lotQuery = pageQueryOf('lot');
export const grantQuery = pageQueryOf('grant');
