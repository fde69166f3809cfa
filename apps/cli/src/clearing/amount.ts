import { AMOUNT_MINOR_MAX } from '#libs/kernel';
import { z } from 'zod';

/** A whole number from 0 to 2^63-1: money in minor units or a quantity, as a JSON integer or as decimal digits. */
export const amount = z
  .union(
    [z.int().min(0), z.string().regex(/^(0|[1-9]\d{0,18})$/)],
    'must be a non-negative integer, written as a JSON integer up to 2^53-1 or as a string of digits',
  )
  .transform(BigInt)
  .refine((value) => value <= AMOUNT_MINOR_MAX, 'must not exceed 2^63-1');

/** A quantity that somebody asks for or offers. */
export const quantity = amount.refine((value) => value > 0n, 'must be at least 1');

export const name = z.string().min(1).max(256);

/** Decides between equals. */
export const tieSeed = z.string().max(256).default('');
