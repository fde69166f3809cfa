import { namedValues } from '#core/attribution';
import { apportion as split } from '#core/ledger';
import { AMOUNT_MINOR_MAX, err, ok, pointerToken } from '#libs/kernel';
import { z } from 'zod';
import type { Command } from '../command.js';
import { parseInput } from '../parse-input.js';

const KEYS_MAX = 100_000;
const WEIGHT_DIGITS_MAX = 100;

const WHOLE = new RegExp(`^(0|[1-9]\\d{0,${String(WEIGHT_DIGITS_MAX - 1)}})$`);
const MUST_BE_WHOLE = `must be a whole number, 0 or more, beyond 2^53 in a string of at most ${String(WEIGHT_DIGITS_MAX)} digits`;

/** A whole number, not negative: a JSON integer that binary64 holds exactly, or a decimal string. */
const whole = z
  .union([z.int(MUST_BE_WHOLE).min(0, MUST_BE_WHOLE), z.string().regex(WHOLE, MUST_BE_WHOLE)], MUST_BE_WHOLE)
  .transform(BigInt);

const schema = z.strictObject({
  amount: whole.refine((amount) => amount <= AMOUNT_MINOR_MAX, 'must be at most 2^63 - 1'),
  weights: namedValues(whole),
});

/** Indivisible units, split by weight. */
export const apportion: Command = {
  name: 'apportion',
  summary: 'an amount of indivisible units, split by weights to the unit',
  help: `Usage: salvor apportion [--input FILE|-]

Input: amount (whole units, up to 2^63 - 1) and weights {key: whole number, 0 or more}, at most ${String(KEYS_MAX)} keys,
not all 0. Whole numbers are JSON integers, or decimal strings where they exceed 2^53.

Result: shares {key: units}. Largest remainder (Hamilton): everybody gets the whole units of the exact part, the
units left over go to the largest remainders; equal remainders are ordered by the SHA-256 of the key, smaller first.

Example:
  echo '{"amount":15,"weights":{"a":80,"b":8,"c":12}}' | salvor apportion
`,
  run: (text) => {
    const input = parseInput(schema, text);
    if (!input.ok) return input;
    const { amount, weights } = input.value;
    const claims = [...weights].map(([key, weight]) => ({ key, weight }));
    if (claims.length > KEYS_MAX)
      return err({ path: '/weights', reason: `has more than ${String(KEYS_MAX)} keys` });
    const result = split(amount, claims);
    if (!result.ok) {
      const { error } = result;
      const path = 'key' in error ? `/weights${pointerToken(error.key)}` : '/weights';
      return err({ path, reason: REASONS[error.code] });
    }
    const shares = result.value.shares.map(({ key, share }) => [key, share.toString()] as const);
    return ok({ output: `${JSON.stringify({ shares: Object.fromEntries(shares) })}\n`, verdict: 'good' });
  },
};

const REASONS = {
  'amount-negative': 'must not be negative',
  'weight-negative': 'must not be negative',
  'key-duplicate': 'is given twice',
  'weights-all-zero': 'sum to zero',
} as const;
