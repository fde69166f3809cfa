import {
  amountMinor,
  count,
  currencyCode,
  displayText,
  idOf,
  instant,
  PAGE_SIZE_MAX,
  signedMinor,
} from '#contract/platform';
import { z } from 'zod';
import { PARTY_PURPOSES } from './core/index.js';

/** Ten thousand times below what BIGINT holds, so that no sum of fundings comes near its end. */
export const FUNDING_MINOR_MAX = 10n ** 15n;

const positiveMinor = amountMinor.refine(
  (amount) => amount > 0n && amount <= FUNDING_MINOR_MAX,
  `must be from 1 to ${FUNDING_MINOR_MAX.toString()}`,
);

export const partyPurpose = z.enum(PARTY_PURPOSES);

/** `reference` is what the money's sender or bank calls the payment. */
export const recordFunding = z.strictObject({
  partyId: idOf('party'),
  currency: currencyCode,
  amountMinor: positiveMinor,
  reference: displayText(200),
});

export const fundingView = z.strictObject({
  transactionId: idOf('transaction'),
  partyId: idOf('party'),
  currency: currencyCode,
  amountMinor,
  reference: z.string(),
  availableMinor: amountMinor,
});

/** A transaction counts from the moment it was recorded: what stood some seconds ago never changes any more. */
export const asOfQuery = z.strictObject({ at: instant.optional() });

/** `heldMinor` is the part of the balance that cannot be spent. */
export const balancesView = z.strictObject({
  balances: z.array(
    z.strictObject({
      currency: currencyCode,
      purpose: partyPurpose,
      balanceMinor: amountMinor,
      heldMinor: amountMinor,
    }),
  ),
});

/** Each account numbers its entries from 1 without gaps; `after` is the last number seen. */
export const statementQuery = z.strictObject({
  currency: currencyCode,
  purpose: partyPurpose.default('available'),
  after: count.optional(),
  limit: z.coerce.number().int().min(1).max(PAGE_SIZE_MAX).default(50),
});

/** A positive amount is what the account received. */
export const entryView = z.strictObject({
  number: count,
  transactionId: idOf('transaction'),
  kind: z.string(),
  reference: z.string(),
  amountMinor: signedMinor,
  balanceAfterMinor: amountMinor,
  recordedAt: instant,
});

export const statementView = z.strictObject({
  currency: currencyCode,
  purpose: partyPurpose,
  entries: z.array(entryView),
  /** What to send as `after` for the entries that follow; null at the end. */
  next: count.nullable(),
});

/** Every currency sums to zero; the grand sum adds those zeros. */
export const trialBalanceView = z.strictObject({
  currencies: z.array(
    z.strictObject({
      currency: currencyCode,
      purposes: z.array(z.strictObject({ purpose: z.string(), balanceMinor: signedMinor })),
      sumMinor: signedMinor,
    }),
  ),
  grandSumMinor: signedMinor,
});

/** At most this many faults are listed; one is reason enough to stop. */
export const FAULTS_MAX = 100;

export const integrityView = z.strictObject({
  ok: z.boolean(),
  faults: z.array(
    z.strictObject({
      check: z.enum([
        'balance',
        'version',
        'chain',
        'floor',
        'held',
        'hold',
        'transaction-sum',
        'transaction-lines',
      ]),
      subject: z.string(),
      detail: z.string(),
    }),
  ),
});
