import { assert, type Json } from '#libs/kernel';
import { clearSealed, type SealedBid } from './clear-sealed.js';
import { readClearingTerms, SEALED_RULES_VERSION } from './clearing-terms.js';

function termsOf(terms: Readonly<Record<string, Json>>) {
  const read = readClearingTerms({ rulesVersion: SEALED_RULES_VERSION, ...terms });
  assert(read.ok, read.ok ? '' : read.error.detail);
  return read.value;
}

const bid = (bidder: string, content: Json): SealedBid => ({ bidId: `of ${bidder}`, bidder, bid: content });

/** Five items in a ring and a bid for each two neighbours: the relaxation takes half of each. */
const RING = ['a', 'b', 'c', 'd', 'e'];
const NEIGHBOURS = RING.map((item, at) =>
  bid(item, { packages: [{ items: [item, RING[(at + 1) % RING.length] ?? ''], priceMinor: '10' }] }),
);
const ring = (nodeLimit: number) =>
  termsOf({
    format: 'core-selecting',
    nodeLimit,
    items: RING.map((item) => ({ item, reserveMinor: '0' })),
  });

describe('clearSealed', () => {
  it('proves what it sells in packages', () => {
    const { result, verdict } = clearSealed(ring(1_000), NEIGHBOURS, 'seed');
    expect(result).toMatchObject({ status: 'partly-sold', welfareMinor: '20' });
    expect(verdict).toBe('ok');
  });

  it('says so when the best allocation is not proved within the announced limit', () => {
    expect(clearSealed(ring(1), NEIGHBOURS, 'seed')).toEqual({
      result: { status: 'undecided' },
      certificate: null,
      verdict: 'ok',
    });
  });

  it('names the packages of a bid by its id and their number, and sells one of them', () => {
    const terms = termsOf({
      format: 'pay-as-bid-packages',
      nodeLimit: 100,
      items: [{ item: 'a', reserveMinor: '0' }],
    });
    const packages = ['5', '7'].map((priceMinor) => ({ items: ['a'], priceMinor }));
    expect(clearSealed(terms, [bid('anna', { packages })], 'seed').result).toMatchObject({
      allocations: [{ bidId: 'of anna/1', bidder: 'anna', items: ['a'], paymentMinor: '7' }],
    });
  });

  it('does not depend on the order of the bids', () => {
    const terms = termsOf({ format: 'pay-as-bid', reserveMinor: '1', supply: '10' });
    const bids = ['x', 'y', 'z'].map((bidder) =>
      bid(bidder, { steps: [{ priceMinor: '3', quantity: '7' }] }),
    );
    const cleared = clearSealed(terms, bids, 'seed');
    expect(clearSealed(terms, [...bids].reverse(), 'seed')).toEqual(cleared);
    expect(cleared.result).toMatchObject({ status: 'sold' });
  });
});

describe('announced terms of clearing', () => {
  const item = { format: 'second-price', rulesVersion: SEALED_RULES_VERSION, reserveMinor: '1' };
  const units = { ...item, format: 'pay-as-bid', supply: '10' };
  const twice = [
    { bidder: 'x', group: 'g' },
    { bidder: 'x', group: 'h' },
  ];

  it.each<[string, Json, string]>([
    ['an unknown format', { ...item, format: 'dutch' }, '/format'],
    ['another version of the rules', { ...item, rulesVersion: 'other' }, '/rulesVersion'],
    ['a negative reserve', { ...item, reserveMinor: '-1' }, '/reserveMinor'],
    ['a reserve beyond 2^63 - 1', { ...item, reserveMinor: '9223372036854775808' }, '/reserveMinor'],
    ['nothing to sell', { ...units, supply: '0' }, '/supply'],
    ['a bidder of two groups', { ...units, affiliates: twice }, '/affiliates'],
    ['no announcement', null, ''],
  ])('are not taken with %s', (_what, announcement, path) => {
    const terms = readClearingTerms(announcement);
    expect(terms).toMatchObject({ ok: false, error: { name: 'announcement' } });
    expect(terms.ok ? '' : terms.error.detail).toContain(path);
  });
});
