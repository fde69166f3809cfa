import { monthOf } from './month-of.js';
import type { MeteredReceipt, WashEvidence } from './wash-evidence.js';
import { WASH_RULES } from './wash-rules.js';

/** What each side was charged in each month: months by their first day, sides by their controllers. */
export function chargesByMonth(
  receipts: readonly MeteredReceipt[],
  { controllerOf }: WashEvidence,
): ReadonlyMap<string, ReadonlyMap<string, bigint>> {
  const months = new Map<string, Map<string, bigint>>();
  for (const { kind, payer, atMs, amountMinor } of receipts) {
    if (kind !== 'charge') continue;
    const month = months.get(monthOf(atMs)) ?? new Map<string, bigint>();
    const side = controllerOf(payer);
    month.set(side, (month.get(side) ?? 0n) + amountMinor);
    months.set(monthOf(atMs), month);
  }
  return months;
}

/**
 * The Herfindahl-Hirschman index of a month's charges, 1/n for n equal payers up to 1 for one; undefined when
 * nothing was charged.
 */
export function herfindahl(charges: ReadonlyMap<string, bigint>): number | undefined {
  const amounts = [...charges.values()];
  const total = Number(amounts.reduce((sum, amount) => sum + amount, 0n));
  if (total === 0) return undefined;
  return amounts.reduce((sum, amount) => sum + (Number(amount) / total) ** 2, 0);
}

/** Charges to a payer that makes up most of its month. */
export function concentrated(
  receipts: readonly MeteredReceipt[],
  evidence: WashEvidence,
): readonly MeteredReceipt[] {
  const months = chargesByMonth(receipts, evidence);
  const totals = new Map(
    [...months].map(([month, charges]) => [
      month,
      [...charges.values()].reduce((sum, amount) => sum + amount, 0n),
    ]),
  );
  return receipts.filter(({ kind, payer, atMs }) => {
    const month = monthOf(atMs);
    const own = months.get(month)?.get(evidence.controllerOf(payer)) ?? 0n;
    const most = own * 100n >= (totals.get(month) ?? 0n) * WASH_RULES.concentration.portionPercent;
    return kind === 'charge' && own > 0n && most;
  });
}
