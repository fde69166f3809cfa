import { z } from 'zod';

/** `2026-11-21`. */
export const day = z.iso.date();

/** A point in time, coarse enough for scores: a calendar day, or a calendar year with decimals. */
export const observedAt = z
  .union([day, z.number().min(1950).max(2200)], {
    error: 'must be a day (2026-11-21) or a calendar year with decimals (2026.89)',
  })
  .meta({ description: 'A calendar day, or a calendar year with decimals such as 2026.25.' });

/** `2026-11` or its first day, `2026-11-01`; read as the first day. */
export const month = z
  .codec(
    z.string().regex(/^\d{4}-(0[1-9]|1[0-2])(-01)?$/, 'must be a month: 2026-11 or 2026-11-01'),
    z.string(),
    { decode: (text) => text.padEnd(10, '-01'), encode: (text) => text },
  )
  .meta({ description: 'A calendar month, 2026-11 or 2026-11-01.' });
