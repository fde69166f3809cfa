import fc from 'fast-check';
import { assert, canonicalJson } from '#libs/kernel';
import type { PayoutStatement, StatementBasis } from './payout-statement.js';
import { replayPayoutStatement, statePayout } from './state-payout.js';

const stated = (basis: StatementBasis): PayoutStatement => {
  const statement = statePayout(basis);
  assert(statement.ok, 'expected a statement');
  return statement.value;
};

const BASIS: StatementBasis = {
  document: 'payout-statement',
  party: 'alice',
  currency: 'EUR',
  agreement: {
    id: 'share-1',
    version: 1,
    terms: {
      steps: [
        { kind: 'fee', id: 'platform-fee', payee: 'platform', bps: 500, capMinor: null },
        { kind: 'holdback', id: 'reserve', bps: 1_000, windowMs: 2_592_000_000 },
      ],
      end: {
        kind: 'split',
        id: 'contributors',
        branches: [
          {
            id: 'alice',
            weight: '700000000',
            waterfall: { steps: [], end: { kind: 'pay', id: 'rest', payee: 'alice' } },
          },
          {
            id: 'bob',
            weight: '300000000',
            waterfall: { steps: [], end: { kind: 'pay', id: 'rest', payee: 'bob' } },
          },
        ],
      },
    },
  },
  from: '2026-02-01T00:00:00.000Z',
  to: '2026-03-01T00:00:00.000Z',
  receipts: [
    { id: 'jan', at: '2026-01-20T00:00:00.000Z', amountMinor: '100000' },
    { id: 'feb', at: '2026-02-20T00:00:00.000Z', amountMinor: '50000' },
    { id: 'feb-refund', at: '2026-02-25T00:00:00.000Z', amountMinor: '-20000' },
  ],
  refunds: [
    {
      sourceId: 'auction-7',
      lines: [
        { lineId: 'auction-7/fee', payee: 'platform', amountMinor: '500' },
        { lineId: 'auction-7/alice', payee: 'alice', amountMinor: '6650' },
        { lineId: 'auction-7/bob', payee: 'bob', amountMinor: '2850' },
      ],
      refundedBeforeMinor: '0',
      refundMinor: '1000',
    },
  ],
  opening: { carriedMinor: '40', receivableMinor: '0' },
  minimumMinor: '1000',
};

describe('statePayout', () => {
  it('tells line by line what the party got, and why', () => {
    expect(stated(BASIS)).toEqual({
      ...BASIS,
      lines: [
        {
          path: '/contributors/alice/rest',
          rule: 'inflow',
          // 130 000 less 5 %; 10 % of it held, but for what January's receipt has released.
          inflowMinor: '84455',
          totalMinor: '84455',
          previousMinor: '59850',
          amountMinor: '24605',
        },
      ],
      reversals: [
        {
          sourceId: 'auction-7',
          lineId: 'auction-7/alice',
          exact: '-1000 * 6650 / 10000',
          amountMinor: '-665',
        },
      ],
      earnedMinor: '23940',
      recoveredMinor: '0',
      paidMinor: '23980',
      closing: { carriedMinor: '0', receivableMinor: '0' },
    });
  });

  it('carries what is below the minimum, and books what is owed', () => {
    expect(stated({ ...BASIS, minimumMinor: '99999' })).toMatchObject({
      paidMinor: '0',
      closing: { carriedMinor: '23980', receivableMinor: '0' },
    });
    expect(stated({ ...BASIS, opening: { carriedMinor: '0', receivableMinor: '30000' } })).toMatchObject({
      recoveredMinor: '23940',
      paidMinor: '0',
      closing: { carriedMinor: '0', receivableMinor: '6060' },
    });
  });

  it('of one period after the other pay what one of both would', () => {
    const middle = '2026-02-22T00:00:00.000Z';
    const first = stated({
      ...BASIS,
      to: middle,
      receipts: BASIS.receipts.slice(0, 2),
      refunds: [],
      minimumMinor: '0',
    });
    const second = stated({ ...BASIS, from: middle, opening: first.closing, refunds: [], minimumMinor: '0' });
    const both = stated({ ...BASIS, refunds: [], minimumMinor: '0' });
    const sum = (statements: readonly PayoutStatement[]): bigint =>
      statements.reduce(
        (all, { paidMinor, closing }) => all + BigInt(paidMinor) - BigInt(closing.receivableMinor),
        0n,
      );
    expect(sum([first, second])).toBe(sum([both]));
  });

  const [refund] = BASIS.refunds;
  it.each([
    ['a period that ends before it begins', { to: '2026-01-31T00:00:00.000Z' }, '/to'],
    ['a receipt from after the end', { to: '2026-02-24T00:00:00.000Z' }, '/receipts/2/at'],
    ['a receipt twice', { receipts: [...BASIS.receipts, ...BASIS.receipts] }, '/receipts/3/id'],
    [
      'a refund beyond its source',
      { refunds: [{ ...refund, refundMinor: '10001' }] },
      '/refunds/0/refundMinor',
    ],
    [
      'a line twice',
      { refunds: [{ ...refund, lines: [...(refund?.lines ?? []), ...(refund?.lines ?? [])] }] },
      '/refunds/0/lines/3/lineId',
    ],
    ['a float for an amount', { minimumMinor: 10.5 }, '/minimumMinor'],
    ['a negative minimum', { minimumMinor: '-1' }, '/minimumMinor'],
    ['a time without its zone', { from: '2026-02-01T00:00:00' }, '/from'],
  ])('refuses %s', (_what, change, path) => {
    expect(statePayout({ ...BASIS, ...change } as StatementBasis)).toMatchObject({
      ok: false,
      error: { code: 'malformed', path },
    });
  });

  it('refuses terms that are none', () => {
    const { agreement } = BASIS;
    const [fee] = agreement.terms.steps;
    assert(fee !== undefined, 'the terms have a fee');
    const twice = { ...agreement, terms: { ...agreement.terms, steps: [fee, fee] } };
    expect(statePayout({ ...BASIS, agreement: twice })).toMatchObject({
      error: { path: '/agreement/terms', reason: 'id-duplicate at /platform-fee' },
    });
  });
});

