import { currencyCode, idOf } from '#contract/platform';
import { z } from 'zod';
import { usageMonth } from './usage-month.contract.js';

/** `fixture` figures are made up, `declared` ones are the seller's word, `receipts` were counted. */
export const usageSource = z.enum(['fixture', 'declared', 'receipts']);

export const USAGE_MONTHS_PER_REQUEST_MAX = 120;

/** Counted receipts do not come in by hand: only what a seller can say of himself is accepted here. */
export const recordUsage = z.strictObject({
  currency: currencyCode,
  source: z.enum(['fixture', 'declared']),
  months: z.array(usageMonth).min(1).max(USAGE_MONTHS_PER_REQUEST_MAX),
});

export const usageSeriesView = z.strictObject({
  modelId: idOf('model'),
  currency: currencyCode,
  months: z.array(usageMonth.extend({ source: usageSource })),
});

export const usageQuery = z.strictObject({ currency: currencyCode });
export const usageParams = z.strictObject({ modelId: idOf('model') });
export { meterView, openMeter } from './meter.contract.js';
export { deliverReceipts, deliveryView } from './receipt.contract.js';
export { meterSeriesView } from './series.contract.js';
export { registerSigningKey, signingKeyView } from './signing-key.contract.js';
export { usageMonth };
