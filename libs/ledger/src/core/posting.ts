import { digestOf, err, ok, type Result } from '#libs/kernel';
import { accountKey } from './account.js';
import { type Line, linesOf, type Transfer, type TransferFault, transferFault } from './transfer.js';

/** Above any settlement of ours (a hundred contributors), below what one SQL call should carry. */
export const TRANSFERS_MAX = 1_000;

/**
 * What one transaction of the ledger does. `key` makes it happen once; `kind` says what sort of event it books
 * (`funding`, `settlement-collect`); `reference` points at what caused it. Transfers take effect in their order:
 * each must leave the giving account at its floor or above when its turn comes.
 */
export type PostingRequest = {
  readonly key: string;
  readonly kind: string;
  readonly reference: string;
  readonly transfers: readonly Transfer[];
};

/** A request that was checked: two lines a transfer, kept apart, in order. They sum to zero in each currency. */
export type Posting = {
  readonly key: string;
  readonly kind: string;
  readonly reference: string;
  readonly requestHash: string;
  readonly lines: readonly Line[];
};

export type PostingFault =
  | { readonly code: 'key-invalid' | 'kind-invalid' | 'no-transfers' | 'too-many-transfers' }
  | { readonly code: 'transfer-invalid'; readonly index: number; readonly fault: TransferFault };

/** Checks a request. The hash covers everything but the key: equal requests have equal hashes. */
export function planPosting(request: PostingRequest): Result<Posting, PostingFault> {
  const { key, kind, reference, transfers } = request;
  if (!/^[\x21-\x7e]{1,255}$/.test(key)) return err({ code: 'key-invalid' });
  if (!/^[a-z]+(-[a-z]+)*$/.test(kind)) return err({ code: 'kind-invalid' });
  if (transfers.length === 0) return err({ code: 'no-transfers' });
  if (transfers.length > TRANSFERS_MAX) return err({ code: 'too-many-transfers' });
  for (const [index, transfer] of transfers.entries()) {
    const fault = transferFault(transfer);
    if (fault !== undefined) return err({ code: 'transfer-invalid', index, fault });
  }
  return ok({ key, kind, reference, requestHash: requestHash(request), lines: transfers.flatMap(linesOf) });
}

const requestHash = ({ kind, reference, transfers }: PostingRequest): string =>
  digestOf({
    kind,
    reference,
    transfers: transfers.map(({ from, to, amountMinor }) => ({
      from: accountKey(from),
      to: accountKey(to),
      amountMinor: amountMinor.toString(),
    })),
  });
