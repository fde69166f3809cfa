import { currencyCode, idOf } from '#contract/platform';
import { defineEvent } from '#libs/platform';
import { z } from 'zod';

/** Months of a model's usage were put on record. */
export const usageRecorded = defineEvent(
  'usage.recorded',
  z.strictObject({ modelId: idOf('model'), currency: currencyCode }),
);
