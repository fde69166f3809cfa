import { canonicalJson } from '#libs/kernel';
import type { CountersignedReceipt } from '../wash/receipt.js';

/** What is left of a delivery when receipts are taken out that were delivered before. */
export type Delivery = {
  /** Receipts that still have to be checked, with their places in the list as it was sent. */
  readonly fresh: readonly { readonly index: number; readonly receipt: CountersignedReceipt }[];
  readonly replayed: number;
};

/**
 * Takes out what stands already, bit for bit: a sender who got no answer may send again. Another receipt, or another
 * signature, under a number that is taken is left in; the chain refuses it.
 *
 * @param standing what was accepted, by number; numbers that the list does not name may be left out
 */
export function splitReplays(
  receipts: readonly CountersignedReceipt[],
  standing: ReadonlyMap<number, CountersignedReceipt>,
): Delivery {
  const known = new Map([...standing].map(([sequence, receipt]) => [sequence, canonicalJson(receipt)]));
  const fresh: { index: number; receipt: CountersignedReceipt }[] = [];
  for (const [index, receipt] of receipts.entries()) {
    const text = canonicalJson(receipt);
    const { sequence } = receipt.receipt;
    if (known.get(sequence) === text) continue;
    if (!known.has(sequence)) known.set(sequence, text);
    fresh.push({ index, receipt });
  }
  return { fresh, replayed: receipts.length - fresh.length };
}
