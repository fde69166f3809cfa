import fc from 'fast-check';
import { assert } from '#libs/kernel';
import {
  claimHolding,
  distribute,
  type HolderPool,
  type Holding,
  openHolding,
  openPool,
  passRecordDate,
  settleHolding,
  transferUnits,
  unitsHeld,
} from './holder-pool.js';

const distributed = (pool: HolderPool, amountMinor: bigint): HolderPool => {
  const next = distribute(pool, amountMinor);
  assert(next.ok, 'expected a distribution');
  return next.value;
};

const transferred = (pool: HolderPool, seller: Holding, buyer: Holding, units: bigint) => {
  const moved = transferUnits(pool, seller, buyer, units);
  assert(moved.ok, 'expected a transfer');
  return moved.value;
};

describe('a pool of holders', () => {
  it('pays in proportion, and carries fractions until they are whole', () => {
    let pool = openPool(3n);
    let one = openHolding(pool, 1n);
    const paid: bigint[] = [];
    for (let round = 0; round < 6; round += 1) {
      pool = distributed(passRecordDate(pool), 1n);
      const claim = claimHolding(pool, one);
      one = claim.holding;
      paid.push(claim.amountMinor);
    }
    expect(paid).toEqual([0n, 0n, 1n, 0n, 0n, 1n]);
  });

  it('pays by who held at the record date, not by who holds at the distribution', () => {
    const opened = openPool(100n);
    const seller = openHolding(opened, 100n);
    const afterRecord = passRecordDate(opened);
    const sold = transferred(afterRecord, seller, openHolding(afterRecord, 0n), 100n);
    const pool = distributed(afterRecord, 5_000n);
    expect(claimHolding(pool, sold.seller).amountMinor).toBe(5_000n);
    expect(claimHolding(pool, sold.buyer).amountMinor).toBe(0n);
  });

  it('pays the buyer from the next record date on', () => {
    const opened = openPool(100n);
    const sold = transferred(opened, openHolding(opened, 100n), openHolding(opened, 0n), 40n);
    const pool = distributed(passRecordDate(opened), 1_000n);
    expect(claimHolding(pool, sold.seller).amountMinor).toBe(600n);
    expect(claimHolding(pool, sold.buyer).amountMinor).toBe(400n);
  });

  it('pays nothing twice', () => {
    const opened = openPool(10n);
    const pool = distributed(passRecordDate(opened), 77n);
    const { holding } = claimHolding(pool, openHolding(opened, 10n));
    expect(claimHolding(pool, holding).amountMinor).toBe(0n);
  });

  it('keeps nothing back of a thousand holders but what is below a unit each', () => {
    const opened = openPool(1_000n);
    let pool = opened;
    for (let payment = 0; payment < 2_000; payment += 1)
      pool = distributed(passRecordDate(pool), 2_500n % 97n);
    const holders = Array.from(
      { length: 1_000 },
      () => claimHolding(pool, openHolding(opened, 1n)).amountMinor,
    );
    const total = 2_000n * (2_500n % 97n);
    expect(total - holders.reduce((sum, amount) => sum + amount, 0n) < 1_000n).toBe(true);
  });

  it('refuses what cannot be', () => {
    const pool = openPool(10n);
    expect(distribute(pool, 1n)).toEqual({ ok: false, error: 'no-record-date' });
    expect(distribute(passRecordDate(pool), -1n)).toEqual({ ok: false, error: 'amount-negative' });
    const holding = openHolding(pool, 5n);
    expect(transferUnits(pool, holding, holding, 6n)).toEqual({ ok: false, error: 'units-not-held' });
    expect(transferUnits(pool, holding, holding, 0n)).toEqual({ ok: false, error: 'units-not-positive' });
  });
});

/** What may happen to a pool of four holders. */
type Event =
  | { readonly kind: 'record' }
  | { readonly kind: 'distribute'; readonly amountMinor: bigint }
  | { readonly kind: 'transfer'; readonly from: number; readonly to: number; readonly units: bigint }
  | { readonly kind: 'claim'; readonly holder: number };

const anyHolder = fc.integer({ min: 0, max: 3 });
const anyEvent: fc.Arbitrary<Event> = fc.oneof(
  fc.constant({ kind: 'record' as const }),
  fc.record({ kind: fc.constant('distribute' as const), amountMinor: fc.bigInt({ min: 0n, max: 1_000n }) }),
  fc.record({
    kind: fc.constant('transfer' as const),
    from: anyHolder,
    to: anyHolder,
    units: fc.bigInt({ min: 1n, max: 7n }),
  }),
  fc.record({ kind: fc.constant('claim' as const), holder: anyHolder }),
);

/** The same with a list of all balances at each record date, and exact fractions: O(holders) a distribution. */
class NaivePool {
  readonly #units: bigint[];
  readonly #records: bigint[][] = [];
  readonly earned: bigint[];
  #distributions = 0;

  constructor(units: readonly bigint[]) {
    this.#units = [...units];
    this.earned = units.map(() => 0n);
  }

  apply(event: Event): void {
    if (event.kind === 'record') this.#records.push([...this.#units]);
    if (event.kind === 'distribute' && this.#distributions < this.#records.length) {
      const balances = this.#records[this.#distributions] ?? [];
      for (const [holder, units] of balances.entries())
        this.earned[holder] = (this.earned[holder] ?? 0n) + event.amountMinor * units;
      this.#distributions += 1;
    }
    if (
      event.kind === 'transfer' &&
      event.from !== event.to &&
      (this.#units[event.from] ?? 0n) >= event.units
    ) {
      this.#units[event.from] = (this.#units[event.from] ?? 0n) - event.units;
      this.#units[event.to] = (this.#units[event.to] ?? 0n) + event.units;
    }
  }
}

describe('any history of a pool', () => {
  it('owes and pays each holder exactly what a list of all balances would', () => {
    fc.assert(
      fc.property(fc.array(anyEvent, { maxLength: 40 }), (events) => {
        const units = [5n, 3n, 0n, 4n];
        const naive = new NaivePool(units);
        let pool = openPool(12n);
        const holdings = units.map((held) => openHolding(pool, held));
        const paid = units.map(() => 0n);
        for (const event of events) {
          naive.apply(event);
          if (event.kind === 'record') pool = passRecordDate(pool);
          if (event.kind === 'distribute') {
            const next = distribute(pool, event.amountMinor);
            if (next.ok) pool = next.value;
          }
          if (event.kind === 'claim') {
            const claim = claimHolding(pool, holdings[event.holder] ?? openHolding(pool, 0n));
            holdings[event.holder] = claim.holding;
            paid[event.holder] = (paid[event.holder] ?? 0n) + claim.amountMinor;
          }
          if (event.kind === 'transfer' && event.from !== event.to) {
            const [from, to] = [holdings[event.from], holdings[event.to]];
            assert(from !== undefined && to !== undefined, 'four holders');
            const moved = transferUnits(pool, from, to, event.units);
            if (moved.ok)
              [holdings[event.from], holdings[event.to]] = [moved.value.seller, moved.value.buyer];
          }
        }
        const earned = holdings.map(
          (holding, holder) => settleHolding(pool, holding).owed + 12n * (paid[holder] ?? 0n),
        );
        expect(earned).toEqual(naive.earned);
        expect(holdings.map(unitsHeld).reduce((sum, held) => sum + held, 0n)).toBe(12n);
      }),
      { numRuns: 1_000 },
    );
  });
});
