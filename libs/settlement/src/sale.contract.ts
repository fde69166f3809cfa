import { manifestFile } from '#contract/catalog';
import {
  amountMinor,
  count,
  currencyCode,
  displayText,
  idOf,
  instant,
  pageQueryOf,
  sha256Digest,
} from '#contract/platform';
import { z } from 'zod';
import { MANIFEST_FILES_MAX } from '#core/catalog';
import { SALE_STATES } from './core/index.js';

const saleState = z.enum(SALE_STATES);

/** What everybody may know: who bought shows by the pseudonym of the auction only. */
export const saleView = z.strictObject({
  id: idOf('sale'),
  auctionId: idOf('auction'),
  bidderId: idOf('bidder'),
  bidId: z.string(),
  lotIds: z.array(idOf('lot')),
  /** Units of the lot; null where lots are sold as a whole. */
  quantity: count.nullable(),
  currency: currencyCode,
  priceMinor: amountMinor,
  /** What of the price is kept from acceptance until the end of the holdback. */
  heldMinor: amountMinor,
  state: saleState,
  soldAt: instant,
  /** Deadlines, each set when the state that waits for it is reached. */
  payBy: instant,
  deliverBy: instant.nullable(),
  inspectBy: instant.nullable(),
  releaseAt: instant.nullable(),
});

/** What buyer, seller and operators see. */
export const saleDetail = saleView.extend({
  sellerId: idOf('party'),
  buyerId: idOf('party'),
  /** What the buyer locked before bidding; the price is taken from it first. */
  depositMinor: amountMinor,
  /** What has to be delivered; empty where the right is used on the seller's side. */
  rootDigest: sha256Digest.nullable(),
  /** All changes of state, the first first. */
  transitions: z.array(
    z.strictObject({
      fromState: saleState.nullable(),
      toState: saleState,
      at: instant,
      actorId: idOf('party').nullable(),
      reason: z.string(),
    }),
  ),
});

export const salePage = z.strictObject({ sales: z.array(saleView), next: idOf('sale').nullable() });

export const mySalePage = z.strictObject({
  sales: z.array(saleView.extend({ role: z.enum(['buyer', 'seller']) })),
  next: idOf('sale').nullable(),
});

export const saleParams = z.strictObject({ saleId: idOf('sale') });
export const saleQuery = pageQueryOf('sale');

export const paySale = z.strictObject({});

/** The files as they are, in any order, in the form of a version's manifest. */
const files = z.strictObject({ files: z.array(manifestFile).max(MANIFEST_FILES_MAX) });
export const deliverSale = files;
export const confirmReceipt = files;

export const ruleSale = z.strictObject({
  verdict: z.enum(['refund', 'uphold']),
  reason: displayText(2_000),
});
