import { digestOf } from '#libs/kernel';
import type { StatementBasis } from '../waterfall/index.js';
import type { CountedReceipt } from './count-receipts.js';

type StatementReceipts = StatementBasis['receipts'];

/**
 * A list of receipts as it is digested: what each is called, and from when it counts. A receipt is called by the
 * digest of its own document, so the list says all that is in them.
 */
export const receiptListOf = (receipts: readonly Pick<CountedReceipt, 'receiptId' | 'countedAt'>[]) =>
  receipts.map(({ receiptId, countedAt }) => [receiptId, countedAt.toISOString()]);

/**
 * The receipts of a statement: between two of the times that count, charges are put together into one entry and
 * refunds into another, each with the number of its receipts and the digest of their list. What follows from them is
 * the same, and a statement stays short however many there are.
 */
export function condenseReceipts(
  receipts: readonly CountedReceipt[],
  timesMs: readonly number[],
): StatementReceipts {
  const groups = new Map<string, CountedReceipt[]>();
  for (const receipt of receipts) {
    const time = timesMs.find((ms) => receipt.countedAt.getTime() <= ms);
    if (time === undefined) continue;
    const key = `${String(time)} ${receipt.kind}`;
    const group = groups.get(key) ?? [];
    group.push(receipt);
    groups.set(key, group);
  }
  return [...groups.values()].map(entryOf);
}

function entryOf(receipts: readonly CountedReceipt[]): StatementReceipts[number] {
  const sum = receipts.reduce((total, { amountMinor }) => total + amountMinor, 0n);
  const lastMs = receipts.reduce((latest, { countedAt }) => Math.max(latest, countedAt.getTime()), 0);
  const [first, last] = [receipts[0], receipts.at(-1)];
  const isRefund = first?.kind === 'refund';
  return {
    id: `${isRefund ? 'refunds' : 'charges'} ${String(first?.sequence)} to ${String(last?.sequence)}`,
    at: new Date(lastMs).toISOString(),
    amountMinor: (isRefund ? -sum : sum).toString(),
    count: receipts.length,
    digest: digestOf(receiptListOf(receipts)),
  };
}
