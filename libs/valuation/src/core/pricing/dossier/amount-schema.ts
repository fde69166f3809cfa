import { z } from 'zod';

/** Below 2^53 minor units, so that what is fitted in float64 is the amount that was given. */
const AMOUNT_DIGITS_MAX = 15;

const NATURAL = new RegExp(`^(0|[1-9]\\d{0,${String(AMOUNT_DIGITS_MAX - 1)}})$`);
const DECIMAL = /^(0|[1-9]\d{0,11})(\.\d{1,9})?$/;

const natural = (what: string) =>
  z
    .codec(
      z.union([z.int().min(0).max(999_999_999_999_999), z.string().regex(NATURAL)], {
        error: `must be a non-negative integer of at most ${String(AMOUNT_DIGITS_MAX)} digits, as a number or a string`,
      }),
      z.bigint(),
      { decode: (value) => BigInt(value), encode: String },
    )
    .meta({ description: what });

/** A non-negative amount in minor units of the dossier's currency: a JSON integer or a decimal string. */
export const amountMinor = natural('An amount in minor units of the currency.');

/** A number of calls: a JSON integer or a decimal string. */
export const callCount = natural('A number of calls.');

/** A non-negative price per unit, in minor units, with decimals: a JSON number or a decimal string. */
export const unitPriceMinor = z
  .codec(
    z.union([z.number().min(0).max(1e12), z.string().regex(DECIMAL)], {
      error: 'must be a non-negative decimal number, as a number or a string',
    }),
    z.number(),
    { decode: Number, encode: (value) => value },
  )
  .meta({ description: 'A price per unit in minor units of the currency; decimals are allowed.' });
