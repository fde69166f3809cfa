import { z } from 'zod';

/**
 * An object whose names are data, as a map in the order of the input. (`z.record` leaves out a member by the name of
 * `__proto__` without a word: a claimant of that name would lose its share.)
 */
export const namedValues = <T>(value: z.ZodType<T>): z.ZodType<ReadonlyMap<string, T>> =>
  z.custom<object>(isObject, 'must be an object').transform((object, context) => {
    const values = new Map<string, T>();
    for (const [name, member] of Object.entries(object)) {
      const parsed = value.safeParse(member);
      if (parsed.success) values.set(name, parsed.data);
      else {
        context.addIssue({
          code: 'custom',
          path: [name],
          message: parsed.error.issues[0]?.message ?? 'is not valid',
        });
        return z.NEVER;
      }
    }
    return values;
  });

const isObject = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
