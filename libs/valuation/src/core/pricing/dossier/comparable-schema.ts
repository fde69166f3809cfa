import { z } from 'zod';
import { lotTermsSchema } from '#core/rights';
import { isCurrency } from '#libs/kernel';
import { amountMinor } from './amount-schema.js';
import { day } from './time-schema.js';

const LOSING_BIDS_MAX = 100;

const [weights, exclusive, usage, access, share] = lotTermsSchema.options;

/** A lot that was offered: what it went for, or that it did not; with every bid that lost. */
export const comparableSchema = z
  .strictObject({
    date: day,
    kind: z
      .enum([
        weights.shape.kind.value,
        exclusive.shape.kind.value,
        usage.shape.kind.value,
        access.shape.kind.value,
        share.shape.kind.value,
      ])
      .default('weights'),
    currency: z
      .string()
      .refine(isCurrency, 'must be an ISO 4217 currency code')
      .optional()
      .meta({ description: 'That of the dossier; another one is refused.' }),
    annualRevenueMinor: amountMinor
      .refine((amount) => amount > 0n, 'must be above 0')
      .meta({
        description: 'Receipts of the asset in the twelve months before its sale.',
      }),
    priceMinor: amountMinor
      .refine((amount) => amount > 0n, 'must be above 0')
      .optional()
      .meta({ description: 'What it was sold for; absent where it stayed unsold.' }),
    reserveMinor: amountMinor
      .refine((amount) => amount > 0n, 'must be above 0')
      .optional()
      .meta({ description: 'The reserve that an unsold lot did not reach.' }),
    losingBidsMinor: z.array(amountMinor).max(LOSING_BIDS_MAX).default([]),
  })
  .refine(({ priceMinor, reserveMinor }) => priceMinor !== undefined || reserveMinor !== undefined, {
    path: ['reserveMinor'],
    error: 'an unsold lot needs the reserve that it did not reach',
  });

export type Comparable = z.output<typeof comparableSchema>;
