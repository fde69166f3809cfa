import fc from 'fast-check';
import { seededRandom } from '#libs/kernel';
import { usageSeries } from '../usage-series.js';
import { rollingSum } from './rolling-sum.js';
import type { Funding, MeteredReceipt, WashEvidence } from './wash-evidence.js';
import { washReport } from './wash-report.js';
import { WASH_FLAGS, WASH_RULES } from './wash-rules.js';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const MARCH = Date.parse('2026-03-01T00:00:00.000Z');

let count = 0;
const charge = (payer: string, atMs: number, amountMinor = 100n): MeteredReceipt => {
  count += 1;
  return {
    id: `r${String(count)}`,
    kind: 'charge',
    payer,
    payee: 'maker',
    atMs,
    calls: 10n,
    amountMinor,
    refundOf: null,
  };
};
const refund = (of: MeteredReceipt, atMs: number, amountMinor = of.amountMinor): MeteredReceipt => ({
  ...charge(of.payer, atMs, amountMinor),
  kind: 'refund',
  calls: 0n,
  refundOf: of.id,
});

/** Four customers of one size, on different days: nobody is most of the month. */
const honest = (): MeteredReceipt[] =>
  ['a', 'b', 'c', 'd'].map((payer, day) => charge(payer, MARCH + day * DAY_MS + 10 * HOUR_MS));

const evidence = (changes: Partial<WashEvidence> = {}): WashEvidence => ({
  controllerOf: (party) => party,
  fundings: [],
  ...changes,
});

const flagsOf = (receipts: readonly MeteredReceipt[], known: WashEvidence = evidence()) =>
  Object.fromEntries(washReport(receipts, known).flagged.map(({ id, flags }) => [id, flags]));

describe('flags', () => {
  it('are not raised on honest use', () => {
    expect(flagsOf(honest())).toEqual({});
  });

  it('are raised on who pays oneself, under whatever name', () => {
    const own = charge('maker', MARCH, 1n);
    const puppet = charge('puppet', MARCH, 1n);
    const controllerOf = (party: string): string => (party === 'puppet' ? 'maker' : party);
    expect(flagsOf([...honest(), own, puppet], evidence({ controllerOf }))).toEqual({
      [own.id]: ['self-dealing'],
      [puppet.id]: ['self-dealing'],
    });
  });

  it('are raised on charges that come back within a day, in one piece or several', () => {
    const looped = charge('a', MARCH + DAY_MS, 50n);
    const back = [refund(looped, MARCH + DAY_MS + HOUR_MS, 25n), refund(looped, MARCH + 2 * DAY_MS, 20n)];
    expect(flagsOf([...honest(), looped, ...back])).toEqual(
      Object.fromEntries([looped, ...back].map(({ id }) => [id, ['refund-loop']])),
    );
  });

  it('are not raised on refunds that are small, or late', () => {
    const [small, late] = [charge('a', MARCH, 50n), charge('b', MARCH, 50n)];
    const refunds = [refund(small, MARCH + HOUR_MS, 44n), refund(late, MARCH + DAY_MS + 1)];
    expect(flagsOf([...honest(), small, late, ...refunds])).toEqual({});
  });

  it('are raised on charges that the payee had paid for beforehand', () => {
    const [before, funded] = [charge('a', MARCH + DAY_MS), charge('a', MARCH + 3 * DAY_MS)];
    const funding: Funding = { from: 'maker', to: 'a', atMs: MARCH + 2 * DAY_MS, amountMinor: 150n };
    const known = evidence({ fundings: [funding] });
    expect(flagsOf([before, charge('b', MARCH, 900n), funded], known)).toMatchObject({
      [funded.id]: ['mutual-funding'],
    });
    expect(flagsOf([before, charge('b', MARCH, 900n)], known)[before.id]).toBeUndefined();
    const long = evidence({ fundings: [{ ...funding, atMs: MARCH - 28 * DAY_MS }] });
    expect(flagsOf([charge('b', MARCH, 900n), funded], long)).not.toHaveProperty(funded.id);
  });

  it('are raised lightly on a payer who is most of the month', () => {
    const large = charge('giant', MARCH, 400n);
    const report = washReport([...honest(), large], evidence());
    expect(report.flagged).toEqual([{ id: large.id, flags: ['concentration'], score: 1, washed: false }]);
    expect(report.concentration).toEqual([{ periodStart: '2026-03-01', herfindahl: 0.25 + 4 / 64 }]);
  });

  it('are raised on use at every hour alike, and not on use that sleeps', () => {
    const random = seededRandom('hours');
    const day = (index: number): number => MARCH + (index % 20) * DAY_MS;
    const machine = Array.from({ length: 480 }, (_, index) =>
      charge('machine', day(index) + random.below(24) * HOUR_MS, 1n),
    );
    const people = Array.from({ length: 480 }, (_, index) =>
      charge('people', day(index) + (7 + random.below(15)) * HOUR_MS, 1n),
    );
    const flags = flagsOf([...people, ...machine, charge('c', MARCH, 2_000n)]);
    expect(new Set(machine.map(({ id }) => flags[id]?.join()))).toEqual(new Set(['flat-daily-pattern']));
    expect(people.filter(({ id }) => id in flags)).toEqual([]);
  });
});

