import fc from 'fast-check';
import { assert, digestOf } from '#libs/kernel';
import { payeeTotals, type PayoutStatement, replayPayoutStatement } from '../waterfall/index.js';
import { condenseReceipts, receiptListOf } from './condense-receipts.js';
import { type CountedReceipt, countReceipts, type MeterReceipt } from './count-receipts.js';
import { decidedShares, payoutTerms } from './payout-terms.js';
import { datedReceipts, planRun, type RunPlan, totalsOf } from './run-plan.js';
import { runStatement } from './run-statements.js';
import { revenueShareOf } from './sold-shares.js';

const day = (number: number): Date => new Date(Date.UTC(2026, 0, number));

const charge = (sequence: number, at: Date, amountMinor: bigint, washed = false): MeterReceipt => ({
  receiptId: `receipt-${String(sequence)}`,
  sequence,
  kind: 'charge',
  at,
  amountMinor,
  refundOf: null,
  washed,
});
const refund = (sequence: number, at: Date, amountMinor: bigint, refundOf: number): MeterReceipt => ({
  ...charge(sequence, at, amountMinor),
  kind: 'refund',
  refundOf,
});

const run = { runId: 'run-2', from: day(10), effectiveFrom: day(1), effectiveUntil: null };
const none = new Map<string, CountedReceipt>();

describe('countReceipts', () => {
  it('counts charges of the agreement, and refunds of the charges that count', () => {
    const receipts = [
      charge(0, day(1), 100n),
      charge(1, day(11), 200n),
      refund(2, day(12), 50n, 1),
      refund(3, day(12), 20n, 0),
    ];
    const { counted, refunded } = countReceipts(receipts, none, run);
    expect(counted.map(({ sequence }) => sequence)).toEqual([1, 2]);
    expect(refunded).toEqual([
      { receiptId: 'receipt-2', sourceReceiptId: 'receipt-1', sourceRunId: null, amountMinor: 50n },
    ]);
  });

  it('leaves washed charges out and lists them', () => {
    const { counted, excluded } = countReceipts([charge(0, day(11), 100n, true)], none, run);
    expect(counted).toEqual([]);
    expect(excluded).toEqual(['receipt-0']);
  });

  it('goes on counting what an earlier run counted, and names that run for its refund', () => {
    const first = countReceipts([charge(0, day(5), 100n)], none, { ...run, runId: 'run-1', from: day(1) });
    const earlier = new Map(first.counted.map((receipt) => [receipt.receiptId, receipt]));
    const later = [charge(0, day(5), 100n, true), { ...refund(1, day(11), 30n, 0), washed: true }];
    const { counted, added, excluded, refunded } = countReceipts(later, earlier, run);
    expect(counted).toHaveLength(2);
    expect(added.map(({ sequence }) => sequence)).toEqual([1]);
    expect(excluded).toEqual([]);
    expect(refunded).toMatchObject([{ sourceReceiptId: 'receipt-0', sourceRunId: 'run-1' }]);
  });

  it('counts what comes in late right after the run that it missed', () => {
    const { counted } = countReceipts([charge(0, day(5), 100n)], none, run);
    expect(counted).toMatchObject([{ countedAt: new Date(day(10).getTime() + 1) }]);
  });

  it('leaves to the next version what is charged after it began', () => {
    const ended = { ...run, effectiveUntil: day(20) };
    const { counted } = countReceipts([charge(0, day(20), 1n), charge(1, day(21), 2n)], none, ended);
    expect(counted.map(({ sequence }) => sequence)).toEqual([0]);
  });
});

describe('decidedShares', () => {
  it('keep the bounds that were paid by, and take the weights that stand', () => {
    const agreed = [
      { payee: 'a', weightPpb: 600, lowerPpb: 500 },
      { payee: 'b', weightPpb: 400, lowerPpb: 300 },
    ];
    const standing = [
      { payee: 'b', weightPpb: 700 },
      { payee: 'c', weightPpb: 300 },
    ];
    expect(decidedShares(agreed, standing)).toEqual([
      { payee: 'a', weightPpb: 0, lowerPpb: 500 },
      { payee: 'b', weightPpb: 700, lowerPpb: 300 },
      { payee: 'c', weightPpb: 300, lowerPpb: 0 },
    ]);
  });
});

