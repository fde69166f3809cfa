/**
 * The place of the first charge that its payer's money does not cover, when receipts are settled in their order:
 * charges take from what a payer has, refunds give back.
 *
 * @param spendableMinor what each payer has, in minor units; nothing when it is not named
 */
export function firstUncovered<Payer>(
  receipts: readonly {
    readonly kind: 'charge' | 'refund';
    readonly payerId: Payer;
    readonly amountMinor: bigint;
  }[],
  spendableMinor: ReadonlyMap<Payer, bigint>,
): number | undefined {
  const left = new Map(spendableMinor);
  for (const [index, { kind, payerId, amountMinor }] of receipts.entries()) {
    const rest = (left.get(payerId) ?? 0n) + (kind === 'charge' ? -amountMinor : amountMinor);
    if (rest < 0n) return index;
    left.set(payerId, rest);
  }
  return undefined;
}
