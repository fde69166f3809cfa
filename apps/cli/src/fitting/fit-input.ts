import { AMOUNT_SHAPES, QUALITY_SHAPES } from '#core/valuation';
import { z } from 'zod';

export const ROWS_MAX = 20_000;

const numbers = z.array(z.number()).max(ROWS_MAX);
/** Which of its rows is no number is said by the check of the rows, not by the alternatives of the schema. */
const column = z.array(z.unknown()).max(ROWS_MAX);

export const FAMILY_NAMES = [...new Set([...Object.keys(QUALITY_SHAPES), ...Object.keys(AMOUNT_SHAPES)])];

export const fitSchema = z.strictObject({
  x: z.union([column, z.record(z.string(), column)], 'must be a list of numbers, or lists by name'),
  y: numbers,
  sd: numbers.optional(),
  trials: numbers.optional(),
  expression: z.string().optional(),
  start: z.record(z.string(), z.number()).optional(),
  family: z.enum(FAMILY_NAMES).optional(),
  chanceLevel: z.number().min(0).lt(1).optional(),
});

export type FitInput = z.output<typeof fitSchema>;