describe('revenueShareOf', () => {
  const sold = { grant: 'g', bps: 100, lotBps: 300, lotCapMinor: 1_000n, fromMs: 50, untilMs: 90 };

  it('has its part of the cap of the lot, less what it was given before', () => {
    expect(revenueShareOf(sold, 0, 0n)).toEqual({
      payee: 'g',
      bps: 100,
      capMinor: 333n,
      fromMs: 50,
      untilMs: 90,
    });
    expect(revenueShareOf(sold, 0, 400n).capMinor).toBe(0n);
  });

  it('does not reach back into what was paid already', () => {
    expect(revenueShareOf(sold, 70, 0n).fromMs).toBe(70);
    expect(revenueShareOf(sold, 100, 0n).fromMs).toBe(90);
  });
});

const AGREEMENT = {
  agreementId: 'agreement-1',
  version: 1,
  currency: 'EUR',
  minimumMinor: '50',
  receivableLimitMinor: null,
  agreedAt: day(1).toISOString(),
  disputeWindowMs: 40 * 86_400_000,
  steps: [
    { kind: 'fee' as const, id: 'fee', payee: 'platform', bps: 250, capMinor: 500n },
    {
      kind: 'holdback' as const,
      id: 'reserve',
      bps: 1_000,
      windowMs: 20 * 86_400_000,
      refunds: 'held-first' as const,
    },
  ],
};
const TERMS = payoutTerms(
  AGREEMENT,
  [
    { payee: 'alice', weightPpb: 600_000_001, lowerPpb: 550_000_000 },
    { payee: 'bob', weightPpb: 399_999_999, lowerPpb: 300_000_000 },
  ],
  [{ payee: 'grant', bps: 1_234, capMinor: 900n, fromMs: day(8).getTime(), untilMs: day(80).getTime() }],
);
const HOLDERS = [
  {
    share: 'grant',
    supply: 1_234n,
    units: new Map([
      ['alice', 234n],
      ['carol', 1_000n],
    ]),
  },
];

/** Charges, and refunds of some of them, as a meter's chain brings them. */
const anyChain = fc
  .array(
    fc.record({
      gapDays: fc.integer({ min: 0, max: 12 }),
      amountMinor: fc.bigInt({ min: 1n, max: 5_000n }),
      refundBps: fc.option(fc.integer({ min: 1, max: 10_000 })),
    }),
    { minLength: 1, maxLength: 10 },
  )
  .map((entries) => {
    const receipts: MeterReceipt[] = [];
    let today = 2;
    for (const { gapDays, amountMinor, refundBps } of entries) {
      today += gapDays;
      const sequence = receipts.length;
      receipts.push(charge(sequence, day(today), amountMinor));
      const back = refundBps === null ? 0n : (amountMinor * BigInt(refundBps)) / 10_000n;
      if (back > 0n) receipts.push(refund(sequence + 1, day(today + 3), back, sequence));
    }
    return receipts;
  });

type Paid = { readonly plans: readonly RunPlan[]; readonly statements: readonly PayoutStatement[] };

/** Pays by runs that end at these times, one after the other. */
function pay(receipts: readonly MeterReceipt[], ends: readonly Date[]): Paid {
  const plans: RunPlan[] = [];
  const all: PayoutStatement[] = [];
  let counted = none;
  let from = day(1);
  let last: readonly PayoutStatement[] = [];
  for (const [index, to] of ends.entries()) {
    const before = plans.at(-1);
    const runId = `run-${String(index + 1)}`;
    const count = countReceipts(
      receipts.filter(({ at }) => at <= to),
      counted,
      { runId, from, effectiveFrom: day(1), effectiveUntil: null },
    );
    counted = new Map(count.counted.map((receipt) => [receipt.receiptId, receipt]));
    const plan = planRun({
      runId,
      ordinal: index + 1,
      from,
      to,
      terms: TERMS,
      receipts: count,
      holders: HOLDERS,
      distributedBefore: new Map(
        before?.shares.map((share) => [share.share, BigInt(share.distributedMinor)]),
      ),
      standing: last.map(({ party, closing, distributions }) => ({
        party,
        closing,
        owed: distributions ?? [],
      })),
    });
    const totals = totalsOf(plan);
    last = plan.parties.map((party) => runStatement(AGREEMENT, plan, totals, party));
    plans.push(plan);
    all.push(...last);
    from = to;
  }
  return { plans, statements: all };
}

const balanceOf = ({ statements }: Paid, name: string): bigint => {
  const own = statements.filter(({ party }) => party === name);
  const { carriedMinor, receivableMinor } = own.at(-1)?.closing ?? {
    carriedMinor: '0',
    receivableMinor: '0',
  };
  return (
    own.reduce((sum, { paidMinor }) => sum + BigInt(paidMinor), 0n) +
    BigInt(carriedMinor) -
    BigInt(receivableMinor)
  );
};

