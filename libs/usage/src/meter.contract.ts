import { amountMinor, currencyCode, displayText, idOf, instant, sha256Digest } from '#contract/platform';
import { z } from 'zod';

const PRICE_MAX = 1_000_000_000n;

const priceMinor = amountMinor.refine((minor) => minor <= PRICE_MAX, `must be at most ${String(PRICE_MAX)}`);

/** Prices in minor units of the meter's currency. Fractions of a unit are the payer's. */
export const tariff = z.strictObject({
  perCallMinor: priceMinor,
  perMillionInputTokensMinor: priceMinor,
  perMillionOutputTokensMinor: priceMinor,
});

/** `payeeId` is the seller unless it is given. A tariff is needed to draft receipts from telemetry, for nothing else. */
export const openMeter = z.strictObject({
  versionId: idOf('version'),
  name: displayText(100),
  currency: currencyCode,
  payeeId: idOf('party').optional(),
  tariff: tariff.optional(),
});

/** `nextSequence`, `lastDigest` and `lastAt` are what the next receipt has to follow. */
export const meterView = z.strictObject({
  id: idOf('meter'),
  modelId: idOf('model'),
  versionId: idOf('version'),
  payeeId: idOf('party'),
  name: z.string(),
  currency: currencyCode,
  tariff: tariff.nullable(),
  createdAt: instant,
  nextSequence: z.int().min(0),
  lastDigest: sha256Digest.nullable(),
  lastAt: instant.nullable(),
});

export const meterList = z.strictObject({ meters: z.array(meterView) });

export const meteredModelParams = z.strictObject({ modelId: idOf('model') });
export const meterParams = z.strictObject({ meterId: idOf('meter') });
