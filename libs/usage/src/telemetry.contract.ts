import { count, idOf, instant } from '#contract/platform';
import { z } from 'zod';
import { otlpTracesSchema, usageReceiptSchema } from './core/index.js';

/** An OTLP/JSON trace request. What is not read of it is passed over, as the protocol demands. */
export const reportTelemetry = otlpTracesSchema;

/** `replayed` calls were told before; `ignored` spans are no calls of a model. */
export const telemetryView = z.strictObject({
  recorded: z.int().min(0),
  replayed: z.int().min(0),
  ignored: z.int().min(0),
});

/**
 * Receipts that lack nothing but both signatures, as the chain stands now, for hours that are over. Beside each: what
 * it was drafted from.
 */
export const draftList = z.strictObject({
  drafts: z.array(
    z.strictObject({
      receipt: usageReceiptSchema,
      payerId: idOf('party'),
      hourStart: instant,
      inputTokens: count,
      outputTokens: count,
    }),
  ),
});
