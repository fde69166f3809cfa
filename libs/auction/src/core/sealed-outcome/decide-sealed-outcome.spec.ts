import { bytesToHex } from '@noble/hashes/utils.js';
import { EMPTY_ROOT } from '#core/records';
import { assert, type Json } from '#libs/kernel';
import { signClosing } from '../sealing/index.js';
import { auctionOf, closedOver, OPERATOR, withByteFlipped } from '../sealing/sealing-fixture.js';
import { sealedOutcomeOf, type SealedOutcomeParts } from './decide-sealed-outcome.js';
import { sealedOutcomeSchema, type SealedAuctionOutcome } from './sealed-outcome.js';
import { ANNA, BERT, ITEM, PACKAGES, partsOf, UNITS } from './sealed-outcome-fixture.js';

function outcomeOf(parts: SealedOutcomeParts): SealedAuctionOutcome {
  const outcome = sealedOutcomeOf(parts);
  assert(outcome.ok, outcome.ok ? '' : outcome.error.detail);
  return outcome.value;
}

const price = (priceMinor: string): Json => ({ priceMinor });

describe('the outcome of a sealed auction', () => {
  it('sells one item to the highest of the latest bids', () => {
    const { result, bids, live, entries } = outcomeOf(
      partsOf(ITEM, [
        { bidder: ANNA, bid: price('9000') },
        { bidder: BERT, bid: price('2000') },
        { bidder: ANNA, sequence: 2, bid: price('3000') },
      ]),
    );
    expect(result).toEqual({
      status: 'sold',
      winner: ANNA.id,
      bidId: entries[2]?.envelopeDigest,
      priceMinor: '2000',
    });
    expect(bids.map(({ leafIndex, bidder, bid }) => [leafIndex, bidder, bid])).toEqual([
      [1, BERT.id, { priceMinor: '2000' }],
      [2, ANNA.id, { priceMinor: '3000' }],
    ]);
    expect(live.map(({ leafIndex }) => leafIndex)).toEqual([1, 2]);
  });

  it('asks for the own price where that is announced', () => {
    const handed = [
      { bidder: ANNA, bid: price('3000') },
      { bidder: BERT, bid: price('2000') },
    ];
    expect(outcomeOf(partsOf({ ...ITEM, format: 'first-price' }, handed)).result).toMatchObject({
      winner: ANNA.id,
      priceMinor: '3000',
    });
  });

  it('sells units by their schedules, within the cap', () => {
    const { result } = outcomeOf(
      partsOf(UNITS, [
        { bidder: ANNA, bid: { steps: [{ priceMinor: '20', quantity: '90' }] } },
        { bidder: BERT, bid: { steps: [{ priceMinor: '10', quantity: '15' }] } },
      ]),
    );
    expect(result).toMatchObject({ status: 'partly-sold', clearingPriceMinor: '5' });
    const { allocations } = result as { allocations: readonly Json[] };
    expect(allocations).toContainEqual(expect.objectContaining({ bidder: ANNA.id, quantity: '80' }));
    expect(allocations).toContainEqual(expect.objectContaining({ bidder: BERT.id, paymentMinor: '75' }));
  });

  it('counts affiliates as one, and serves those who name no price', () => {
    const affiliates = [ANNA, BERT].map(({ id }) => ({ bidder: id, group: 'one' }));
    const { result } = outcomeOf(
      partsOf({ ...UNITS, affiliates, capPerBidder: '30' }, [
        { bidder: ANNA, bid: { nonCompetitiveQuantity: '20' } },
        { bidder: BERT, bid: { steps: [{ priceMinor: '10', quantity: '50' }] } },
      ]),
    );
    const { allocations } = result as { allocations: readonly { bidder: string; quantity: string }[] };
    expect(Object.fromEntries(allocations.map(({ bidder, quantity }) => [bidder, quantity]))).toEqual({
      [ANNA.id]: '20',
      [BERT.id]: '10',
    });
  });

  it('sells packages with a certificate', () => {
    const { result, certificate } = outcomeOf(
      partsOf(PACKAGES, [
        {
          bidder: ANNA,
          bid: {
            packages: [
              { items: ['a'], priceMinor: '60' },
              { items: ['a', 'b'], priceMinor: '90' },
            ],
          },
        },
        { bidder: BERT, bid: { packages: [{ items: ['b'], priceMinor: '50' }] } },
      ]),
    );
    expect(result).toMatchObject({ status: 'sold', welfareMinor: '110' });
    expect(certificate).toMatchObject({
      bids: expect.any(Array) as unknown,
      core: expect.anything() as unknown,
    });
  });

  it.each<[string, Readonly<Record<string, Json>>, Json, string]>([
    ['of another format', ITEM, { steps: [] }, 'not-a-bid-of-this-format'],
    ['for an unknown item', PACKAGES, { packages: [{ items: ['z'], priceMinor: '1' }] }, 'unknown-item'],
    [
      'that comes to more than an amount can be',
      UNITS,
      { steps: [{ priceMinor: '9223372036854775807', quantity: '2' }] },
      'amount-out-of-range',
    ],
  ])('voids a bid %s, and clears without it', (_what, terms, bid, reason) => {
    const outcome = outcomeOf(partsOf(terms, [{ bidder: ANNA, bid }]));
    expect(outcome.void).toEqual([{ leafIndex: 0, bidder: ANNA.id, reason }]);
    expect(outcome.bids).toEqual([]);
    expect(outcome.result).toMatchObject({ status: 'unsold' });
  });

  it('voids an envelope that should not have passed the door, whatever shares there are', () => {
    const parts = partsOf(ITEM, [{ bidder: ANNA, bid: price('2000') }]);
    const [own] = parts.live;
    assert(own !== undefined, 'there is one envelope');
    const envelope = withByteFlipped(own.envelope, own.envelope.length - 1);
    const owner = { bidderId: ANNA.id, bidderPublicKey: ANNA.publicKey, sequence: 1 };
    const { closing, logged } = closedOver([{ envelope, owner }], { auction: auctionOf(parts.announcement) });
    const entries = logged.map(({ entry }) => entry);
    const outcome = outcomeOf({ ...parts, closing, entries, live: [{ ...own, envelope }] });
    expect(outcome.void).toEqual([{ leafIndex: 0, bidder: ANNA.id, reason: 'not-signed-by-bidder' }]);
    expect(outcome.live[0]?.shares).toEqual([]);
  });

  it('leaves out shares that do not hold while enough others do', () => {
    const parts = partsOf(ITEM, [{ bidder: ANNA, bid: price('2000') }], [3, 1, 2]);
    const live = parts.live.map((own) => ({
      ...own,
      shares: own.shares.map((share) =>
        share.trusteeId === 'trustee-1' ? { ...share, share: new Uint8Array(80) } : share,
      ),
    }));
    const outcome = outcomeOf({ ...parts, live });
    expect(outcome.live[0]?.shares.map(({ trusteeId }) => trusteeId)).toEqual(['trustee-2', 'trustee-3']);
    expect(outcome.bids).toHaveLength(1);
  });

  it('is the same whichever trustees acted, but for their shares', () => {
    const of = (trustees: readonly number[]) => {
      const { live: _live, ...rest } = outcomeOf(
        partsOf(ITEM, [{ bidder: ANNA, bid: price('2000') }], trustees),
      );
      return rest;
    };
    expect(of([1, 2])).toEqual(of([2, 3]));
  });

  it('of an empty log is unsold', () => {
    const { announcement, closing } = partsOf(ITEM, [{ bidder: ANNA, bid: price('2000') }]);
    const empty = { ...closing.closing, treeSize: 0, rootHash: bytesToHex(EMPTY_ROOT) };
    const signed = signClosing(empty, OPERATOR.secretKey);
    expect(outcomeOf({ announcement, closing: signed, entries: [], live: [] })).toMatchObject({
      bids: [],
      result: { status: 'unsold' },
    });
  });

  it('is what its schema takes, as JSON', () => {
    const outcome = outcomeOf(partsOf(ITEM, [{ bidder: ANNA, bid: price('2000') }]));
    expect(sealedOutcomeSchema.parse(JSON.parse(JSON.stringify(outcome)))).toEqual(outcome);
  });
});

