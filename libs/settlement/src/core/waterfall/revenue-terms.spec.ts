import fc from 'fast-check';
import { PPB } from '#core/attribution';
import { allocate, timesThatCount } from './allocate.js';
import type { Receipt } from './receipt.js';
import { type RevenueShare, type Waterfall, waterfallFault, type WaterfallStep } from './waterfall-terms.js';

const sum = (amounts: readonly bigint[]): bigint => amounts.reduce((total, amount) => total + amount, 0n);

const share = (payee: string, bps: number, terms: Partial<RevenueShare> = {}): RevenueShare => ({
  payee,
  bps,
  capMinor: null,
  fromMs: 0,
  untilMs: 1_000,
  ...terms,
});

const terms = (shares: readonly RevenueShare[], steps: readonly WaterfallStep[] = []): Waterfall => ({
  steps: [...steps, { kind: 'revenue-shares', id: 'sold', shares: [...shares] }],
  end: { kind: 'pay', id: 'rest', payee: 'rest' },
});

/** What each payee got, and what is held. */
function paid(waterfall: Waterfall, receipts: readonly Receipt[], asOfMs: number): Record<string, bigint> {
  const totals: Record<string, bigint> = {};
  for (const { payee, totalMinor } of allocate(waterfall, receipts, asOfMs)) {
    const name = payee ?? 'held';
    totals[name] = (totals[name] ?? 0n) + totalMinor;
  }
  return totals;
}

describe('revenue shares', () => {
  const receipts = [
    { atMs: 10, amountMinor: 1_000n },
    { atMs: 20, amountMinor: 500n },
    { atMs: 30, amountMinor: 250n },
  ];

  it('take basis points of what comes in within their term', () => {
    const sold = terms([share('a', 1_000, { fromMs: 10, untilMs: 20 })]);
    expect(paid(sold, receipts, 30)).toEqual({ a: 50n, rest: 1_700n });
  });

  it('take up to their cap, and of the same inflow side by side', () => {
    const sold = terms([share('a', 5_000, { capMinor: 100n }), share('b', 2_000)]);
    expect(paid(sold, receipts, 30)).toEqual({ a: 100n, b: 350n, rest: 1_300n });
  });

  it('keep what they took in a term that ended; later grants go without where nothing is left', () => {
    const sold = terms([share('a', 10_000, { untilMs: 10 }), share('b', 10_000, { fromMs: 10 })]);
    const refunded = [...receipts, { atMs: 40, amountMinor: -900n }];
    expect(paid(sold, refunded, 40)).toEqual({ a: 850n, b: 0n, rest: 0n });
  });

  it('are one step, not several', () => {
    const again: WaterfallStep = { kind: 'revenue-shares', id: 'again', shares: [] };
    expect(waterfallFault(terms([], [again]))).toEqual({ code: 'too-many-revenue-shares', path: '' });
  });

  it('are told apart', () => {
    expect(waterfallFault(terms([share('a', 1), share('a', 2)]))).toEqual({
      code: 'payee-duplicate',
      path: '/sold',
    });
  });
});

const contributors = (untilMs: number | null): Waterfall => ({
  steps: [],
  end: {
    kind: 'shares',
    id: 'contributors',
    untilMs,
    shares: [
      { payee: 'a', weight: 700_000_000n, lowerPpb: 500_000_000 },
      { payee: 'b', weight: 300_000_000n, lowerPpb: 100_000_000 },
    ],
  },
});

describe('weighted shares', () => {
  const receipts = [{ atMs: 0, amountMinor: 1_001n }];

  it('get their lower bounds while they are uncertain, and the whole afterwards', () => {
    expect(paid(contributors(50), receipts, 49)).toEqual({ a: 500n, b: 100n, held: 401n });
    expect(paid(contributors(50), receipts, 50)).toEqual({ a: 701n, b: 300n });
  });

  it('get the whole at once where they are certain', () => {
    expect(paid(contributors(null), receipts, 0)).toEqual({ a: 701n, b: 300n });
  });

  it.each([
    ['nobody with a weight', 0n, 0, 'weights-all-zero'],
    ['bounds beyond a whole', 1n, PPB, 'bounds-exceed-whole'],
  ] as const)('%s is a fault', (_what, weight, lowerPpb, code) => {
    const shares = [
      { payee: 'a', weight, lowerPpb },
      { payee: 'b', weight, lowerPpb },
    ];
    expect(waterfallFault({ steps: [], end: { kind: 'shares', id: 's', untilMs: null, shares } })).toEqual({
      code,
      path: '/s',
    });
  });
});

