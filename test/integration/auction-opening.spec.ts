import { assertDefined } from '#libs/kernel';
import {
  announce,
  type Announced,
  balancesOf,
  bid,
  bidWith,
  closeAuctions,
  created,
  endAuctions,
  enrolBuyer,
  join,
  LIFECYCLE,
  type Market,
  openAs,
  openAuction,
  openMarket,
  OPENS_IN_MS,
  sharesOf,
  stateOf,
  TRUSTEES,
  uuid,
} from './auction-fixture.js';
import { buyersAt, lotStateOf, outcomeOf } from './auction-buyers-fixture.js';

let market: Market;

beforeAll(async () => {
  market = await openMarket();
});
afterAll(() => market.close());

describe('the opening of the envelopes', () => {
  it('counts the last revision of a bidder', async () => {
    const auction = await openAuction(market);
    const [first, second] = await buyersAt(market, auction, 5_000, 2_000);
    if (first === undefined || second === undefined) throw new Error('two buyers bid');
    created(await bid(auction, first, 1_500, 2));
    await endAuctions(market, auction);
    expect((await outcomeOf(market, auction))['result']).toMatchObject({
      winner: await join(auction, second),
      priceMinor: '1500',
    });
  });

  it('voids what is no bid of the format, names the reason, and goes on', async () => {
    const auction = await openAuction(market);
    const [honest] = await buyersAt(market, auction, 1_800);
    const careless = await enrolBuyer(market);
    created(await bidWith(auction, careless, { price: 'a lot' }));
    await endAuctions(market, auction);
    const outcome = await outcomeOf(market, auction);
    expect(outcome['result']).toMatchObject({
      winner: honest && (await join(auction, honest)),
      priceMinor: '1000',
    });
    expect(outcome['void']).toEqual([
      { leafIndex: 1, bidder: await join(auction, careless), reason: 'not-a-bid-of-this-format' },
    ]);
    expect(await balancesOf(careless)).toEqual({ available: 10_000, deposit: 0 });
  });

  it('waits for two trustees, whichever they are', async () => {
    const [auction, other] = [await openAuction(market), await announce(market)];
    market.skip(OPENS_IN_MS);
    await market.sweep();
    for (const each of [auction, other]) await buyersAt(market, each, 1_200, 1_900);
    await closeAuctions(market);
    await openAs(market, auction, trustee(0));
    await market.clear(auction);
    expect(await stateOf(market, auction)).toBe('closed');
    await openAs(market, auction, trustee(2));
    await market.clear(auction);
    expect((await outcomeOf(market, auction))['result']).toMatchObject({ priceMinor: '1200' });
  });

  it('tells trustees which auctions wait for them, until they have done their part', async () => {
    const auction = await openAuction(market);
    await buyersAt(market, auction, 1_200);
    const awaited = async (): Promise<unknown> =>
      (await market.anybody.get(`/v1/trustees/${trustee(1).publicKey}/auctions`)).body['auctions'];
    expect(await awaited()).not.toContainEqual({ auctionId: auction.id });
    await closeAuctions(market);
    expect(await awaited()).toContainEqual({ auctionId: auction.id });
    await openAs(market, auction, trustee(1));
    expect(await awaited()).not.toContainEqual({ auctionId: auction.id });
  });

  it('queues the decision as soon as there are shares enough', async () => {
    const auction = await openAuction(market);
    await buyersAt(market, auction, 1_200);
    await closeAuctions(market);
    await openAs(market, auction, trustee(0));
    expect(await jobsFor(auction)).toBe(0);
    await openAs(market, auction, trustee(1));
    expect(await jobsFor(auction)).toBe(1);
  });

  describe('refuses', () => {
    let auction: Announced;
    beforeAll(async () => {
      auction = await openAuction(market);
      const [reviser] = await buyersAt(market, auction, 1_200, 1_300);
      if (reviser === undefined) throw new Error('two buyers bid');
      created(await bid(auction, reviser, 1_250, 2));
      await closeAuctions(market);
    });

    const publish = (shares: readonly object[], trusteeId = 'court') =>
      market.anybody.post(`/v1/auctions/${auction.id}/shares`, { trusteeId, shares });

    it('a share that does not hold, and keeps none of those beside it', async () => {
      const shares = await sharesOf(market, auction, trustee(0));
      const [first, second] = shares;
      const lie = { ...second, share: `${second?.share.slice(0, -2) ?? ''}00` };
      const reply = await publish([first ?? {}, lie]);
      expect(reply.status).toBe(422);
      expect(reply.body['errors']).toEqual([expect.objectContaining({ path: '/shares/1/share' })]);
      expect(
        await market.prisma.trusteeShare.count({ where: { auctionId: uuid('auction', auction.id) } }),
      ).toBe(0);
    });

    it('the share of one trustee in the name of another', async () => {
      expect((await publish(await sharesOf(market, auction, trustee(0)), 'bank')).status).toBe(422);
    });

    it('a share of an envelope that was revised', async () => {
      const [{ share } = { share: '' }] = await sharesOf(market, auction, trustee(0));
      const reply = await publish([{ leafIndex: 0, share }]);
      expect(reply.body['errors']).toEqual([expect.objectContaining({ path: '/shares/0/leafIndex' })]);
    });

    it('shares before the close', async () => {
      const early = await openAuction(market);
      const reply = await market.anybody.post(`/v1/auctions/${early.id}/shares`, {
        trusteeId: 'court',
        shares: [{ leafIndex: 0, share: '00'.repeat(80) }],
      });
      expect(reply.status).toBe(422);
    });
  });
});

describe('an auction whose trustees do not act', () => {
  const lifecycle = { ...LIFECYCLE, openingGraceMs: 3_600_000 };

  it('is void after the grace period, and everybody is refunded in full', async () => {
    const auction = await openAuction(market, { lifecycle });
    const buyers = await buyersAt(market, auction, 1_200, 1_900);
    await closeAuctions(market);
    await openAs(market, auction, trustee(0));
    market.skip(3_000_000);
    await market.sweep();
    expect(await stateOf(market, auction)).toBe('closed');
    market.skip(600_000);
    await market.sweep();
    expect(await stateOf(market, auction)).toBe('void');
    for (const buyer of buyers) expect(await balancesOf(buyer)).toEqual({ available: 10_000, deposit: 0 });
    expect(await lotStateOf(market, auction)).toBe('listed');
  });

  it('is decided after the grace period when the shares were in before anybody looked', async () => {
    const auction = await openAuction(market, { lifecycle });
    await buyersAt(market, auction, 1_200);
    await closeAuctions(market);
    for (const index of [0, 1]) await openAs(market, auction, trustee(index));
    market.skip(3_600_000);
    await market.sweep();
    await market.clear(auction);
    expect(await stateOf(market, auction)).toBe('cleared');
  });
});

const trustee = (index: number) => assertDefined(TRUSTEES[index], 'there are three');

/** How often the decision of an auction was queued. */
async function jobsFor({ id }: Announced): Promise<number> {
  const rows = await market.prisma.outbox.findMany({ where: { topic: 'auction.clear' } });
  return rows.filter(({ payload }) => (payload as { auctionId: string }).auctionId === id).length;
}
