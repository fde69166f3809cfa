/** Where money that must come back is taken from, in this order. */
export const RECOVERY_ORDER = ['escrow', 'pending-balance', 'receivable', 'platform-loss'] as const;

export type RecoverySource = (typeof RECOVERY_ORDER)[number];

/** What there is to take from one payee. */
export type Recoverable = {
  /** Held back from this payee for this purpose. */
  readonly escrowMinor: bigint;
  /** Earned and not yet paid out. */
  readonly pendingMinor: bigint;
  /** How much more the payee may come to owe, to be set against later payouts; null without limit, 0 when it left. */
  readonly receivableLimitMinor: bigint | null;
};

/** Lines that sum to the amount; sources that give nothing are left out. */
export function recover(
  amountMinor: bigint,
  { escrowMinor, pendingMinor, receivableLimitMinor }: Recoverable,
): readonly { readonly from: RecoverySource; readonly amountMinor: bigint }[] {
  const limits = [escrowMinor, pendingMinor, receivableLimitMinor, null];
  let left = amountMinor;
  return RECOVERY_ORDER.map((from, index) => {
    const limit = limits[index] ?? left;
    const taken = limit < left ? limit : left;
    left -= taken;
    return { from, amountMinor: taken };
  }).filter(({ amountMinor: taken }) => taken > 0n);
}

/** A payee's account over one payout run, in minor units of one currency. */
export type PayeeBalance = {
  /** Earned before, too little to be paid. */
  readonly carriedMinor: bigint;
  /** What the payee owes. */
  readonly receivableMinor: bigint;
};

export type PayeeSettlement = PayeeBalance & {
  readonly recoveredMinor: bigint;
  readonly paidMinor: bigint;
};

/**
 * Settles a payee after a run: what was earned (negative when reversals outweigh it) goes to the pending balance,
 * then against what the payee owes, and the rest is paid out if it reaches the minimum. Nothing is lost on the way:
 * carried - owed + earned, before, is paid + carried - owed, after.
 */
export function settlePayee(
  before: PayeeBalance,
  earnedMinor: bigint,
  minimumMinor: bigint,
): PayeeSettlement {
  const balance = before.carriedMinor + earnedMinor;
  const [available, shortfall] = balance < 0n ? [0n, -balance] : [balance, 0n];
  const owed = before.receivableMinor + shortfall;
  const recoveredMinor = available < owed ? available : owed;
  const payable = available - recoveredMinor;
  const paidMinor = payable >= minimumMinor ? payable : 0n;
  return {
    carriedMinor: payable - paidMinor,
    receivableMinor: owed - recoveredMinor,
    recoveredMinor,
    paidMinor,
  };
}
