import fc from 'fast-check';
import { assert } from '#libs/kernel';
import { allocate } from './allocate.js';
import type { Receipt } from './receipt.js';
import {
  type Waterfall,
  type WaterfallEnd,
  waterfallFault,
  waterfallSchema,
  type WaterfallStep,
  type WaterfallText,
} from './waterfall-terms.js';

const DAY_MS = 86_400_000;

const pay = (payee: string): WaterfallEnd => ({ kind: 'pay', id: 'rest', payee });
const all = (payee: string): Waterfall => ({ steps: [], end: pay(payee) });
const split = (...branches: readonly [string, bigint, Waterfall][]): WaterfallEnd => ({
  kind: 'split',
  id: 'split',
  branches: branches.map(([id, weight, waterfall]) => ({ id, weight, waterfall })),
});
const fee = (bps: number, capMinor: bigint | null = null): WaterfallStep => ({
  kind: 'fee',
  id: 'fee',
  payee: 'platform',
  bps,
  capMinor,
});

const once = (amountMinor: bigint): Receipt[] => [{ atMs: 0, amountMinor }];

/** What each payee got, and what is held, by one receipt. */
const shares = (terms: Waterfall, receipts: readonly Receipt[], asOfMs = 0): Record<string, bigint> => {
  const totals: Record<string, bigint> = {};
  for (const { payee, totalMinor } of allocate(terms, receipts, asOfMs)) {
    const name = payee ?? 'held';
    totals[name] = (totals[name] ?? 0n) + totalMinor;
  }
  return totals;
};

describe('a waterfall', () => {
  it('takes a fee with a cap: 10 % of 500, at most 10', () => {
    expect(shares({ steps: [fee(1_000, 10n)], end: pay('creator') }, once(500n))).toEqual({
      platform: 10n,
      creator: 490n,
    });
  });

  it('takes costs off the top, before anybody has a share', () => {
    const terms: Waterfall = {
      steps: [{ kind: 'expense', id: 'costs', payee: 'lab', amountMinor: 300n }],
      end: split(['a', 1n, all('a')], ['b', 1n, all('b')]),
    };
    expect(shares(terms, once(250n))).toEqual({ lab: 250n, a: 0n, b: 0n });
    expect(shares(terms, once(400n))).toEqual({ lab: 300n, a: 50n, b: 50n });
  });

  it('recoups an advance from the contract that it was paid on, and from no other', () => {
    const recoup = (balanceMinor: bigint): WaterfallStep => ({
      kind: 'recoupment',
      id: 'advance',
      payee: 'publisher',
      contract: 'first book',
      balanceMinor,
      bps: 5_000,
    });
    const terms: Waterfall = {
      steps: [],
      end: split(
        ['author', 60n, { steps: [recoup(100n)], end: pay('author') }],
        ['editor', 40n, all('editor')],
      ),
    };
    expect(shares(terms, once(200n))).toEqual({ publisher: 60n, author: 60n, editor: 80n });
    expect(shares(terms, once(1_000n))).toEqual({ publisher: 100n, author: 500n, editor: 400n });
  });

  it('takes by tiers of all that ever came in', () => {
    const terms: Waterfall = {
      steps: [
        {
          kind: 'tiers',
          id: 'scale',
          payee: 'platform',
          tiers: [
            { upToMinor: 1_000n, bps: 2_000 },
            { upToMinor: 5_000n, bps: 1_000 },
            { upToMinor: null, bps: 500 },
          ],
        },
      ],
      end: pay('creator'),
    };
    expect(shares(terms, once(1_000n))['platform']).toBe(200n);
    expect(shares(terms, once(6_000n))['platform']).toBe(200n + 400n + 50n);
  });

  it('withholds tax from the branch that owes it', () => {
    const taxed: Waterfall = {
      steps: [{ kind: 'withholding', id: 'tax', payee: 'tax-office', bps: 1_500 }],
      end: pay('abroad'),
    };
    const terms = { steps: [], end: split(['abroad', 1n, taxed], ['home', 1n, all('home')]) };
    expect(shares(terms, once(2_000n))).toEqual({ 'tax-office': 150n, abroad: 850n, home: 1_000n });
  });

  it('holds a part back until its receipts are older than the window', () => {
    const terms: Waterfall = {
      steps: [{ kind: 'holdback', id: 'reserve', bps: 1_000, windowMs: 90 * DAY_MS }],
      end: pay('creator'),
    };
    const receipts = [
      { atMs: 0, amountMinor: 1_000n },
      { atMs: 30 * DAY_MS, amountMinor: 500n },
    ];
    expect(shares(terms, receipts, 30 * DAY_MS)).toEqual({ held: 150n, creator: 1_350n });
    expect(shares(terms, receipts, 90 * DAY_MS)).toEqual({ held: 50n, creator: 1_450n });
    expect(shares(terms, receipts, 120 * DAY_MS)).toEqual({ held: 0n, creator: 1_500n });
  });

  it('takes a refund from what is held first, and gives back what was too much', () => {
    const terms: Waterfall = {
      steps: [{ kind: 'holdback', id: 'reserve', bps: 1_000, windowMs: 90 * DAY_MS }],
      end: pay('creator'),
    };
    const refunded = [...once(1_000n), { atMs: DAY_MS, amountMinor: -1_000n }];
    expect(shares(terms, refunded, DAY_MS)).toEqual({ held: 0n, creator: 0n });
  });

  it('of fifty steps takes no longer than of one', () => {
    const steps = Array.from({ length: 50 }, (_, index) => ({ ...fee(100), id: `fee-${String(index)}` }));
    expect(Number(shares({ steps, end: pay('creator') }, once(10n ** 12n))['creator'])).toBeCloseTo(
      1e12 * 0.99 ** 50,
      -3,
    );
  });

  it('names its places, payees and rules', () => {
    const terms: Waterfall = { steps: [fee(250)], end: split(['a', 1n, all('alice')]) };
    expect(allocate(terms, once(1_000n), 0)).toEqual([
      {
        path: '/fee',
        kind: 'fee',
        payee: 'platform',
        inflowMinor: 1_000n,
        rule: 'floor(inflow * 250 / 10000)',
        totalMinor: 25n,
      },
      {
        path: '/split/a/rest',
        kind: 'pay',
        payee: 'alice',
        inflowMinor: 975n,
        rule: 'inflow',
        totalMinor: 975n,
      },
    ]);
  });
});

