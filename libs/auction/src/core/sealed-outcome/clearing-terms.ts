import { z } from 'zod';
import { AMOUNT_MINOR_MAX, err, fails, type Check, type Json, readForm, type Result } from '#libs/kernel';

/** Names the code that clears sealed bids: another rule is another version. */
export const SEALED_RULES_VERSION = 'sealed-clearing-1';

const ITEMS_MAX = 500;
const AFFILIATES_MAX = 10_000;
const NODE_LIMIT_MAX = 100_000;

const name = z.string().min(1).max(64);

/** A whole number from 0 to 2^63 − 1 in decimal digits: an amount of minor units, or a quantity. */
const whole = z
  .string()
  .regex(/^(0|[1-9]\d{0,18})$/)
  .refine((digits) => BigInt(digits) <= AMOUNT_MINOR_MAX, 'must not exceed 2^63-1');
const positive = whole.refine((digits) => digits !== '0', 'must be at least 1');

const distinct = (names: readonly string[]): boolean => new Set(names).size === names.length;

const itemTerms = { rulesVersion: z.literal(SEALED_RULES_VERSION), reserveMinor: whole };

/** `reserveMinor` is the least price of a unit. */
const unitTerms = {
  ...itemTerms,
  supply: positive,
  capPerBidder: positive.optional(),
  /** Bidders that count as one towards the cap. Who is not named stands alone. */
  affiliates: z
    .array(z.strictObject({ bidder: name, group: name }))
    .max(AFFILIATES_MAX)
    .refine((list) => distinct(list.map(({ bidder }) => bidder)), 'name a bidder twice')
    .optional(),
  minimumFill: whole.optional(),
};

const packageTerms = {
  rulesVersion: z.literal(SEALED_RULES_VERSION),
  items: z
    .array(z.strictObject({ item: name, reserveMinor: whole }))
    .min(1)
    .max(ITEMS_MAX)
    .refine((list) => distinct(list.map(({ item }) => item)), 'name an item twice'),
  /** How many nodes each search for the best allocation may visit. */
  nodeLimit: z.int().min(1).max(NODE_LIMIT_MAX),
};

/** What an announcement fixes about clearing, by format. What else is announced does not matter here. */
const clearingTermsSchema = z.discriminatedUnion('format', [
  z.object({ format: z.enum(['first-price', 'second-price']), ...itemTerms }),
  z.object({
    format: z.literal('uniform-price'),
    ...unitTerms,
    pricing: z.enum(['lowest-accepted', 'highest-rejected']),
  }),
  z.object({ format: z.literal('pay-as-bid'), ...unitTerms }),
  z.object({ format: z.enum(['core-selecting', 'vcg', 'pay-as-bid-packages']), ...packageTerms }),
]);

export type ClearingTerms = z.output<typeof clearingTermsSchema>;
export type ItemTerms = Extract<ClearingTerms, { format: 'first-price' | 'second-price' }>;
export type UnitTerms = Extract<ClearingTerms, { format: 'uniform-price' | 'pay-as-bid' }>;
export type PackageTerms = Extract<
  ClearingTerms,
  { format: 'core-selecting' | 'vcg' | 'pay-as-bid-packages' }
>;

/** Reads how an announced auction is cleared. The error is the failed check `announcement`, with the place. */
export function readClearingTerms(announcement: Json): Result<ClearingTerms, Check> {
  const terms = readForm(clearingTermsSchema, announcement);
  return terms.ok ? terms : err(fails('announcement', terms.error.detail));
}
