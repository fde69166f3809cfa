import { type PostingRequest, partyAccount, systemAccount, type Transfer } from '#core/ledger';
import { type Currency, digestOf, type Id } from '#libs/kernel';

/** An accepted receipt, as money. */
export type BookedReceipt = {
  readonly digest: string;
  readonly kind: 'charge' | 'refund';
  readonly payerId: Id<'party'>;
  readonly amountMinor: bigint;
};

/**
 * What a delivery of receipts books: one posting a payer, with one transfer a receipt in their order. A charge goes
 * from what the payer has available to the metered revenue, a refund the other way. Receipts of nothing book nothing.
 *
 * @param reference the meter, as its id is written
 */
export function usagePostings(
  receipts: readonly BookedReceipt[],
  currency: Currency,
  reference: string,
): readonly PostingRequest[] {
  const revenue = systemAccount(currency, 'metered-revenue');
  const payers = [...new Set(receipts.map(({ payerId }) => payerId))];
  return payers.flatMap((payerId) => {
    const own = receipts.filter((receipt) => receipt.payerId === payerId && receipt.amountMinor > 0n);
    if (own.length === 0) return [];
    const available = partyAccount(payerId, currency, 'available');
    const transfers = own.map(({ kind, amountMinor }): Transfer =>
      kind === 'charge'
        ? { from: available, to: revenue, amountMinor }
        : { from: revenue, to: available, amountMinor },
    );
    const key = `usage-${digestOf(own.map(({ digest }) => digest))}`;
    return [{ key, kind: 'usage-receipts', reference, transfers }];
  });
}
