import { partyAccount, type PostingRequest, systemAccount, type Transfer } from '#core/ledger';
import { type Currency, encodeId, type Id } from '#libs/kernel';
import { allocate, type PayeeTotals, type PayoutStatement, waterfallSchema } from '../waterfall/index.js';
import { PLATFORM } from './payout-terms.js';
import { datedReceipts, type RunPlan } from './run-plan.js';

/**
 * What one statement moves: from the metered revenue to the party, and from the platform what the party will never
 * pay back. The keys are made of run and party: they can be booked only once.
 */
export function statementPostings(
  runId: Id<'payoutRun'>,
  currency: Currency,
  partyId: Id<'party'>,
  { paidMinor, lossMinor }: Pick<PayoutStatement, 'paidMinor' | 'lossMinor'>,
): readonly PostingRequest[] {
  const [run, party] = [encodeId('payoutRun', runId), encodeId('party', partyId)];
  const revenue = systemAccount(currency, 'metered-revenue');
  return [
    posting(`payout-${run}-${party}`, 'payout', run, {
      from: revenue,
      to: partyAccount(partyId, currency, 'available'),
      amountMinor: BigInt(paidMinor),
    }),
    posting(`payout-${run}-${party}-loss`, 'payout-loss', run, {
      from: systemAccount(currency, 'platform-loss'),
      to: revenue,
      amountMinor: BigInt(lossMinor ?? '0'),
    }),
  ].flat();
}

/**
 * What a run moves as a whole: the platform's part, and into escrow or out of it what is held while shares are
 * uncertain. What a holdback holds stays among the metered revenue.
 */
export function runPostings(
  runId: Id<'payoutRun'>,
  currency: Currency,
  plan: RunPlan,
  totals: PayeeTotals,
): readonly PostingRequest[] {
  const run = encodeId('payoutRun', runId);
  const revenue = systemAccount(currency, 'metered-revenue');
  const fees = (totals.get(PLATFORM) ?? []).reduce(
    (sum, { line, previousMinor }) => sum + line.totalMinor - previousMinor,
    0n,
  );
  const held = heldMinor(plan, plan.to) - heldMinor(plan, plan.from);
  return [
    ...between(`payout-${run}-platform`, 'payout-fees', run, {
      from: revenue,
      to: systemAccount(currency, 'platform-fees'),
      amountMinor: fees,
    }),
    ...between(`payout-${run}-held`, 'payout-hold', run, {
      from: revenue,
      to: systemAccount(currency, 'escrow'),
      amountMinor: held,
    }),
  ];
}

/** What lower bounds did not cover at a time. */
function heldMinor({ terms, receipts }: RunPlan, at: string): bigint {
  const lines = allocate(waterfallSchema.decode(terms), datedReceipts(receipts), Date.parse(at));
  return lines.reduce((sum, { kind, totalMinor }) => (kind === 'held' ? sum + totalMinor : sum), 0n);
}

/** A negative amount goes the other way. */
const between = (key: string, kind: string, reference: string, transfer: Transfer) =>
  transfer.amountMinor < 0n
    ? posting(key, kind, reference, {
        from: transfer.to,
        to: transfer.from,
        amountMinor: -transfer.amountMinor,
      })
    : posting(key, kind, reference, transfer);

/** Nothing is booked where nothing moves. */
const posting = (
  key: string,
  kind: string,
  reference: string,
  transfer: Transfer,
): readonly PostingRequest[] =>
  transfer.amountMinor === 0n ? [] : [{ key, kind, reference, transfers: [transfer] }];