describe('a holdback from which refunds are taken first', () => {
  const held = (refunds?: 'held-first'): Waterfall => ({
    steps: [
      {
        kind: 'holdback',
        id: 'reserve',
        bps: 2_000,
        windowMs: 100,
        ...(refunds === undefined ? {} : { refunds }),
      },
    ],
    end: { kind: 'pay', id: 'rest', payee: 'rest' },
  });
  const refunded = (amountMinor: bigint): Receipt[] => [
    { atMs: 0, amountMinor: 1_000n },
    { atMs: 10, amountMinor: -amountMinor },
  ];

  it('pays a refund that it covers, and leaves those who were paid alone', () => {
    expect(paid(held('held-first'), refunded(150n), 10)).toEqual({ held: 50n, rest: 800n });
    expect(paid(held(), refunded(150n), 10)).toEqual({ held: 170n, rest: 680n });
  });

  it('reaches them with what it does not cover, and holds no more than there is', () => {
    expect(paid(held('held-first'), refunded(300n), 10)).toEqual({ held: 0n, rest: 700n });
    expect(paid(held('held-first'), refunded(150n), 100)).toEqual({ held: 0n, rest: 850n });
  });
});

const anyReceipts = fc.array(
  fc.record({ atMs: fc.integer({ min: 0, max: 60 }), amountMinor: fc.bigInt({ min: -300n, max: 800n }) }),
  { maxLength: 15 },
);
const anyShare = (payee: string) =>
  fc.record({
    payee: fc.constant(payee),
    bps: fc.integer({ min: 0, max: 5_000 }),
    capMinor: fc.option(fc.bigInt({ min: 0n, max: 400n })),
    fromMs: fc.integer({ min: 0, max: 60 }),
    untilMs: fc.integer({ min: 0, max: 80 }),
  });
const anyTerms: fc.Arbitrary<Waterfall> = fc
  .tuple(
    anyShare('first'),
    anyShare('second'),
    fc.integer({ min: 0, max: 50 }),
    fc.integer({ min: 0, max: 4_000 }),
    fc.option(fc.integer({ min: 0, max: 80 })),
    fc.boolean(),
  )
  .map(([first, second, windowMs, bps, untilMs, heldFirst]) => ({
    steps: [
      { kind: 'fee', id: 'fee', payee: 'platform', bps: 500, capMinor: 100n },
      { kind: 'holdback', id: 'reserve', bps, windowMs, ...(heldFirst ? { refunds: 'held-first' } : {}) },
      { kind: 'revenue-shares', id: 'sold', shares: [first, second] },
    ],
    end: { ...contributors(untilMs).end },
  }));

describe('any terms of metered revenue', () => {
  it('put every unit somewhere, and nothing below zero', () => {
    fc.assert(
      fc.property(anyTerms, anyReceipts, fc.integer({ min: 0, max: 90 }), (waterfall, receipts, asOfMs) => {
        const cameIn = sum(
          receipts.filter(({ atMs }) => atMs <= asOfMs).map((receipt) => receipt.amountMinor),
        );
        const lines = allocate(waterfall, receipts, asOfMs);
        expect(sum(lines.map(({ totalMinor }) => totalMinor))).toBe(cameIn > 0n ? cameIn : 0n);
        expect(lines.every(({ totalMinor }) => totalMinor >= 0n)).toBe(true);
      }),
      { numRuns: 1_000 },
    );
  });

  it('see only the totals at the times that count', () => {
    fc.assert(
      fc.property(anyTerms, anyReceipts, fc.integer({ min: 0, max: 90 }), (waterfall, receipts, asOfMs) => {
        const times = timesThatCount(waterfall, asOfMs);
        const moved = receipts.flatMap(({ atMs, amountMinor }) => {
          const next = times.find((time) => atMs <= time);
          return next === undefined ? [] : [{ atMs: next, amountMinor }];
        });
        expect(allocate(waterfall, moved, asOfMs)).toEqual(allocate(waterfall, receipts, asOfMs));
      }),
      { numRuns: 500 },
    );
  });

  it('are where they would have been without a charge that is refunded in parts at once', () => {
    const parts = fc.tuple(fc.bigInt({ min: 1n, max: 500n }), fc.bigInt({ min: 1n, max: 500n }));
    fc.assert(
      fc.property(anyTerms, anyReceipts, parts, (waterfall, receipts, [one, other]) => {
        const plain: Waterfall = {
          ...waterfall,
          steps: waterfall.steps.map((step) =>
            step.kind === 'holdback'
              ? { kind: step.kind, id: step.id, bps: step.bps, windowMs: step.windowMs }
              : step,
          ),
        };
        const undone = [
          ...receipts,
          { atMs: 90, amountMinor: one + other },
          { atMs: 90, amountMinor: -one },
          { atMs: 90, amountMinor: -other },
        ];
        expect(allocate(plain, undone, 90)).toEqual(allocate(plain, receipts, 90));
      }),
    );
  });
});
