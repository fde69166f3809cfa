import { type DatedAmount, rollingSum } from './rolling-sum.js';
import type { MeteredReceipt, WashEvidence } from './wash-evidence.js';
import { WASH_RULES } from './wash-rules.js';

const { portionPercent, withinMs } = WASH_RULES.mutualFunding;

/** Charges that the payee's side paid for itself: it had sent the payer's side much of what that then paid. */
export function mutualFunding(
  receipts: readonly MeteredReceipt[],
  { controllerOf, fundings }: WashEvidence,
): readonly MeteredReceipt[] {
  const key = (from: string, to: string): string => JSON.stringify([controllerOf(from), controllerOf(to)]);
  const charges = receipts.filter(({ kind }) => kind === 'charge');
  const sentBy = sumsByKey(fundings, ({ from, to }) => key(from, to));
  const chargedBy = sumsByKey(charges, ({ payee, payer }) => key(payee, payer));
  return charges.filter(({ payee, payer, atMs }) => {
    const sent = sentBy(key(payee, payer), atMs);
    return sent > 0n && sent * 100n >= chargedBy(key(payee, payer), atMs) * portionPercent;
  });
}

/** What has one key, summed over the window that ends at a time. */
function sumsByKey<T extends DatedAmount>(
  items: readonly T[],
  keyOf: (item: T) => string,
): (key: string, endMs: number) => bigint {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group === undefined) groups.set(keyOf(item), [item]);
    else group.push(item);
  }
  const sums = new Map([...groups].map(([key, group]) => [key, rollingSum(group, withinMs)]));
  return (key, endMs) => sums.get(key)?.(endMs) ?? 0n;
}
