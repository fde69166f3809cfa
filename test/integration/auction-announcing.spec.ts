import { digestOf, type Json, sha256Hex } from '#libs/kernel';
import { enrol, type Reply } from '../support/client.js';
import {
  announce,
  type Announced,
  announcementOf,
  balancesOf,
  completedValuation,
  created,
  enrolBuyer,
  idIn,
  join,
  listLot,
  type Market,
  openMarket,
  registerVersion,
  secondPrice,
} from './auction-fixture.js';

let market: Market;

beforeAll(async () => {
  market = await openMarket();
});
afterAll(() => market.close());

const problemOf = ({ status, body }: Reply): string =>
  `${String(status)} ${String(body['type']).replace('urn:salvor:problem:', '')}`;

describe('POST /v1/auctions', () => {
  const announceLot = async (over: object = {}, sale: object = {}): Promise<Reply> => {
    const lotId = idIn(created(await listLot(market)));
    return market.seller.client.post('/v1/auctions', announcementOf(market, secondPrice(lotId, sale), over));
  };
  const inMs = (ms: number): string => new Date(market.testApp.clock.nowMs() + ms).toISOString();

  it('fixes everything in an announcement that anybody can digest', async () => {
    const { id, body } = await announce(market);
    expect(body).toMatchObject({
      state: 'announced',
      announcement: { reserveMinor: '1000', lots: [{ item: 'lot' }] },
      depositMinor: '500',
      currency: 'EUR',
    });
    expect(body['announcementDigest']).toBe(digestOf(body['announcement'] as Json));
    expect((await market.anybody.get(`/v1/auctions/${id}`)).body).toEqual(body);
  });

  it('takes the lot off the market meanwhile', async () => {
    const { lotId } = await announce(market);
    expect((await market.anybody.get(`/v1/lots/${lotId}`)).body['state']).toBe('in-auction');
    const again = await market.seller.client.post('/v1/auctions', announcementOf(market, secondPrice(lotId)));
    expect(problemOf(again)).toBe('409 lot-unavailable');
  });

  it('knows no lot of another seller', async () => {
    const other = await enrol(market.operator, 'Other seller', ['seller']);
    const lotId = idIn(created(await listLot(market)));
    expect(
      problemOf(await other.client.post('/v1/auctions', announcementOf(market, secondPrice(lotId)))),
    ).toBe('404 not-found');
  });

  it('refuses a valuation of another version, and gives the lot back', async () => {
    const versionId = await registerVersion(market.seller, 'Other model');
    const valuationId = await completedValuation(market.prisma, market.seller, versionId);
    const lotId = idIn(created(await listLot(market)));
    const reply = await market.seller.client.post(
      '/v1/auctions',
      announcementOf(market, secondPrice(lotId), { valuationId }),
    );
    expect(problemOf(reply)).toBe('422 valuation-unfit');
    expect((await market.anybody.get(`/v1/lots/${lotId}`)).body['state']).toBe('listed');
  });

  it.each([
    ['opens in the past', () => ({ opensAt: inMs(-1) }), '/opensAt'],
    ['lasts no second', () => ({ opensAt: inMs(5_000), closesAt: inMs(5_900) }), '/closesAt'],
    ['lasts a hundred days', () => ({ closesAt: inMs(100 * 86_400_000) }), '/closesAt'],
  ])('refuses a schedule that %s', async (_name, over, path) => {
    const reply = await announceLot(over());
    expect(problemOf(reply)).toBe('422 schedule-invalid');
    expect(reply.body['errors']).toEqual([expect.objectContaining({ path })]);
  });

  it.each<[object, object]>([
    [{}, { reserveMinor: '0' }],
    [{}, { reserveMinor: '-1' }],
    [{ depositMinor: '1.5' }, {}],
    [{}, { format: 'english' }],
    [{}, { supply: '7' }],
  ])('refuses %j with the sale %j', async (over, sale) => {
    expect(problemOf(await announceLot(over, sale))).toBe('400 validation-failed');
  });

  it('sells no units of a right that is sold as a whole', async () => {
    const terms = { kind: 'weights', assignment: true };
    const other = await registerVersion(market.seller, 'Indivisible model');
    const lot = created(await market.seller.client.post('/v1/lots', { versionId: other, terms }));
    const valuationId = await completedValuation(market.prisma, market.seller, other);
    const sale = { format: 'pay-as-bid', lotId: idIn(lot), reserveMinor: '5' };
    const reply = await market.seller.client.post(
      '/v1/auctions',
      announcementOf(market, sale, { valuationId }),
    );
    expect(problemOf(reply)).toBe('422 format-unfit');
    expect(reply.body['errors']).toEqual([expect.objectContaining({ path: '/sale/format' })]);
  });

  it('locks the seller’s bond, and announces nothing without it', async () => {
    const bondMinor = '700';
    expect(problemOf(await announceLot({ bondMinor }))).toBe('409 insufficient-funds');
    const funding = { partyId: market.seller.id, currency: 'EUR', amountMinor: '1000', reference: 'bank' };
    created(await market.operator.post('/v1/ledger/fundings', funding));
    created(await announceLot({ bondMinor }));
    expect(await balancesOf(market.seller)).toEqual({ available: 300, deposit: 700 });
  });
});

describe('POST /v1/auctions/:auctionId/participation', () => {
  const termsOf = ({ body }: Announced): object => ({
    announcementDigest: body['announcementDigest'],
    bidderPublicKey: '07'.repeat(32),
  });

  it('gives a pseudonym of its own in every auction', async () => {
    const buyer = await enrolBuyer(market);
    const auctions = [await announce(market), await announce(market)];
    const names = await Promise.all(auctions.map((auction) => join(auction, buyer)));
    expect(new Set(names).size).toBe(2);
  });

  it('asks for the very terms that were announced', async () => {
    const auction = await announce(market);
    const buyer = await enrolBuyer(market);
    const reply = await buyer.client.post(`/v1/auctions/${auction.id}/participation`, {
      ...termsOf(auction),
      announcementDigest: '0'.repeat(64),
    });
    expect(problemOf(reply)).toBe('409 terms-not-accepted');
  });

  it('admits a key once', async () => {
    const auction = await announce(market);
    const [one, other] = [await enrolBuyer(market), await enrolBuyer(market)];
    const path = `/v1/auctions/${auction.id}/participation`;
    created(await one.client.post(path, termsOf(auction)));
    expect(problemOf(await other.client.post(path, termsOf(auction)))).toBe('409 name-taken');
  });

  it('opens the data room, which nobody else enters', async () => {
    const auction = await announce(market, {
      dataRoom: [{ name: 'Due diligence', body: 'Nothing to hide.' }],
    });
    const [bidder, stranger] = [await enrolBuyer(market), await enrolBuyer(market)];
    await join(auction, bidder);
    const path = `/v1/auctions/${auction.id}/data-room`;
    const documents = [{ name: 'Due diligence', body: 'Nothing to hide.' }];
    expect((await bidder.client.get(path)).body['documents']).toEqual(documents);
    expect((await market.seller.client.get(path)).body['documents']).toEqual(documents);
    expect(problemOf(await stranger.client.get(path))).toBe('409 terms-not-accepted');
    expect(auction.announcement).toMatchObject({
      dataRoom: [{ name: 'Due diligence', digest: sha256Hex('Nothing to hide.') }],
    });
  });
});