describe('washReport', () => {
  it('leaves out of the clean series what weighs as much as the threshold, and only that', () => {
    const own = charge('maker', MARCH, 70n);
    const { raw, clean } = washReport([...honest(), own], evidence());
    expect(raw).toEqual([{ periodStart: '2026-03-01', calls: 50n, revenueMinor: 470n }]);
    expect(clean).toEqual([{ periodStart: '2026-03-01', calls: 40n, revenueMinor: 400n }]);
  });

  it('adds flags up: a large customer whom the payee funds does not count', () => {
    const giant = charge('giant', MARCH + DAY_MS, 500n);
    const fundings = [{ from: 'maker', to: 'giant', atMs: MARCH, amountMinor: 400n }];
    const { flagged, clean } = washReport([...honest(), giant], evidence({ fundings }));
    expect(flagged).toEqual([
      { id: giant.id, flags: ['mutual-funding', 'concentration'], score: WASH_RULES.threshold, washed: true },
    ]);
    expect(clean[0]?.revenueMinor).toBe(400n);
  });

  it('takes refunds off the month of their charge, in the clean series', () => {
    const [kept, ...others] = honest();
    const late = kept === undefined ? [] : [refund(kept, MARCH + 40 * DAY_MS, 30n)];
    const { raw, clean } = washReport(
      [...(kept === undefined ? [] : [kept]), ...others, ...late],
      evidence(),
    );
    expect(raw).toEqual([{ periodStart: '2026-03-01', calls: 40n, revenueMinor: 400n }]);
    expect(clean).toEqual([{ periodStart: '2026-03-01', calls: 40n, revenueMinor: 370n }]);
  });

  it('makes series that are series, the clean one nowhere above the raw one', () => {
    const anyCharge = fc
      .record({
        payer: fc.constantFrom('maker', 'a', 'b'),
        atMs: fc.integer({ min: MARCH, max: MARCH + 100 * DAY_MS }),
        amount: fc.bigInt({ min: 0n, max: 500n }),
      })
      .map(({ payer, atMs, amount }) => charge(payer, atMs, amount));
    fc.assert(
      fc.property(
        fc.array(anyCharge, { maxLength: 30 }),
        fc.array(fc.nat({ max: 29 })),
        (charges, refunded) => {
          const refunds = [...new Set(refunded)].flatMap((index) => {
            const of = charges[index];
            return of === undefined ? [] : [refund(of, of.atMs + HOUR_MS, of.amountMinor / 2n)];
          });
          const { raw, clean } = washReport([...charges, ...refunds], evidence());
          expect(usageSeries(raw).ok && usageSeries(clean).ok).toBe(true);
          for (const { periodStart, revenueMinor } of clean)
            expect(
              revenueMinor <= (raw.find((month) => month.periodStart === periodStart)?.revenueMinor ?? -1n),
            ).toBe(true);
        },
      ),
    );
  });

  it('weighs every flag, and publishes the weights with the series', () => {
    const { rules } = washReport([], evidence());
    expect(Object.keys(rules.weights).sort()).toEqual([...WASH_FLAGS].sort());
  });
});

describe('rollingSum', () => {
  it('is what adding up says', () => {
    const anyItem = fc.record({
      atMs: fc.integer({ min: 0, max: 50 }),
      amountMinor: fc.bigInt({ min: 0n, max: 9n }),
    });
    fc.assert(
      fc.property(
        fc.array(anyItem),
        fc.integer({ min: 1, max: 20 }),
        fc.integer({ min: 0, max: 70 }),
        (items, window, end) => {
          const inside = items.filter(({ atMs }) => atMs <= end && atMs > end - window);
          expect(rollingSum(items, window)(end)).toBe(
            inside.reduce((sum, { amountMinor }) => sum + amountMinor, 0n),
          );
        },
      ),
    );
  });
});
