import { z } from 'zod';
import { lotTermsSchema } from '#core/rights';
import {
  agreement,
  type Check,
  decodeId,
  digestOf,
  fails,
  holds,
  type Json,
  readForm,
  type Verification,
  verificationOf,
} from '#libs/kernel';
import { type PriceTick, staleAfterOf } from './price-tick.js';

const KIND = 'price-tick';

const amountText = z.string().regex(/^(0|[1-9]\d{0,18})$/);

/** A tick as it is published; `digest` is SHA-256 over its RFC 8785 bytes. */
const publishedTickSchema = z.strictObject({
  tick: z.strictObject({
    sequence: z.string().regex(/^[1-9]\d{0,18}$/),
    instrument: z.string(),
    currency: z.string().regex(/^[A-Z]{3}$/),
    priceMinor: amountText,
    confidence: z.strictObject({ lowMinor: amountText, highMinor: amountText }).nullable(),
    source: z.literal('auction-settlement'),
    auctionId: z.string(),
    publishedAt: z.iso.datetime({ precision: 3 }),
    staleAfter: z.iso.datetime({ precision: 3 }),
  }),
  digest: z.string().regex(/^[0-9a-f]{64}$/),
});

/** Checks a tick as it was published, `{tick, digest}`: that it is what was digested, and consistent in itself. */
export function verifyPriceTick(bundle: Json): Verification {
  const read = readForm(publishedTickSchema, bundle);
  if (!read.ok) return verificationOf(KIND, [read.error]);
  const { tick, digest } = read.value;
  return verificationOf(KIND, [
    agreement('digest', digest, digestOf(tick)),
    instrumentCheck(tick),
    auctionCheck(tick),
    confidenceCheck(tick),
    agreement('stale-after', tick.staleAfter, staleAfterOf(Date.parse(tick.publishedAt))),
  ]);
}

const LOT_KINDS: ReadonlySet<string> = new Set(lotTermsSchema.options.map(({ shape }) => shape.kind.value));

function instrumentCheck({ instrument, currency }: PriceTick): Check {
  const [lotKind = '', modelId = '', quoted, ...more] = instrument.split('/');
  if (!LOT_KINDS.has(lotKind)) return fails('instrument', `${lotKind} is no right that is sold`);
  if (decodeId('model', modelId) === undefined) return fails('instrument', `${modelId} is no id of a model`);
  return more.length > 0
    ? fails('instrument', 'has more than three parts')
    : agreement('instrument', quoted, currency);
}

const auctionCheck = ({ auctionId }: PriceTick): Check =>
  decodeId('auction', auctionId) === undefined
    ? fails('auction', `${auctionId} is no id of an auction`)
    : holds('auction', auctionId);

function confidenceCheck({ confidence }: PriceTick): Check {
  if (confidence === null) return holds('confidence', 'no valuation priced such a right');
  const { lowMinor, highMinor } = confidence;
  return BigInt(lowMinor) <= BigInt(highMinor)
    ? holds('confidence', `${lowMinor} to ${highMinor}`)
    : fails('confidence', `/tick/confidence: ${lowMinor} is above ${highMinor}`);
}
