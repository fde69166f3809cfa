import {
  asCurrency,
  type Currency,
  decodeId,
  encodeId,
  AMOUNT_MINOR_MAX,
  ID_PREFIXES,
  type Id,
  type IdKind,
  isCurrency,
} from '#libs/kernel';
import { z } from 'zod';

/** An id as the outside world writes it (`lot_` and 32 hexadecimal digits), a branded UUID inside. */
export const idOf = <K extends IdKind>(kind: K) =>
  z.codec(
    z
      .string()
      .regex(
        new RegExp(`^${ID_PREFIXES[kind]}_[0-9a-f]{32}$`),
        `must be ${ID_PREFIXES[kind]}_ and 32 hexadecimal digits`,
      )
      .meta({ example: `${ID_PREFIXES[kind]}_019a00000000700080000000000000ab` }),
    z.custom<Id<K>>((value) => typeof value === 'string'),
    {
      decode: (text, context) => {
        const id = decodeId(kind, text);
        if (id !== undefined) return id;
        context.issues.push({ code: 'custom', message: `not an id of a ${kind}`, input: text });
        return z.NEVER;
      },
      encode: (id) => encodeId(kind, id),
    },
  );

const DIGITS = /^(0|-?[1-9][0-9]{0,18})$/;

/** A signed amount in minor units: decimal digits in JSON, bigint inside, within PostgreSQL's BIGINT. */
export const signedMinor = z.codec(
  z
    .string()
    .regex(DIGITS, 'must be an integer amount in minor units, written as a string')
    .meta({ example: '125000' }),
  z.bigint().min(-AMOUNT_MINOR_MAX).max(AMOUNT_MINOR_MAX),
  { decode: (text) => BigInt(text), encode: (amount) => amount.toString() },
);

/** An amount that cannot be negative. */
export const amountMinor = z.codec(
  z
    .string()
    .regex(
      /^(0|[1-9][0-9]{0,18})$/,
      'must be a non-negative integer amount in minor units, written as a string',
    )
    .meta({ example: '125000' }),
  z.bigint().min(0n).max(AMOUNT_MINOR_MAX),
  { decode: (text) => BigInt(text), encode: (amount) => amount.toString() },
);

/** A whole number that may pass 2^53, written as a string. */
export const count = amountMinor;

/** A point in time: RFC 3339 in UTC with milliseconds. What is finer is refused rather than cut off. */
export const instant = z.codec(
  z.iso
    .datetime()
    .refine((text) => !/\.\d{4}/.test(text), 'must not be finer than milliseconds')
    .meta({ example: '2026-11-21T09:30:00.000Z' }),
  z.date(),
  { decode: (text) => new Date(text), encode: (date) => date.toISOString() },
);

/** ISO 4217. */
export const currencyCode = z.codec(
  z.string().length(3).refine(isCurrency, 'must be an ISO 4217 currency code').meta({ example: 'EUR' }),
  z.custom<Currency>((value) => typeof value === 'string'),
  { decode: (text) => asCurrency(text), encode: (currency) => currency },
);

/** SHA-256 in lower-case hexadecimal. */
export const sha256Digest = z.string().regex(/^[0-9a-f]{64}$/, 'must be 64 lower-case hexadecimal digits');

/** A calendar day, `2026-11-21`. */
export const calendarDay = z.iso.date();

/** What people read: no control characters, no padding. */
export const displayText = (lengthMax: number) =>
  z
    .string()
    .min(1)
    .max(lengthMax)
    .regex(/^[^\p{Cc}\p{Cs}]+$/u, 'must not contain control characters')
    .refine((text) => text.trim() === text, 'must not start or end with white space');

export const PAGE_SIZE_MAX = 200;

/** Pages are keyed by the last id seen: stable while rows are added. */
export const pageQueryOf = <K extends IdKind>(kind: K) =>
  z.strictObject({
    after: idOf(kind).optional(),
    limit: z.coerce.number().int().min(1).max(PAGE_SIZE_MAX).default(50),
  });

/** What to ask for next: the last id of a full page, null when there is nothing more. */
export const nextPage = <K extends IdKind>(
  rows: readonly { readonly id: Id<K> }[],
  limit: number,
): Id<K> | null => (rows.length < limit ? null : (rows.at(-1)?.id ?? null));

/** RFC 9457. `errors` names each offending field as an RFC 6901 pointer. */
export const problemDocument = z.strictObject({
  type: z.string(),
  title: z.string(),
  status: z.number().int(),
  detail: z.string(),
  instance: z.string(),
  requestId: z.string(),
  errors: z.array(z.strictObject({ path: z.string(), message: z.string() })).optional(),
});
export type ProblemDocument = z.output<typeof problemDocument>;
