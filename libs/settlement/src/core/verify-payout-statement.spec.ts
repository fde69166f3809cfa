import { asCurrency, asId, assert, digestOf, type Json } from '#libs/kernel';
import { alterations } from '../../../../test/support/altered-leaves.js';
import { splitProceeds } from './proceeds.js';
import { proceedsOfSales, salesStatementOf } from './statement.js';
import { verifyPayoutStatement } from './verify-payout-statement.js';
import { type StatementBasis, statePayout } from './waterfall/index.js';

const uuid = (index: number): string => `019a0000-0000-7000-8000-${index.toString(16).padStart(12, '0')}`;

function settlementStatement() {
  const sales = [
    { id: asId('sale', uuid(6)), lotIds: [asId('lot', uuid(2))], quantity: null, priceMinor: 1_111n },
  ];
  const proceeds = splitProceeds({
    grossMinor: proceedsOfSales(sales, 1_000).grossMinor,
    feeBps: 500,
    shares: [333_333_334, 333_333_333, 333_333_333].map((weightPpb, index) => ({
      partyId: asId('party', uuid(100 + index)),
      weightPpb,
    })),
  });
  assert(proceeds.ok, 'expected proceeds');
  const weights = { id: asId('weightSet', uuid(5)), version: 2, digest: 'ab'.repeat(32) };
  return salesStatementOf(
    {
      auctionId: asId('auction', uuid(1)),
      modelId: asId('model', uuid(3)),
      versionId: asId('version', uuid(4)),
      currency: asCurrency('EUR'),
      weights,
    },
    sales,
    1_000,
    proceeds.value,
  );
}

const BASIS: StatementBasis = {
  document: 'payout-statement',
  party: 'alice',
  currency: 'EUR',
  agreement: {
    id: 'share-1',
    version: 1,
    terms: {
      steps: [{ kind: 'fee', id: 'platform-fee', payee: 'platform', bps: 500, capMinor: null }],
      end: { kind: 'pay', id: 'rest', payee: 'alice' },
    },
  },
  from: '2026-02-01T00:00:00.000Z',
  to: '2026-03-01T00:00:00.000Z',
  receipts: [{ id: 'feb', at: '2026-02-20T00:00:00.000Z', amountMinor: '50000' }],
  refunds: [
    {
      sourceId: 'auction-7',
      lines: [{ lineId: 'auction-7/alice', payee: 'alice', amountMinor: '6650' }],
      refundedBeforeMinor: '0',
      refundMinor: '1000',
    },
  ],
  opening: { carriedMinor: '40', receivableMinor: '0' },
  minimumMinor: '1000',
};

function waterfallStatement() {
  const statement = statePayout(BASIS);
  assert(statement.ok, 'expected a statement');
  return statement.value;
}

const SETTLEMENT = settlementStatement();

/** As the service answers. */
const SETTLED = {
  id: 'stl_1',
  auctionId: SETTLEMENT.auctionId,
  settledAt: '2026-11-22T10:00:00.000Z',
  statement: SETTLEMENT,
  statementDigest: digestOf(SETTLEMENT),
  parties: SETTLEMENT.lines.map(({ partyId }, at) => ({ partyId, partyName: `Party ${String(at)}` })),
};
const WATERFALL = { statement: waterfallStatement(), statementDigest: digestOf(waterfallStatement()) };

const faults = (bundle: Json): readonly string[] =>
  verifyPayoutStatement(bundle)
    .checks.filter(({ ok }) => !ok)
    .map(({ name }) => name);

const unseenIn = (bundle: Json): readonly string[] =>
  alterations(bundle)
    .filter(({ document }) => faults(document).length === 0)
    .map(({ path, how }) => `${path} ${how}`);

describe('verifyPayoutStatement', () => {
  it('confirms a statement as it was published', () => {
    const { valid, kind, checks } = verifyPayoutStatement(SETTLED);
    expect({ valid, kind }).toEqual({ valid: true, kind: 'payout-statement' });
    expect(checks.map(({ name }) => name)).toEqual(['statement-digest', 'auction', 'figures', 'parties']);
    expect(verifyPayoutStatement(WATERFALL).valid).toBe(true);
  });

  it('confirms a statement alone', () => {
    expect(faults(SETTLEMENT)).toEqual([]);
    expect(faults(waterfallStatement())).toEqual([]);
  });

  it('names a check for whatever was altered, but for what is informative only', () => {
    // The digest is over the statement. Around it stand the settlement's own id and time, and the parties' names;
    // all but statement and digest may be left out.
    expect(unseenIn(SETTLED)).toEqual([
      '/id value',
      '/id missing',
      '/auctionId missing',
      '/settledAt value',
      '/settledAt missing',
      '/parties missing',
      '/parties/0/partyName value',
      '/parties/1/partyName value',
      '/parties/2/partyName value',
    ]);
    expect(unseenIn(WATERFALL)).toEqual([]);
  });

  it('names a check for whatever was altered in a statement alone, but for what it is about', () => {
    // Without its digest a statement is only arithmetic: of what and for whom, it merely says. A party is noticed
    // where its line then stands in another order, or a unit goes to another line; a rate, where it moves a unit.
    expect(unseenIn(SETTLEMENT)).toEqual([
      '/auctionId value',
      '/modelId value',
      '/versionId value',
      '/currency value',
      '/weights/weightSetId value',
      '/weights/version value',
      '/weights/digest value',
      '/holdback/bps value',
      '/sales/0/saleId value',
      '/sales/0/lotIds/0 value',
      '/lines/2/partyId value',
    ]);
  });

  it('finds a wrong figure also under a digest that fits', () => {
    const statement = { ...SETTLEMENT, netMinor: '951' };
    const bundle = { ...SETTLED, statement, statementDigest: digestOf(statement) };
    const failed = verifyPayoutStatement(bundle).checks.filter(({ ok }) => !ok);
    expect(failed).toEqual([{ name: 'figures', ok: false, detail: '/netMinor: states 951, computed 950' }]);
  });

  it.each<[string, object, string]>([
    ['another auction', { auctionId: 'auc_2' }, 'auction'],
    ['a party too few', { parties: SETTLED.parties.slice(1) }, 'parties'],
    ['another digest', { statementDigest: '0'.repeat(64) }, 'statement-digest'],
    ['an unknown field', { note: '' }, 'form'],
  ])('finds %s', (_what, change, check) => {
    expect(faults({ ...SETTLED, ...change })).toEqual([check]);
  });

  it.each([null, 1, [], {}, { document: 'weights' }, { document: ['payout-statement'] }])(
    'is not valid, and does not fail, for %j',
    (bundle) => {
      expect(faults(bundle)).toEqual(['form']);
    },
  );
});
