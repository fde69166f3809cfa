import { z } from 'zod';
import { AMOUNT_MINOR_MAX } from '#libs/kernel';

export const STEPS_MAX = 10;
export const PACKAGES_MAX = 20;
export const PACKAGE_ITEMS_MAX = 60;

/** A whole number from 1 to 2^63 − 1 as decimal digits: one spelling for each. */
const positive = z
  .string()
  .regex(/^[1-9]\d{0,18}$/, 'must be a positive whole number in decimal digits')
  .refine((digits) => BigInt(digits) <= AMOUNT_MINOR_MAX, 'must not exceed 2^63-1');

/** One price for the one item. */
export const priceSchema = z.strictObject({ priceMinor: positive });

/** What is bid for at which price, up to how many units. */
export const stepsSchema = z
  .array(z.strictObject({ priceMinor: positive, quantity: positive }))
  .min(1)
  .max(STEPS_MAX);

/** A demand schedule, or a quantity at whatever price the others make. */
const scheduleSchema = z
  .strictObject({
    steps: stepsSchema.optional(),
    nonCompetitiveQuantity: positive.optional(),
  })
  .refine(
    ({ steps, nonCompetitiveQuantity }) => (steps === undefined) !== (nonCompetitiveQuantity === undefined),
    'has either steps or a nonCompetitiveQuantity',
  );

/** Packages of which the bidder wants at most one. */
const packagesSchema = z.strictObject({
  packages: z
    .array(
      z.strictObject({
        items: z
          .array(z.string().min(1).max(64))
          .min(1)
          .max(PACKAGE_ITEMS_MAX)
          .refine((items) => new Set(items).size === items.length, 'name an item twice'),
        priceMinor: positive,
      }),
    )
    .min(1)
    .max(PACKAGES_MAX),
});

/** What a sealed bid says, by the format of the auction. Prices are minor units of the announced currency. */
export const BID_CONTENT = {
  'first-price': priceSchema,
  'second-price': priceSchema,
  'uniform-price': scheduleSchema,
  'pay-as-bid': scheduleSchema,
  'core-selecting': packagesSchema,
  vcg: packagesSchema,
  'pay-as-bid-packages': packagesSchema,
} as const;

export type SealedFormat = keyof typeof BID_CONTENT;