const anyMinor = fc.bigInt({ min: 0n, max: 3_000n });
const anyBps = fc.integer({ min: 0, max: 10_000 });
const anyWindow = fc.integer({ min: 0, max: 20 });
const anyStep = (id: string): fc.Arbitrary<WaterfallStep> =>
  fc.oneof(
    fc.record({
      kind: fc.constant('fee' as const),
      id: fc.constant(id),
      payee: fc.constant('platform'),
      bps: anyBps,
      capMinor: fc.option(anyMinor),
    }),
    fc.record({
      kind: fc.constant('withholding' as const),
      id: fc.constant(id),
      payee: fc.constant('tax'),
      bps: anyBps,
    }),
    fc.record({
      kind: fc.constant('expense' as const),
      id: fc.constant(id),
      payee: fc.constant('lab'),
      amountMinor: anyMinor,
    }),
    fc.record({
      kind: fc.constant('recoupment' as const),
      id: fc.constant(id),
      payee: fc.constant('publisher'),
      contract: fc.constant('c'),
      balanceMinor: anyMinor,
      bps: anyBps,
    }),
    fc.tuple(fc.bigInt({ min: 1n, max: 900n }), anyBps, anyBps).map(([end, low, high]) => ({
      kind: 'tiers' as const,
      id,
      payee: 'platform',
      tiers: [
        { upToMinor: end, bps: low },
        { upToMinor: 2n * end, bps: high },
        { upToMinor: null, bps: low },
      ],
    })),
    fc.record({
      kind: fc.constant('holdback' as const),
      id: fc.constant(id),
      bps: anyBps,
      windowMs: anyWindow,
    }),
  );
/** Two at most, above and below the split: no more than four holdbacks may stand one under the other. */
const anySteps = fc
  .array(fc.nat(), { maxLength: 2 })
  .chain((slots) => fc.tuple(...slots.map((_, index) => anyStep(`step-${String(index)}`))));
const anyLeaf = (payee: string): fc.Arbitrary<Waterfall> =>
  anySteps.map((steps) => ({ steps, end: pay(payee) }));
const anyTerms: fc.Arbitrary<Waterfall> = fc
  .tuple(
    anySteps,
    anyLeaf('alice'),
    anyLeaf('bob'),
    fc.bigInt({ min: 1n, max: 9n }),
    fc.bigInt({ min: 0n, max: 9n }),
  )
  .map(([steps, alice, bob, a, b]) => ({ steps, end: split(['alice', a, alice], ['bob', b, bob]) }));

const anyReceipts = fc.array(
  fc.record({ atMs: fc.integer({ min: 0, max: 50 }), amountMinor: fc.bigInt({ min: 0n, max: 800n }) }),
  { maxLength: 12 },
);
const anyTime = fc.integer({ min: 0, max: 80 });

const sum = (amounts: readonly bigint[]): bigint => amounts.reduce((total, amount) => total + amount, 0n);

