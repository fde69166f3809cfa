import { z } from 'zod';
import { fieldOfUseSchema } from './field-of-use.js';
import { territorySchema } from './territory.js';

export const TERM_MONTHS_MAX = 120;
export const COPIES_MAX = 1_000;
export const SHARE_BPS_MAX = 10_000;
const CALLS_PER_MONTH_MAX = 1_000_000_000_000;

const termMonths = z.int().min(1).max(TERM_MONTHS_MAX);

/** Minor units of the auction's currency. Text, because terms are a document that is digested. */
const amountText = z
  .string()
  .regex(/^[1-9]\d{0,17}$/, 'must be a positive amount in minor units, as a string');

/** Title to the weights themselves. It ends the seller's right to grant anything further. */
const weightsTerms = z.strictObject({ kind: z.literal('weights'), assignment: z.literal(true) });

/** Use that nobody else is granted in the same field and territory while the term runs. */
const exclusiveLicenceTerms = z.strictObject({
  kind: z.literal('exclusive-licence'),
  fieldOfUse: fieldOfUseSchema,
  territory: territorySchema,
  termMonths,
});

/**
 * "No meter, no licence": where terms name it, the right lapses when no usage receipt of the holder arrives for that
 * many days. Terms without it keep the digest that they had before there was such a field.
 */
const meteringEveryDays = z.int().min(1).max(366).optional();

/** `copies` identical non-exclusive licences. A single-item format sells all of them to one buyer. */
const usageLicenceTerms = z.strictObject({
  kind: z.literal('usage-licence'),
  copies: z.int().min(1).max(COPIES_MAX),
  fieldOfUse: fieldOfUseSchema,
  territory: territorySchema,
  termMonths,
  transferable: z.boolean(),
  meteringEveryDays,
});

/** Metered capacity on an endpoint of the seller, in any field and territory. */
const inferenceAccessTerms = z.strictObject({
  kind: z.literal('inference-access'),
  callsPerMonth: z.int().min(1).max(CALLS_PER_MONTH_MAX),
  termMonths,
  meteringEveryDays,
});

/** Basis points of the version's receipts while the term runs, up to `capMinor` in all where there is a cap. */
const revenueShareTerms = z.strictObject({
  kind: z.literal('revenue-share'),
  shareBps: z.int().min(1).max(SHARE_BPS_MAX),
  termMonths,
  capMinor: amountText.nullable(),
});

/** What a lot sells. Equal rights have one spelling, so that their digests agree. */
export const lotTermsSchema = z.discriminatedUnion('kind', [
  weightsTerms,
  exclusiveLicenceTerms,
  usageLicenceTerms,
  inferenceAccessTerms,
  revenueShareTerms,
]);

export type LotTerms = z.output<typeof lotTermsSchema>;
export type LotKind = LotTerms['kind'];
