import { lotTermsSchema } from '#core/rights';
import { z } from 'zod';
import { amountMinor, callCount, unitPriceMinor } from './amount-schema.js';
import { month, observedAt } from './time-schema.js';

const SCORES_MAX = 600;
const USAGE_MONTHS_MAX = 600;
const SUBSTITUTES_MAX = 8;
const QUOTES_MAX = 200;

const share = z.number().min(0).max(1);

const score = z.strictObject({
  t: observedAt,
  score: share.meta({ description: 'Share of right answers.' }),
  trials: z.int().min(1).max(1_000_000_000).meta({ description: 'Questions behind the score.' }),
});

const usageMonth = z.strictObject({
  month,
  calls: callCount,
  revenueMinor: amountMinor.optional().meta({
    description: 'Gross receipts of the month in minor units; leave it out where calls are not sold.',
  }),
});

const quote = z.strictObject({
  t: observedAt,
  quality: share.meta({ description: 'Share of right answers of the substitute in this domain.' }),
  pricePerThousandCallsMinor: unitPriceMinor,
});

const substitute = z.strictObject({
  name: z.string().min(1).max(100),
  series: z.array(quote).min(1).max(QUOTES_MAX),
});

export const domainSchema = z.strictObject({
  name: z
    .string()
    .regex(/^[\w.:/-]{1,100}$/, 'must be 1 to 100 letters, digits or any of _ . : / -')
    .meta({ description: 'Unique within the dossier.' }),
  fieldOfUse: lotTermsSchema.options[1].shape.fieldOfUse.optional().meta({
    description:
      'Where the domain stands among fields of use, for licences that are limited to one; needed only for those.',
  }),
  chanceLevel: z
    .number()
    .min(0)
    .max(1)
    .default(0)
    .meta({ description: 'Share of right answers by guessing; of 1 nothing is left to be good at.' }),
  adequateQuality: share.optional().meta({
    description: 'Share of right answers from which a substitute will do; the quality today when absent.',
  }),
  scores: z.array(score).max(SCORES_MAX).meta({ description: 'In the order of t.' }),
  qualityCourse: z.enum(['fitted', 'assumed']).default('fitted').meta({
    description:
      'Whether the scores show how quality goes on, or only where it stands; its course is then a stated assumption.',
  }),
  usage: z.array(usageMonth).max(USAGE_MONTHS_MAX).meta({ description: 'In calendar order.' }),
  substitutes: z.array(substitute).max(SUBSTITUTES_MAX).default([]),
  servePerThousandCallsMinor: unitPriceMinor.optional().meta({
    description: 'Cost to serve in this domain, where it differs from the one in costs.',
  }),
});

export type DossierDomain = z.output<typeof domainSchema>;
