import { AMOUNT_MINOR_MAX } from '#libs/kernel';
import { accountKey, type AccountRef } from './account.js';

/** Money that goes from one account to another of the same currency. */
export type Transfer = { readonly from: AccountRef; readonly to: AccountRef; readonly amountMinor: bigint };

/** One side of a transfer: positive is what the account receives. */
export type Line = { readonly account: AccountRef; readonly amountMinor: bigint };

export type TransferFault = 'amount-not-positive' | 'amount-too-large' | 'currencies-differ' | 'same-account';

export function transferFault({ from, to, amountMinor }: Transfer): TransferFault | undefined {
  if (amountMinor <= 0n) return 'amount-not-positive';
  if (amountMinor > AMOUNT_MINOR_MAX) return 'amount-too-large';
  if (from.currency !== to.currency) return 'currencies-differ';
  return accountKey(from) === accountKey(to) ? 'same-account' : undefined;
}

/** The giving line comes first, so that a floor is met before anything is received. The two sum to zero. */
export const linesOf = ({ from, to, amountMinor }: Transfer): readonly [Line, Line] => [
  { account: from, amountMinor: -amountMinor },
  { account: to, amountMinor },
];
