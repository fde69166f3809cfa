import { z } from 'zod';

/** Every use there is. */
export const ANY_FIELD = 'any';

/**
 * What a right may be used for: `any`, or a path of words from the general to the particular, such as
 * `web/bot-detection`. A path covers every path that continues it, which makes overlap decidable.
 */
export const fieldOfUseSchema = z
  .string()
  .max(200)
  .regex(
    /^[a-z0-9]+(-[a-z0-9]+)*(\/[a-z0-9]+(-[a-z0-9]+)*)*$/,
    'must be `any` or lower-case words joined by hyphens, fields and sub-fields joined by /',
  );

/** True when some use falls in both fields: one is `any`, or one covers the other. */
export const fieldsOverlap = (a: string, b: string): boolean => covers(a, b) || covers(b, a);

const covers = (general: string, particular: string): boolean =>
  general === ANY_FIELD || particular === general || particular.startsWith(`${general}/`);
