/** What a naive book of payouts is told: terms, and what happens. Times are milliseconds. */
export type NaiveTerms = {
  readonly feeBps: bigint;
  readonly feeCapMinor: bigint;
  readonly holdbackBps: bigint;
  readonly windowMs: number;
  readonly shareBps: bigint;
  readonly shareCapMinor: bigint;
  readonly shareFromMs: number;
  readonly weights: readonly (readonly [string, bigint])[];
  readonly firstHolder: string;
  readonly minimumMinor: bigint;
};

type Movement = { readonly atMs: number; readonly chargeMinor: bigint; readonly refundMinor: bigint };

/**
 * Computes everything again from all that ever happened, unit by unit where it can: nothing is carried but what was
 * paid. Slow, and short enough to be believed.
 */
export class NaivePayouts {
  readonly #terms: NaiveTerms;
  readonly #movements: Movement[] = [];
  readonly #units: Map<string, bigint>;
  /** Paid to each party, and earned: their difference is carried or owed. */
  readonly paid = new Map<string, bigint>();
  readonly #earned = new Map<string, bigint>();
  /** Of each holder, in parts of 1/shareBps; and the part of it that was earned in whole units. */
  readonly #entitled = new Map<string, bigint>();
  #distributed = 0n;
  readonly #contributed = new Map<string, bigint>();
  platformMinor = 0n;

  constructor(terms: NaiveTerms) {
    this.#terms = terms;
    this.#units = new Map([[terms.firstHolder, terms.shareBps]]);
  }

  charge(atMs: number, amountMinor: bigint): void {
    this.#movements.push({ atMs, chargeMinor: amountMinor, refundMinor: 0n });
  }

  refund(atMs: number, amountMinor: bigint): void {
    this.#movements.push({ atMs, chargeMinor: 0n, refundMinor: amountMinor });
  }

  units(party: string): bigint {
    return this.#units.get(party) ?? 0n;
  }

  transfer(from: string, to: string, units: bigint): void {
    this.#units.set(from, this.units(from) - units);
    this.#units.set(to, this.units(to) + units);
  }

  run(atMs: number): void {
    const { shareBps, shareCapMinor, shareFromMs, weights } = this.#terms;
    this.platformMinor = this.#fee(this.#net(atMs));
    const left = this.#left(atMs);
    const within = left - this.#left(shareFromMs);
    const taken = least(least(((within > 0n ? within : 0n) * shareBps) / 10_000n, shareCapMinor), left);
    const more = taken > this.#distributed ? taken - this.#distributed : 0n;
    this.#distributed += more;
    for (const [party, held] of this.#units) {
      const before = this.#entitled.get(party) ?? 0n;
      this.#entitled.set(party, before + held * more);
      this.#earn(party, (before + held * more) / shareBps - before / shareBps);
    }
    for (const [party, part] of unitByUnit(left - taken, weights)) {
      this.#earn(party, part - (this.#contributed.get(party) ?? 0n));
      this.#contributed.set(party, part);
    }
    for (const [party, earned] of this.#earned) {
      const due = earned - (this.paid.get(party) ?? 0n);
      if (due > 0n && due >= this.#terms.minimumMinor) this.paid.set(party, earned);
    }
  }

  #earn(party: string, amountMinor: bigint): void {
    this.#earned.set(party, (this.#earned.get(party) ?? 0n) + amountMinor);
  }

  #gross(atMs: number): bigint {
    return this.#movements.reduce((sum, one) => (one.atMs <= atMs ? sum + one.chargeMinor : sum), 0n);
  }

  #net(atMs: number): bigint {
    return this.#movements.reduce(
      (sum, one) => (one.atMs <= atMs ? sum + one.chargeMinor - one.refundMinor : sum),
      0n,
    );
  }

  #fee(amountMinor: bigint): bigint {
    return least((amountMinor * this.#terms.feeBps) / 10_000n, this.#terms.feeCapMinor);
  }

  /** What the holdback lets through: what it released of charges alone, as long as refunds leave so much. */
  #left(atMs: number): bigint {
    const { holdbackBps, windowMs } = this.#terms;
    const afterFee = (amount: bigint): bigint => amount - this.#fee(amount);
    const held = (ms: number): bigint => (afterFee(this.#gross(ms)) * holdbackBps) / 10_000n;
    const released = afterFee(this.#gross(atMs)) - held(atMs) + held(atMs - windowMs);
    return least(released, afterFee(this.#net(atMs)));
  }
}

/** Gives units one at a time to whoever has the largest weight over the next odd number (Sainte-Laguë). */
function unitByUnit(
  total: bigint,
  weights: readonly (readonly [string, bigint])[],
): ReadonlyMap<string, bigint> {
  const parts = new Map(weights.map(([party]) => [party, 0n]));
  for (let given = 0n; given < total; given += 1n) {
    let best: readonly [string, bigint] | undefined;
    for (const candidate of weights) {
      best ??= candidate;
      const [one, other] = [2n * (parts.get(candidate[0]) ?? 0n) + 1n, 2n * (parts.get(best[0]) ?? 0n) + 1n];
      if (candidate[1] * other > best[1] * one) best = candidate;
    }
    if (best !== undefined) parts.set(best[0], (parts.get(best[0]) ?? 0n) + 1n);
  }
  return parts;
}

const least = (a: bigint, b: bigint): bigint => (a < b ? a : b);