/** Every place of a document that holds a text. */
const textsIn = (value: unknown, path: readonly string[] = []): readonly (readonly string[])[] =>
  typeof value === 'object' && value !== null
    ? Object.entries(value).flatMap(([key, child]) => textsIn(child, [...path, key]))
    : typeof value === 'string'
      ? [path]
      : [];

/** A copy with another text in one place. */
function altered(
  value: unknown,
  [key, ...rest]: readonly string[],
  change: (text: string) => string,
): unknown {
  if (key === undefined) return change(String(value));
  const copy = (Array.isArray(value) ? [...(value as unknown[])] : { ...(value as object) }) as Record<
    string,
    unknown
  >;
  copy[key] = altered(copy[key], rest, change);
  return copy;
}

describe('replayPayoutStatement', () => {
  it('comes to the same figures, from the published text alone', () => {
    const statement = stated(BASIS);
    expect(replayPayoutStatement(JSON.parse(canonicalJson(statement)))).toEqual({
      ok: true,
      value: statement,
    });
  });

  it('finds any one amount that was altered', () => {
    const statement = stated(BASIS);
    // Two amounts have a range within which nothing else changes: the minimum, and what was refunded before.
    const loose = ['minimumMinor', 'refundedBeforeMinor'];
    const amounts = textsIn(statement).filter((path) => path.at(-1)?.endsWith('Minor'));
    const telling = amounts.filter((path) => !loose.includes(path.at(-1) ?? ''));
    expect(telling.length).toBeGreaterThan(12);
    fc.assert(
      fc.property(fc.constantFrom(...telling), fc.integer({ min: 1, max: 9 }), (path, digit) => {
        const replayed = replayPayoutStatement(altered(statement, path, (text) => `${text}${String(digit)}`));
        expect(replayed.ok).toBe(false);
      }),
      { numRuns: 200 },
    );
  });

  it('names the figure, what is stated and what it should be', () => {
    const statement = stated(BASIS);
    expect(replayPayoutStatement({ ...statement, paidMinor: '23981' })).toEqual({
      ok: false,
      error: { code: 'figure-differs', path: '/paidMinor', stated: '23981', computed: '23980' },
    });
  });

  it('finds a line that was dropped, and one that was added', () => {
    const statement = stated(BASIS);
    expect(replayPayoutStatement({ ...statement, reversals: [] })).toMatchObject({
      error: { code: 'figure-differs', path: '/reversals/0' },
    });
    expect(
      replayPayoutStatement({ ...statement, lines: [...statement.lines, ...statement.lines] }),
    ).toMatchObject({
      error: { code: 'figure-differs', path: '/lines/1', computed: 'nothing' },
    });
  });

  it('refuses what is no statement', () => {
    expect(replayPayoutStatement(null)).toMatchObject({ error: { code: 'malformed', path: '' } });
    expect(replayPayoutStatement({ ...stated(BASIS), note: 'trust me' })).toMatchObject({
      error: { code: 'malformed' },
    });
    expect(replayPayoutStatement(BASIS)).toMatchObject({ error: { code: 'malformed', path: '/lines' } });
  });
});
