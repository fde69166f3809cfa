import { digestOf, type Json, sha256Hex } from '#libs/kernel';
import { enrol, type Reply } from '../support/client.js';
import {
  announce,
  announcementOf,
  balancesOf,
  bid,
  completedValuation,
  created,
  endAuctions,
  enrolBuyer,
  idIn,
  listLot,
  type Market,
  openAuction,
  openMarket,
  OPENS_IN_MS,
  registerVersion,
  seal,
  stateOf,
  WINDOW_MS,
} from './auction-fixture.js';

let market: Market;

beforeAll(async () => {
  market = await openMarket();
});
afterAll(() => market.close());

const problemOf = ({ status, body }: Reply): string =>
  `${String(status)} ${String(body['type']).replace('urn:salvor:problem:', '')}`;

describe('POST /v1/auctions', () => {
  const announceLot = async (over: object = {}): Promise<Reply> => {
    const lotId = idIn(created(await listLot(market)));
    return market.seller.client.post('/v1/auctions', announcementOf(market, lotId, over));
  };
  const inMs = (ms: number): string => new Date(market.testApp.clock.nowMs() + ms).toISOString();

  it('fixes everything in an announcement that anybody can digest', async () => {
    const { id, body } = await announce(market);
    expect(body).toMatchObject({
      state: 'announced',
      reserveMinor: '1000',
      depositMinor: '500',
      currency: 'EUR',
    });
    expect(body['announcementDigest']).toBe(digestOf(body['announcement'] as Json));
    expect((await market.anybody.get(`/v1/auctions/${id}`)).body).toEqual(body);
  });

  it('takes the lot off the market meanwhile', async () => {
    const { lotId } = await announce(market);
    expect((await market.anybody.get(`/v1/lots/${lotId}`)).body['state']).toBe('in-auction');
    const again = await market.seller.client.post('/v1/auctions', announcementOf(market, lotId));
    expect(problemOf(again)).toBe('409 lot-unavailable');
  });

  it('knows no lot of another seller', async () => {
    const other = await enrol(market.operator, 'Other seller', ['seller']);
    const lotId = idIn(created(await listLot(market)));
    expect(problemOf(await other.client.post('/v1/auctions', announcementOf(market, lotId)))).toBe(
      '404 not-found',
    );
  });

  it('refuses a valuation of another version, and gives the lot back', async () => {
    const versionId = await registerVersion(market.seller, 'Other model');
    const valuationId = await completedValuation(market.prisma, market.seller, versionId);
    const lotId = idIn(created(await listLot(market)));
    const reply = await market.seller.client.post(
      '/v1/auctions',
      announcementOf(market, lotId, { valuationId }),
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

  it.each([
    { reserveMinor: '0' },
    { reserveMinor: '-1' },
    { depositMinor: '1.5' },
    { format: 'first-price' },
  ])('refuses %j', async (over) => {
    expect(problemOf(await announceLot(over))).toBe('400 validation-failed');
  });
});

describe('POST /v1/auctions/:auctionId/bids', () => {
  it('answers with a receipt that says what was handed in and when, and nothing about prices', async () => {
    const auction = await openAuction(market);
    const buyer = await enrolBuyer(market);
    const envelope = seal(auction, buyer.id, 1_234);
    const receipt = created(
      await buyer.client.post(`/v1/auctions/${auction.id}/bids`, { sequence: 1, envelope }),
    );
    expect(receipt).toEqual({
      bidId: expect.stringMatching(/^bid_[0-9a-f]{32}$/) as unknown,
      auctionId: auction.id,
      sequence: 1,
      envelopeDigest: sha256Hex(Uint8Array.from(Buffer.from(envelope, 'base64url'))),
      receivedAt: expect.stringMatching(/Z$/) as unknown,
      announcementDigest: auction.body['announcementDigest'],
    });
    const mine = await buyer.client.get(`/v1/auctions/${auction.id}/bids/mine`);
    expect(mine.body['receipts']).toEqual([receipt]);
  });

  it('shows receipts to their bidder only', async () => {
    const auction = await openAuction(market);
    created(await bid(auction, await enrolBuyer(market), 1_000));
    const other = await enrolBuyer(market);
    expect((await other.client.get(`/v1/auctions/${auction.id}/bids/mine`)).body['receipts']).toEqual([]);
  });

  it('takes nothing before the opening', async () => {
    const auction = await announce(market);
    const buyer = await enrolBuyer(market);
    expect(problemOf(await bid(auction, buyer, 1_000))).toBe('409 auction-not-open');
    expect(await balancesOf(buyer)).toEqual({ available: 10_000, deposit: 0 });
  });

  it('refuses a late bid by the clock, before any sweep has come round', async () => {
    const auction = await openAuction(market);
    const buyer = await enrolBuyer(market);
    market.skip(WINDOW_MS);
    expect(await stateOf(market, auction)).toBe('open');
    expect(problemOf(await bid(auction, buyer, 1_000))).toBe('409 auction-not-open');
    expect(await balancesOf(buyer)).toEqual({ available: 10_000, deposit: 0 });
  });

  it('refuses a late bid after the close', async () => {
    const auction = await openAuction(market);
    await endAuctions(market);
    expect(problemOf(await bid(auction, await enrolBuyer(market), 1_000))).toBe('409 auction-not-open');
  });

  it('does not let the seller bid', async () => {
    const auction = await openAuction(market);
    expect(problemOf(await bid(auction, market.seller, 1_000))).toBe('403 seller-linked-bid');
  });

  it('refuses a copy of somebody else’s envelope', async () => {
    const auction = await openAuction(market);
    const [author, copyist] = [await enrolBuyer(market), await enrolBuyer(market)];
    const body = { sequence: 1, envelope: seal(auction, author.id, 1_000) };
    created(await author.client.post(`/v1/auctions/${auction.id}/bids`, body));
    const copy = await copyist.client.post(`/v1/auctions/${auction.id}/bids`, body);
    expect(problemOf(copy)).toBe('422 envelope-refused');
    expect(await balancesOf(copyist)).toEqual({ available: 10_000, deposit: 0 });
  });

  it.each([
    ['a wrong size', (envelope: string) => envelope.slice(4), '400 validation-failed'],
    ['a foreign alphabet', (envelope: string) => `+${envelope.slice(1)}`, '400 validation-failed'],
    ['an unknown version', (envelope: string) => `Ag${envelope.slice(2)}`, '422 envelope-refused'],
  ])('refuses an envelope of %s', async (_name, spoil, problem) => {
    const auction = await openAuction(market);
    const buyer = await enrolBuyer(market);
    const envelope = spoil(seal(auction, buyer.id, 1_000));
    const reply = await buyer.client.post(`/v1/auctions/${auction.id}/bids`, { sequence: 1, envelope });
    expect(problemOf(reply)).toBe(problem);
    expect(reply.body['errors']).toEqual([expect.objectContaining({ path: '/envelope' })]);
  });

  it('takes revisions one after the other', async () => {
    const auction = await openAuction(market);
    const buyer = await enrolBuyer(market);
    created(await bid(auction, buyer, 1_000, 1));
    expect(problemOf(await bid(auction, buyer, 1_100, 1))).toBe('422 envelope-refused');
    expect(problemOf(await bid(auction, buyer, 1_100, 3))).toBe('422 envelope-refused');
    created(await bid(auction, buyer, 1_100, 2));
  });

  it('takes one of two revisions with the same sequence at the same moment', async () => {
    const auction = await openAuction(market);
    const buyer = await enrolBuyer(market);
    const replies = await Promise.all([bid(auction, buyer, 1_000), bid(auction, buyer, 2_000)]);
    expect(replies.map(({ status }) => status).sort()).toEqual([201, 422]);
    expect(await balancesOf(buyer)).toEqual({ available: 9_500, deposit: 500 });
  });

  it('takes twenty envelopes of a bidder and no more', async () => {
    const auction = await openAuction(market);
    const buyer = await enrolBuyer(market);
    for (let sequence = 1; sequence <= 20; sequence += 1)
      created(await bid(auction, buyer, 1_000 + sequence, sequence));
    expect(problemOf(await bid(auction, buyer, 1_021, 21))).toBe('409 bid-limit-reached');
  });

  it('locks the same deposit whatever is bid, once for all revisions', async () => {
    const auction = await openAuction(market);
    const [low, high] = [await enrolBuyer(market), await enrolBuyer(market)];
    created(await bid(auction, low, 1));
    created(await bid(auction, high, 9_000));
    created(await bid(auction, high, 9_500, 2));
    expect(await balancesOf(low)).toEqual({ available: 9_500, deposit: 500 });
    expect(await balancesOf(high)).toEqual({ available: 9_500, deposit: 500 });
  });

  it('takes no envelope without the deposit, and keeps nothing of it', async () => {
    const auction = await openAuction(market);
    const poor = await enrolBuyer(market, 499);
    expect(problemOf(await bid(auction, poor, 1_000))).toBe('409 insufficient-funds');
    expect(await balancesOf(poor)).toEqual({ available: 499, deposit: 0 });
    expect((await poor.client.get(`/v1/auctions/${auction.id}/bids/mine`)).body['receipts']).toEqual([]);
  });

  it('asks for no deposit where none was announced', async () => {
    const auction = await openAuction(market, { depositMinor: '0' });
    created(await bid(auction, await enrolBuyer(market, 0), 1_000));
  });

  it('answers a repeated request with the same receipt, after the close too', async () => {
    const auction = await openAuction(market);
    const buyer = await enrolBuyer(market);
    const body = { sequence: 1, envelope: seal(auction, buyer.id, 1_000) };
    const send = (): Promise<Reply> => buyer.client.post(`/v1/auctions/${auction.id}/bids`, body, 'my-bid');
    const first = created(await send());
    await endAuctions(market);
    const second = await send();
    expect(second.body).toEqual(first);
    expect(second.headers['idempotency-replayed']).toBe('true');
  });

  it('knows no auction that is not there', async () => {
    const buyer = await enrolBuyer(market);
    const nowhere = { id: `auc_${'0'.repeat(32)}`, publicKey: '09'.padEnd(64, '0'), lotId: '', body: {} };
    expect(problemOf(await bid(nowhere, buyer, 1_000))).toBe('404 not-found');
  });
});

describe('before the close', () => {
  /** Everything that anybody is answered about an auction, as text; the time of the answer left out. */
  const everythingSaid = async (id: string, lotId: string): Promise<string> => {
    const bystander = await enrolBuyer(market);
    const clients = [market.anybody, market.seller.client, market.operator, bystander.client];
    const paths = [
      '/v1/auctions',
      `/v1/auctions/${id}`,
      `/v1/auctions/${id}/outcome`,
      `/v1/auctions/${id}/bids/mine`,
      `/v1/lots/${lotId}`,
    ];
    const said: unknown[] = [];
    for (const client of clients)
      for (const path of paths) {
        const { status, body } = await client.get(path);
        const { requestId: _, ...rest } = body;
        said.push([path, status, rest]);
      }
    return JSON.stringify(said);
  };

  it('nobody is told anything that bids have changed, not even that there are any', async () => {
    const auction = await openAuction(market);
    const before = await everythingSaid(auction.id, auction.lotId);
    for (const price of [1_500, 2_500, 500]) created(await bid(auction, await enrolBuyer(market), price));
    expect(await everythingSaid(auction.id, auction.lotId)).toBe(before);
  });

  it('nor between the close and the opening of the envelopes', async () => {
    const [quiet, busy] = [await openAuction(market), await announce(market)];
    market.skip(OPENS_IN_MS);
    await market.sweep();
    created(await bid(busy, await enrolBuyer(market), 1_500));
    market.skip(WINDOW_MS);
    for (const { id } of [quiet, busy]) {
      const { body } = await market.anybody.get(`/v1/auctions/${id}`);
      expect(body).toMatchObject({ state: 'open', outcomeDigest: null });
      expect((await market.anybody.get(`/v1/auctions/${id}/outcome`)).status).toBe(404);
    }
  });

  it('no sealed price and no key lies in the database in clear', async () => {
    const auction = await openAuction(market);
    created(await bid(auction, await enrolBuyer(market), 7_654_321));
    const rows = await market.prisma.$queryRawUnsafe<{ text: string }[]>(`
      SELECT a::text AS text FROM auction a UNION ALL SELECT b::text FROM bid_envelope b
      UNION ALL SELECT o::text FROM outbox o UNION ALL SELECT i::text FROM idempotent_response i
      UNION ALL SELECT e::text FROM ledger_entry e`);
    expect(rows.some(({ text }) => text.includes('7654321'))).toBe(false);
    await endAuctions(market);
    const { body } = await market.anybody.get(`/v1/auctions/${auction.id}/outcome`);
    const secret = String(body['sealingSecretKey']);
    expect(secret).toMatch(/^[0-9a-f]{64}$/);
    expect(rows.some(({ text }) => text.includes(secret))).toBe(false);
  });
});
