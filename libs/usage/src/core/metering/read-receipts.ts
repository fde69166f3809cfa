import { err, ok, pointerToken, type Result } from '#libs/kernel';
import { type CountersignedReceipt, countersignedReceiptSchema } from '../wash/receipt.js';

export type ReceiptFormFault = {
  /** RFC 6901 pointer into the list. */
  readonly path: string;
  readonly reason: string;
};

/** Reads a list of countersigned receipts; or names every field, of the first receipt at fault, that is not one. */
export function readReceipts(
  items: readonly unknown[],
): Result<readonly CountersignedReceipt[], readonly ReceiptFormFault[]> {
  const receipts: CountersignedReceipt[] = [];
  for (const [index, item] of items.entries()) {
    const parsed = countersignedReceiptSchema.safeParse(item);
    if (!parsed.success)
      return err(
        parsed.error.issues.map(({ path, message }) => ({
          path: [index, ...path].map((part) => pointerToken(String(part))).join(''),
          reason: message,
        })),
      );
    receipts.push(parsed.data);
  }
  return ok(receipts);
}

/** What a meter counts, whatever its receipts say. */
export type MeterTerms = { readonly payee: string; readonly currency: string };

/** The first receipt that is not on the terms of its meter. */
export function termsFault(
  receipts: readonly CountersignedReceipt[],
  { payee, currency }: MeterTerms,
): ReceiptFormFault | undefined {
  for (const [index, { receipt }] of receipts.entries()) {
    const path = `/${String(index)}/receipt`;
    if (receipt.payee !== payee)
      return { path: `${path}/payee`, reason: `the payee of the meter is ${payee}` };
    if (receipt.currency !== currency)
      return { path: `${path}/currency`, reason: `the meter counts in ${currency}` };
  }
  return undefined;
}
