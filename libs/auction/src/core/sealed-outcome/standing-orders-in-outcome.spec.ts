import * as fc from 'fast-check';
import { assert, type Json } from '#libs/kernel';
import { alteredLeaves } from '../../../../../test/support/altered-leaves.js';
import { auctionOf, closedOver } from '../sealing/sealing-fixture.js';
import { BOOK } from '../sealing/standing-order-fixture.js';
import { sealedOutcomeOf, type SealedOutcomeParts } from './decide-sealed-outcome.js';
import { ANNA, BERT, type Handed, ITEM, partsOf, UNITS } from './sealed-outcome-fixture.js';
import { verifySealedOutcome } from './verify-sealed-outcome.js';

const price = (priceMinor: string): Json => ({ priceMinor });
const ORDER = { orderId: 'sto_1', formats: ['second-price'] } as const;

const MIXED: readonly Handed[] = [
  { bidder: ANNA, bid: price('3000') },
  { bidder: BERT, bid: price('5000'), order: ORDER },
];

function documentOf(parts: SealedOutcomeParts): Readonly<Record<string, Json>> {
  const outcome = sealedOutcomeOf(parts);
  assert(outcome.ok, outcome.ok ? '' : outcome.error.detail);
  return JSON.parse(JSON.stringify(outcome.value)) as Readonly<Record<string, Json>>;
}

const firstFault = (document: Json): string | undefined =>
  verifySealedOutcome(document).checks.find(({ ok }) => !ok)?.name;

/** The operator's own log with another entry in place of Bert's order, closed and signed as it should be. */
function partsWithEntry(change: object): SealedOutcomeParts {
  const parts = partsOf(ITEM, MIXED);
  const accepted = parts.live.map(({ envelope }, at) => {
    const { bidderId = '', bidderPublicKey = '', sequence = 1, order } = parts.entries[at] ?? {};
    return {
      envelope,
      owner: { bidderId, bidderPublicKey, sequence, order },
      ...(at === 1 ? { entry: change } : {}),
    };
  });
  const { closing, logged } = closedOver(accepted, { auction: auctionOf(parts.announcement) });
  return { ...parts, closing, entries: logged.map(({ entry }) => entry) };
}

describe('an auction with standing orders in it', () => {
  it('sells to an order as to any bid, under the pseudonym', () => {
    const document = documentOf(partsOf(ITEM, MIXED));
    expect(document['result']).toMatchObject({ status: 'sold', winner: BERT.id, priceMinor: '3000' });
    expect(verifySealedOutcome(document)).toMatchObject({ valid: true });
  });

  it('sells units to the steps of an order', () => {
    const steps = { steps: [{ priceMinor: '20', quantity: '60' }] };
    const document = documentOf(
      partsOf(UNITS, [
        { bidder: ANNA, bid: { steps: [{ priceMinor: '30', quantity: '60' }] } },
        { bidder: BERT, bid: steps, order: { orderId: 'sto_1', formats: ['uniform-price'] } },
      ]),
    );
    expect(document['result']).toMatchObject({ clearingPriceMinor: '20' });
    expect(verifySealedOutcome(document)).toMatchObject({ valid: true });
  });

  it('comes to what it comes to when the same prices are bid', () => {
    const amount = fc.integer({ min: 1, max: 9_999 }).map(String);
    fc.assert(
      fc.property(amount, amount, (annas, berts) => {
        const bids: readonly Handed[] = [
          { bidder: ANNA, bid: price(annas) },
          { bidder: BERT, bid: price(berts) },
        ];
        fc.pre(annas !== berts);
        const ordered = bids.map((each, at) => (at === 1 ? { ...each, order: ORDER } : each));
        const { bidId: _ofBid, ...ofBids } = documentOf(partsOf(ITEM, bids))['result'] as Record<
          string,
          Json
        >;
        const { bidId: _ofOrder, ...ofOrders } = documentOf(partsOf(ITEM, ordered))['result'] as Record<
          string,
          Json
        >;
        expect(ofOrders).toEqual(ofBids);
      }),
      { numRuns: 10 },
    );
  });

  it('is found out when anything that is told of the order was altered', () => {
    const document = documentOf(partsOf(ITEM, MIXED));
    const altered = alteredLeaves(document).filter(({ path }) => /\/order|\/entries\/1/.test(path));
    expect(altered.map(({ path }) => path)).toEqual(
      expect.arrayContaining([
        '/entries/1/order/orderId',
        '/entries/1/order/bookDigest',
        '/announcement/sealing/orderBookDigest',
      ]),
    );
    expect(altered.filter((one) => firstFault(one.document) === undefined)).toEqual([]);
  });

  const otherOrder = { bookDigest: BOOK.bookDigest, orderId: 'sto_2' };
  const otherBook = { bookDigest: '0'.repeat(64), orderId: 'sto_1' };

  it.each([
    ['under another order id', { order: otherOrder }, 'bound-elsewhere'],
    ['of a book that is not admitted', { order: otherBook }, 'book-not-admitted'],
    ['as if it were an ordinary bid', { order: undefined }, 'bound-elsewhere'],
    ['as a revision of itself', { sequence: 2 }, 'bound-elsewhere'],
    ['for another key', { bidderPublicKey: ANNA.publicKey }, 'bound-elsewhere'],
  ])('voids an order that the operator entered %s', (_what, change, reason) => {
    const document = documentOf(partsWithEntry(change));
    expect(document['void']).toEqual([{ leafIndex: 1, bidder: BERT.id, reason }]);
    expect(document['result']).toMatchObject({ winner: ANNA.id });
    expect(verifySealedOutcome(document)).toMatchObject({ valid: true });
  });

  it('is none when an order was entered twice', () => {
    const parts = partsOf(ITEM, MIXED);
    const [, order] = parts.entries;
    const [, sealed] = parts.live;
    assert(order !== undefined && sealed !== undefined, 'the order was logged');
    const { bidderPublicKey, sequence } = order;
    const as = (bidderId: string) => ({
      envelope: sealed.envelope,
      owner: { bidderId, bidderPublicKey, sequence, order: order.order },
    });
    const { closing, logged } = closedOver([as('one'), as('two')], {
      auction: auctionOf(parts.announcement),
    });
    expect(sealedOutcomeOf({ ...parts, closing, entries: logged.map(({ entry }) => entry) })).toMatchObject({
      ok: false,
      error: { name: 'log', detail: 'order-entered-twice' },
    });
  });

  it('voids the limit of another format', () => {
    const steps = { steps: [{ priceMinor: '20', quantity: '60' }] };
    const document = documentOf(
      partsOf(ITEM, [{ bidder: BERT, bid: steps, order: { orderId: 'sto_1', formats: ['pay-as-bid'] } }]),
    );
    expect(document['void']).toEqual([{ leafIndex: 0, bidder: BERT.id, reason: 'not-a-bid-of-this-format' }]);
  });
});
