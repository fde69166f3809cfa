import { z } from 'zod';
import { lotTermsSchema } from '#core/rights';
import { AMOUNT_MINOR_MAX, digestOf } from '#libs/kernel';
import { lifecycleSchema } from './lifecycle.js';
import { SEALED_RULES_VERSION } from './sealed-outcome/clearing-terms.js';
import { sealingSchema } from './sealing/sealed-auction.js';

const digestText = z.string().regex(/^[0-9a-f]{64}$/);
const idText = z.string().regex(/^[a-z]{3}_[0-9a-f]{32}$/);
const itemName = z.string().min(1).max(64);

/** Minor units or a quantity, from 0 to 2^63 − 1. */
const whole = z
  .string()
  .regex(/^(0|[1-9]\d{0,18})$/)
  .refine((digits) => BigInt(digits) <= AMOUNT_MINOR_MAX);

/** What is for sale under one name. Single items and units have one lot, named {@link WHOLE_LOT}. */
const lotSchema = z.strictObject({
  item: itemName,
  lotId: idText,
  terms: lotTermsSchema,
  termsDigest: digestText,
});

/** What every announcement says, whatever the format. */
const COMMON = {
  document: z.literal('auction-announcement'),
  auctionId: idText,
  sellerId: idText,
  lots: z.array(lotSchema).min(1),
  version: z.strictObject({ versionId: idText, rootDigest: digestText }),
  valuation: z.strictObject({ valuationId: idText, documentDigest: digestText }),
  /** What bidders may read once they have accepted the terms. */
  dataRoom: z.array(z.strictObject({ name: itemName, digest: digestText })),
  rulesVersion: z.literal(SEALED_RULES_VERSION),
  currency: z.string().regex(/^[A-Z]{3}$/),
  /** The same for everybody: a share of the bid would tell the bid. */
  depositMinor: whole,
  /** What the seller stands to lose by calling off or not delivering. */
  bondMinor: whole,
  /** Who is paid and what the platform keeps: nobody bids under one split and is settled under another. */
  proceeds: z.strictObject({
    weightSetId: idText,
    weightsDigest: digestText,
    platformFeeBps: z.int().min(0).max(10_000),
  }),
  opensAt: z.iso.datetime(),
  closesAt: z.iso.datetime(),
  lifecycle: lifecycleSchema,
  /** Silence of the service beyond `silenceMs` extends the auction by all of it. */
  outage: z.strictObject({ rule: z.literal('extend-by-silence'), silenceMs: z.int().min(1) }),
  sealing: sealingSchema,
};

const UNITS = { supply: whole, reserveMinor: whole, capPerBidder: whole, minimumFill: whole };

/**
 * What is fixed before an auction opens and can never be changed: whoever bids, bids on this. Amounts are minor
 * units of `currency`, digests SHA-256 of RFC 8785 bytes. What the formats need beyond that is read again, and by
 * anybody, by `readClearingTerms`.
 */
export const announcementSchema = z.discriminatedUnion('format', [
  z.strictObject({ ...COMMON, format: z.enum(['first-price', 'second-price']), reserveMinor: whole }),
  z.strictObject({
    ...COMMON,
    ...UNITS,
    format: z.literal('uniform-price'),
    pricing: z.enum(['lowest-accepted', 'highest-rejected']),
  }),
  z.strictObject({ ...COMMON, ...UNITS, format: z.literal('pay-as-bid') }),
  z.strictObject({
    ...COMMON,
    format: z.enum(['core-selecting', 'vcg', 'pay-as-bid-packages']),
    items: z.array(z.strictObject({ item: itemName, reserveMinor: whole })).min(1),
    nodeLimit: z.int().min(1),
    /** What happens when the search ends before its optimum is proven: nothing is ever sold on less. */
    undecidedRule: z.literal('void-and-refund'),
  }),
]);

export type Announcement = z.output<typeof announcementSchema>;
export type AuctionFormat = Announcement['format'];

/** The name of the one lot where there is only one. */
export const WHOLE_LOT = 'lot';

/** SHA-256 of the RFC 8785 bytes. Stands on every receipt and on the outcome. */
export const announcementDigest = (announcement: Announcement): string => digestOf(announcement);
