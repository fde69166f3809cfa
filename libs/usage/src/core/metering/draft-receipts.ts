import { digestOf } from '#libs/kernel';
import type { Receipt } from '../wash/receipt.js';

const HOUR_MS = 3_600_000;
const TOKENS_PER_PRICE = 1_000_000n;

/** What a meter charges, in minor units of its currency. */
export type Tariff = {
  readonly perCallMinor: bigint;
  readonly perMillionInputTokensMinor: bigint;
  readonly perMillionOutputTokensMinor: bigint;
};

/** The calls of one payer in one hour. */
export type MeteredHour = {
  readonly payer: string;
  readonly hourStartMs: number;
  readonly calls: bigint;
  readonly inputTokens: bigint;
  readonly outputTokens: bigint;
};

/** Where the chain stands that drafts continue, and what every receipt of the meter says. */
export type DraftOrigin = {
  readonly meter: string;
  readonly payee: string;
  readonly currency: string;
  readonly tariff: Tariff;
  readonly nextSequence: number;
  readonly lastDigest: string | null;
  /** -Infinity when the chain is empty. */
  readonly lastAtMs: number;
};

/** What an hour costs; fractions of a minor unit are the payer's. */
export const chargeMinor = (hour: Omit<MeteredHour, 'payer' | 'hourStartMs'>, tariff: Tariff): bigint =>
  hour.calls * tariff.perCallMinor +
  (hour.inputTokens * tariff.perMillionInputTokensMinor +
    hour.outputTokens * tariff.perMillionOutputTokensMinor) /
    TOKENS_PER_PRICE;

/**
 * Receipts that continue a chain and lack nothing but both signatures, one for each of the hours, in their order.
 * Each is dated at the last millisecond of its hour, or where the chain stands if that is later: a chain does not run
 * back.
 */
export function draftReceipts(hours: readonly MeteredHour[], origin: DraftOrigin): readonly Receipt[] {
  const { meter, payee, currency, tariff } = origin;
  let [sequence, previousDigest, atMs] = [origin.nextSequence, origin.lastDigest, origin.lastAtMs];
  return hours.map((hour) => {
    atMs = Math.max(atMs, hour.hourStartMs + HOUR_MS - 1);
    const receipt: Receipt = {
      document: 'usage-receipt',
      meter,
      sequence,
      previousDigest,
      kind: 'charge',
      payer: hour.payer,
      payee,
      at: new Date(atMs).toISOString(),
      calls: hour.calls.toString(),
      amountMinor: chargeMinor(hour, tariff).toString(),
      currency,
      refundOf: null,
    };
    sequence += 1;
    previousDigest = digestOf(receipt);
    return receipt;
  });
}

/** A receipt as it was accepted, as far as it can settle an hour. */
type Settling = {
  readonly kind: 'charge' | 'refund';
  readonly payer: string;
  readonly at: Date;
  readonly calls: bigint;
  readonly amountMinor: bigint;
};

/**
 * The hour that a charge settles: the payer's oldest one that had ended, with the same calls and the same price. None
 * when the parties agreed on something else.
 */
export const settledHour = (
  { kind, payer, at, calls, amountMinor }: Settling,
  open: readonly MeteredHour[],
  tariff: Tariff,
): MeteredHour | undefined =>
  open
    .filter(
      (hour) =>
        kind === 'charge' &&
        hour.payer === payer &&
        hour.hourStartMs + HOUR_MS - 1 <= at.getTime() &&
        hour.calls === calls &&
        chargeMinor(hour, tariff) === amountMinor,
    )
    .sort((a, b) => a.hourStartMs - b.hourStartMs)[0];
