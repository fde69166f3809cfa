import type { MeteredReceipt } from './wash-evidence.js';
import { WASH_RULES } from './wash-rules.js';

const { portionPercent, withinMs } = WASH_RULES.refundLoop;

/** Charges that come back almost whole, almost at once, and the refunds that bring them back. */
export function refundLoops(receipts: readonly MeteredReceipt[]): readonly MeteredReceipt[] {
  const charges = new Map(
    receipts.filter(({ kind }) => kind === 'charge').map((charge) => [charge.id, charge]),
  );
  const soon = receipts.filter(({ refundOf, atMs }) => {
    const charge = charges.get(refundOf ?? '');
    return charge !== undefined && atMs - charge.atMs <= withinMs;
  });
  const returned = new Map<string, bigint>();
  for (const { refundOf, amountMinor } of soon)
    returned.set(refundOf ?? '', (returned.get(refundOf ?? '') ?? 0n) + amountMinor);
  const isLoop = (id: string): boolean => {
    const amount = charges.get(id)?.amountMinor ?? 0n;
    return amount > 0n && (returned.get(id) ?? 0n) * 100n >= amount * portionPercent;
  };
  return [...charges.values(), ...soon].filter(({ id, refundOf }) => isLoop(refundOf ?? id));
}