describe('any waterfall', () => {
  it('puts every unit somewhere', () => {
    fc.assert(
      fc.property(anyTerms, anyReceipts, anyTime, (terms, receipts, asOfMs) => {
        const cameIn = sum(
          receipts.filter(({ atMs }) => atMs <= asOfMs).map(({ amountMinor }) => amountMinor),
        );
        const lines = allocate(terms, receipts, asOfMs);
        expect(sum(lines.map(({ totalMinor }) => totalMinor))).toBe(cameIn);
        expect(lines.every(({ totalMinor }) => totalMinor >= 0n)).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  it('takes nothing back while receipts come in and time goes by', () => {
    fc.assert(
      fc.property(anyTerms, anyReceipts, anyTime, anyTime, (terms, receipts, one, other) => {
        const [earlier, later] = one < other ? [one, other] : [other, one];
        const before = allocate(terms, receipts, earlier);
        const after = allocate(terms, receipts, later);
        for (const [index, { payee, totalMinor }] of before.entries())
          if (payee !== null) expect((after[index]?.totalMinor ?? 0n) >= totalMinor).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  it('pays the same whatever the order of the receipts and however they are batched', () => {
    const batched = anyReceipts.chain((receipts) =>
      fc.tuple(
        fc.constant(receipts),
        fc.shuffledSubarray(receipts, { minLength: receipts.length }),
        fc.array(fc.boolean(), { minLength: 12, maxLength: 12 }),
      ),
    );
    fc.assert(
      fc.property(anyTerms, batched, anyTime, (terms, [receipts, shuffled, cut], asOfMs) => {
        // Receipts of one moment may arrive in one sum or in several.
        const batches = shuffled.flatMap(({ atMs, amountMinor }, index) =>
          cut[index] === true
            ? [
                { atMs, amountMinor: amountMinor / 3n },
                { atMs, amountMinor: amountMinor - amountMinor / 3n },
              ]
            : [{ atMs, amountMinor }],
        );
        expect(allocate(terms, batches, asOfMs)).toEqual(allocate(terms, receipts, asOfMs));
      }),
    );
  });

  it('is where it would have been without a receipt that is refunded in full at once', () => {
    fc.assert(
      fc.property(
        anyTerms,
        anyReceipts,
        anyTime,
        fc.bigInt({ min: 1n, max: 900n }),
        (terms, receipts, asOfMs, amountMinor) => {
          const undone = [
            ...receipts,
            { atMs: asOfMs, amountMinor },
            { atMs: asOfMs, amountMinor: -amountMinor },
          ];
          expect(allocate(terms, undone, asOfMs)).toEqual(allocate(terms, receipts, asOfMs));
        },
      ),
    );
  });

  it('is written in JSON and read back', () => {
    fc.assert(
      fc.property(anyTerms, (terms) => {
        const text = waterfallSchema.encode(terms);
        expect(waterfallSchema.decode(JSON.parse(JSON.stringify(text)) as WaterfallText)).toEqual(terms);
      }),
    );
  });
});

describe('waterfallFault', () => {
  it('finds nothing wrong with terms that are fine', () => {
    fc.assert(
      fc.property(anyTerms, (terms) => {
        expect(waterfallFault(terms)).toBeUndefined();
      }),
    );
  });

  const tiers = (...ends: readonly (bigint | null)[]): Waterfall => ({
    steps: [
      { kind: 'tiers', id: 'scale', payee: 'p', tiers: ends.map((upToMinor) => ({ upToMinor, bps: 1 })) },
    ],
    end: pay('x'),
  });
  const nested = (depth: number): Waterfall =>
    depth === 0 ? all('x') : { steps: [], end: split(['a', 1n, nested(depth - 1)]) };

  const reserves = (count: number): WaterfallStep[] =>
    Array.from({ length: count }, (_, index) => ({
      kind: 'holdback',
      id: `reserve-${String(index)}`,
      bps: 100,
      windowMs: DAY_MS,
    }));
  const held = (count: number): Waterfall => ({
    steps: reserves(count),
    end: split(['a', 1n, { steps: reserves(2), end: pay('x') }]),
  });

  it.each([
    ['one id twice in a row', { steps: [fee(1), fee(2)], end: pay('x') }, 'id-duplicate', '/fee'],
    [
      'one branch twice',
      { steps: [], end: split(['a', 1n, all('x')], ['a', 1n, all('y')]) },
      'id-duplicate',
      '/a',
    ],
    ['tiers that fall', tiers(10n, 5n, null), 'tiers-not-ascending', '/scale'],
    ['tiers that end', tiers(10n, 20n), 'tiers-not-ascending', '/scale'],
    ['a tier after the last', tiers(null, null), 'tiers-not-ascending', '/scale'],
    ['weights of nothing', { steps: [], end: split(['a', 0n, all('x')]) }, 'weights-all-zero', '/split'],
    ['one holdback under the other', held(3), 'too-many-holdbacks', '/split/a'],
    ['nesting without end', nested(8), 'too-deep', '/split/a'.repeat(8)],
  ] as const)('finds %s', (_what, terms: Waterfall, code, path) => {
    expect(waterfallFault(terms)).toEqual({ code, path });
  });

  it('looks into branches', () => {
    const terms = { steps: [], end: split(['a', 1n, { steps: [fee(1), fee(2)], end: pay('x') }]) };
    const fault = waterfallFault(terms);
    assert(fault !== undefined, 'expected a fault');
    expect(fault.path).toBe('/split/a/fee');
  });
});
