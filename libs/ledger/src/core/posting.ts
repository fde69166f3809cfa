import { AMOUNT_MINOR_MAX, digestOf, err, type Id, type Json, ok, type Result } from '#libs/kernel';
import { accountKey, type PartyAccount } from './account.js';
import { type Line, linesOf, type Transfer, type TransferFault, transferFault } from './transfer.js';

/** Above any settlement of ours (a hundred contributors), below what one SQL call should carry. */
export const TRANSFERS_MAX = 1_000;

/** Money of a party that stays in its account but cannot be spent. Its id is that of the transaction that took it. */
export type Hold = { readonly account: PartyAccount; readonly amountMinor: bigint };

/** The end of a hold, which comes once. Account and amount are told again, and have to be those of the hold. */
export type Release = Hold & { readonly holdId: Id<'transaction'> };

/**
 * What one transaction of the ledger does. `key` makes it happen once; `kind` says what sort of event it books
 * (`funding`, `settlement-collect`); `reference` points at what caused it.
 *
 * A hold is released first; then transfers take effect in their order; a new hold is taken last. Each step must
 * leave the account it takes from at its floor or above, holds counted as gone. A transaction that releases a hold
 * may take from its account at most what was held.
 */
export type PostingRequest = {
  readonly key: string;
  readonly kind: string;
  readonly reference: string;
  readonly transfers: readonly Transfer[];
  readonly release?: Release;
  readonly hold?: Hold;
};

/** A request that was checked: two lines a transfer, kept apart, in order. They sum to zero in each currency. */
export type Posting = {
  readonly key: string;
  readonly kind: string;
  readonly reference: string;
  readonly requestHash: string;
  readonly lines: readonly Line[];
  readonly release: Release | undefined;
  readonly hold: Hold | undefined;
};

export type PostingFault =
  | { readonly code: 'key-invalid' | 'kind-invalid' | 'no-transfers' | 'too-many-transfers' }
  | { readonly code: 'hold-invalid' | 'release-invalid' }
  | { readonly code: 'transfer-invalid'; readonly index: number; readonly fault: TransferFault };

/** Checks a request. The hash covers everything but the key: equal requests have equal hashes. */
export function planPosting(request: PostingRequest): Result<Posting, PostingFault> {
  const { key, kind, reference, transfers, release, hold } = request;
  if (!/^[\x21-\x7e]{1,255}$/.test(key)) return err({ code: 'key-invalid' });
  if (!/^[a-z]+(-[a-z]+)*$/.test(kind)) return err({ code: 'kind-invalid' });
  if (transfers.length === 0 && release === undefined && hold === undefined)
    return err({ code: 'no-transfers' });
  if (transfers.length > TRANSFERS_MAX) return err({ code: 'too-many-transfers' });
  if (hold !== undefined && !isAmount(hold.amountMinor)) return err({ code: 'hold-invalid' });
  if (release !== undefined && !isAmount(release.amountMinor)) return err({ code: 'release-invalid' });
  for (const [index, transfer] of transfers.entries()) {
    const fault = transferFault(transfer);
    if (fault !== undefined) return err({ code: 'transfer-invalid', index, fault });
  }
  const lines = transfers.flatMap(linesOf);
  return ok({ key, kind, reference, requestHash: requestHash(request), lines, release, hold });
}

const isAmount = (amountMinor: bigint): boolean => amountMinor > 0n && amountMinor <= AMOUNT_MINOR_MAX;

const requestHash = ({ kind, reference, transfers, release, hold }: PostingRequest): string =>
  digestOf({
    kind,
    reference,
    transfers: transfers.map(({ from, to, amountMinor }) => ({
      from: accountKey(from),
      to: accountKey(to),
      amountMinor: amountMinor.toString(),
    })),
    ...(release === undefined ? {} : { release: { ...holdJson(release), holdId: release.holdId } }),
    ...(hold === undefined ? {} : { hold: holdJson(hold) }),
  });

const holdJson = ({ account, amountMinor }: Hold): Readonly<Record<string, Json>> => ({
  account: accountKey(account),
  amountMinor: amountMinor.toString(),
});