describe('parts that decide nothing', () => {
  const parts = partsOf(ITEM, [
    { bidder: ANNA, bid: price('2000') },
    { bidder: BERT, bid: price('3000') },
  ]);
  const live = (change: (own: SealedOutcomeParts['live'][number]) => object) => ({
    live: parts.live.map((own) => ({ ...own, ...change(own) })),
  });

  it.each<[string, object, string, string]>([
    ['no terms', { announcement: {} }, 'announcement', '/auctionId'],
    [
      'another rule',
      { announcement: { ...(parts.announcement as object), rulesVersion: 'mine' } },
      'announcement',
      '/rulesVersion',
    ],
    [
      'another announcement',
      { announcement: { ...(parts.announcement as object), note: '' } },
      'closing',
      '',
    ],
    ['an entry too few', { entries: parts.entries.slice(1) }, 'log', 'not-the-closed-log'],
    ['an envelope too few', { live: parts.live.slice(1) }, 'envelopes', 'given are entries 1'],
    ['envelopes in another order', { live: [...parts.live].reverse() }, 'envelopes', 'given are entries 1,0'],
    ['another envelope', live(() => ({ envelope: new Uint8Array(1_441) })), 'envelopes', 'entry 0'],
    [
      'too few shares',
      live(({ shares }) => ({ shares: shares.slice(1) })),
      'shares',
      'entry 0: 1 shares hold',
    ],
    [
      'one share twice',
      live(({ shares }) => ({ shares: [...shares.slice(1), ...shares.slice(1)] })),
      'shares',
      'entry 0: has two shares',
    ],
  ])('%s', (_what, change, name, detail) => {
    const outcome = sealedOutcomeOf({ ...parts, ...change });
    expect(outcome).toMatchObject({ ok: false, error: { name } });
    expect(outcome.ok ? '' : outcome.error.detail).toContain(detail);
  });
});
