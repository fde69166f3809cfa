import * as fc from 'fast-check';
import { asCurrency } from '#libs/kernel';
import { type CountedOrder, type DemandCell, demandMapOf } from './demand-map.js';
import { snapshotAt } from './demand-snapshot.js';

const EUR = asCurrency('EUR');
const DAY_MS = 86_400_000;
const COHORT = 5;

const orderOf = (buyer: string, change: Partial<CountedOrder> = {}): CountedOrder => ({
  buyer,
  lotKind: 'weights',
  domain: 'web',
  currency: EUR,
  revenueMinMinor: 50_000n,
  decayBand: null,
  ...change,
});

const of = (count: number, change: Partial<CountedOrder> = {}, prefix = 'b') =>
  Array.from({ length: count }, (_, at) => orderOf(`${prefix}${String(at)}`, change));

// Few classes and few buyers, so that cells come close to the cohort.
const anyOrder: fc.Arbitrary<CountedOrder> = fc.record({
  buyer: fc.nat(9).map((number) => `b${String(number)}`),
  lotKind: fc.constant('weights'),
  domain: fc.constantFrom('__proto__', null),
  currency: fc.constant(EUR),
  revenueMinMinor: fc.constantFrom(0n, 1n, 20_000n),
  decayBand: fc.constantFrom(null, 'under-1-year'),
});
const anyOrders = fc.array(anyOrder, { maxLength: 80, size: 'max' });

const keyOf = ({ lotKind, domain, revenueBand, decayBand }: Omit<DemandCell, 'orders'>): string =>
  JSON.stringify([lotKind, domain, revenueBand, decayBand]);

/** The buyers of each class, counted the plain way. */
function buyersByClass(orders: readonly CountedOrder[]): ReadonlyMap<string, number> {
  const keys = orders.map(({ lotKind, domain, revenueMinMinor, decayBand }) =>
    JSON.stringify([lotKind, domain, revenueMinMinor < 10_000n ? 'under-100' : '100-to-1k', decayBand]),
  );
  return new Map(
    keys.map((key) => [
      key,
      new Set(orders.filter((_order, at) => keys[at] === key).map(({ buyer }) => buyer)).size,
    ]),
  );
}

describe('demandMapOf', () => {
  it('shows a class with enough buyers, by bands and never by amounts', () => {
    expect(demandMapOf(of(5), COHORT)).toEqual([
      {
        lotKind: 'weights',
        domain: 'web',
        currency: 'EUR',
        revenueBand: '100-to-1k',
        decayBand: null,
        orders: 5,
      },
    ]);
  });

  it('shows no class with fewer', () => {
    expect(demandMapOf(of(4), COHORT)).toEqual([]);
  });

  it('counts a buyer once in a class, however many orders there are', () => {
    expect(demandMapOf(Array(50).fill(orderOf('one')) as CountedOrder[], COHORT)).toEqual([]);
  });

  it('keeps apart what is asked for', () => {
    const orders = [...of(5), ...of(9, { domain: 'mail' }), ...of(4, { decayBand: 'over-5-years' })];
    expect(demandMapOf(orders, COHORT).map(({ domain, orders: count }) => [domain, count])).toEqual([
      ['mail', 5],
      ['web', 5],
    ]);
  });

  it('does not depend on the order of the orders', () => {
    fc.assert(
      fc.property(anyOrders, (orders) => {
        expect(demandMapOf([...orders].reverse(), COHORT)).toEqual(demandMapOf(orders, COHORT));
      }),
    );
  });

  it('shows what a plain count shows, rounded down', () => {
    fc.assert(
      fc.property(anyOrders, fc.integer({ min: 2, max: 7 }), (orders, cohort) => {
        const shown = demandMapOf(orders, cohort).map((cell) => [keyOf(cell), cell.orders] as const);
        const expected = [...buyersByClass(orders)]
          .map(([key, buyers]) => [key, Math.floor(buyers / cohort) * cohort] as const)
          .filter(([, count]) => count > 0);
        expect(new Map(shown)).toEqual(new Map(expected));
      }),
    );
  });

  it('never makes a class of fewer buyers than the cohort visible, whichever order comes or goes', () => {
    const visible = new Set<boolean>();
    fc.assert(
      fc.property(anyOrders, anyOrder, (orders, one) => {
        for (const neighbour of [orders, [...orders, one], orders.slice(1)]) {
          const buyers = buyersByClass(neighbour);
          const cells = demandMapOf(neighbour, COHORT);
          visible.add(cells.length > 0);
          for (const cell of cells) expect(buyers.get(keyOf(cell))).toBeGreaterThanOrEqual(COHORT);
        }
      }),
    );
    // Both have been seen: maps with a class to show, and maps without.
    expect(visible.size).toBe(2);
  });

  it('changes by one order in one class at most, and there by a whole cohort', () => {
    fc.assert(
      fc.property(anyOrders, anyOrder, (orders, one) => {
        const before = new Map(demandMapOf(orders, COHORT).map((cell) => [keyOf(cell), cell.orders]));
        const after = new Map(
          demandMapOf([...orders, one], COHORT).map((cell) => [keyOf(cell), cell.orders]),
        );
        const changes = [...new Set([...before.keys(), ...after.keys()])]
          .map((key) => (after.get(key) ?? 0) - (before.get(key) ?? 0))
          .filter((change) => change !== 0);
        expect([[], [COHORT]]).toContainEqual(changes);
      }),
    );
  });
});

describe('snapshotAt', () => {
  const noon = Date.parse('2026-03-01T12:00:00Z');
  const first = snapshotAt(undefined, of(5), COHORT, noon);

  it('says what is asked for on its day', () => {
    expect(first).toEqual({ day: '2026-03-01', cohort: 5, cells: demandMapOf(of(5), COHORT) });
  });

  it('is the same all day, whatever order comes or goes', () => {
    const withinTheDay = fc.integer({ min: -DAY_MS / 2, max: DAY_MS / 2 - 1 });
    fc.assert(
      fc.property(anyOrders, anyOrder, withinTheDay, (orders, one, ms) => {
        const published = snapshotAt(undefined, orders, COHORT, noon);
        for (const neighbour of [orders, [...orders, one], orders.slice(1), []])
          expect(snapshotAt(published, neighbour, COHORT, noon + ms)).toBe(published);
      }),
    );
  });

  it('is another one the day after', () => {
    expect(snapshotAt(first, [], COHORT, noon + DAY_MS / 2)).toEqual({
      day: '2026-03-02',
      cohort: 5,
      cells: [],
    });
  });

  it('does not go back with a clock that does', () => {
    expect(snapshotAt(first, [], COHORT, noon - 5 * DAY_MS)).toBe(first);
  });
});