const ENDS = [day(30), day(60), day(120), day(200)];

describe('runs', () => {
  it('give the same in the end however they are batched, but to holders who were given more before a refund', () => {
    fc.assert(
      fc.property(anyChain, fc.subarray(ENDS.slice(0, -1)), (receipts, cuts) => {
        const once = pay(receipts, [day(200)]);
        const often = pay(receipts, [...cuts, day(200)]);
        expect(balanceOf(often, 'bob')).toBe(balanceOf(once, 'bob'));
        expect(balanceOf(often, 'carol') >= balanceOf(once, 'carol')).toBe(true);
        if (receipts.every(({ kind }) => kind === 'charge'))
          for (const name of ['alice', 'carol']) expect(balanceOf(often, name)).toBe(balanceOf(once, name));
      }),
      { numRuns: 200 },
    );
  });

  it('write statements that replay', () => {
    fc.assert(
      fc.property(anyChain, (receipts) => {
        for (const statement of pay(receipts, ENDS).statements) {
          const text = JSON.parse(JSON.stringify(statement)) as unknown;
          expect(replayPayoutStatement(text).ok).toBe(true);
        }
      }),
      { numRuns: 30 },
    );
  });

  it('write statements in which no figure can be changed', () => {
    const { statements } = pay([charge(0, day(9), 10_000n), refund(1, day(20), 300n, 0)], ENDS);
    const statement = statements.find(({ party }) => party === 'carol');
    assert(statement?.distributions !== undefined, 'carol holds units');
    const [distribution] = statement.distributions;
    for (const altered of [
      { ...statement, paidMinor: '999999' },
      { ...statement, lossMinor: '1' },
      { ...statement, distributions: [{ ...distribution, amountMinor: '999999' }] },
      { ...statement, distributions: [] },
    ])
      expect(replayPayoutStatement(altered).ok).toBe(false);
  });

  it('put every unit that came in somewhere', () => {
    fc.assert(
      fc.property(anyChain, (receipts) => {
        const { plans } = pay(receipts, [day(400)]);
        const [plan] = plans;
        assert(plan !== undefined, 'one run, one plan');
        const parties = pay(receipts, [day(400)]);
        const net = receipts.reduce(
          (sum, { kind, amountMinor }) => sum + (kind === 'charge' ? amountMinor : -amountMinor),
          0n,
        );
        const totals = totalsOf(plan);
        const platform = (totals.get('platform') ?? []).reduce((sum, { line }) => sum + line.totalMinor, 0n);
        const given = ['alice', 'bob', 'carol'].reduce(
          (sum, name) => sum + balanceOf(parties, name),
          platform,
        );
        // A unit of the share at most is in fractions that two holders are owed.
        expect(net - given === 0n || net - given === 1n).toBe(true);
      }),
      { numRuns: 200 },
    );
  });
});

describe('condenseReceipts', () => {
  const counted = (receipts: readonly MeterReceipt[]) =>
    countReceipts(receipts, none, { ...run, from: day(1) }).counted;

  it('changes nothing, with as many entries as times count at most twice', () => {
    fc.assert(
      fc.property(anyChain, (receipts) => {
        const { plans } = pay(receipts, [day(200)]);
        const [fromMs, toMs] = [day(1).getTime(), day(200).getTime()];
        const plain = counted(receipts).map(({ countedAt, amountMinor, kind }) => ({
          atMs: countedAt.getTime(),
          amountMinor: kind === 'charge' ? amountMinor : -amountMinor,
        }));
        expect(payeeTotals(TERMS, datedReceipts(plans[0]?.receipts ?? []), fromMs, toMs)).toEqual(
          payeeTotals(TERMS, plain, fromMs, toMs),
        );
      }),
    );
  });

  it('says how many receipts an entry has, and which', () => {
    const receipts = counted([charge(0, day(3), 5n), charge(1, day(4), 7n), refund(2, day(4), 2n, 0)]);
    expect(condenseReceipts(receipts, [day(5).getTime()])).toEqual([
      {
        id: 'charges 0 to 1',
        at: day(4).toISOString(),
        amountMinor: '12',
        count: 2,
        digest: digestOf(receiptListOf(receipts.slice(0, 2))),
      },
      {
        id: 'refunds 2 to 2',
        at: day(4).toISOString(),
        amountMinor: '-2',
        count: 1,
        digest: digestOf(receiptListOf(receipts.slice(2))),
      },
    ]);
  });
});
