import { sealing } from '#core/auction';
import { sha256Hex } from '#libs/kernel';
import { type Reply } from '../support/client.js';
import {
  announce,
  balancesOf,
  bid,
  bytesOf,
  closeAuctions,
  created,
  enrolBuyer,
  join,
  type Market,
  openAuction,
  openMarket,
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

describe('POST /v1/auctions/:auctionId/bids', () => {
  it('answers with a signed receipt for what was handed in and when, which says nothing about prices', async () => {
    const auction = await openAuction(market);
    const buyer = await enrolBuyer(market);
    const bidderId = await join(auction, buyer);
    const envelope = seal(auction, buyer, bidderId, { priceMinor: '1234' });
    const body = created(
      await buyer.client.post(`/v1/auctions/${auction.id}/bids`, { sequence: 1, envelope }),
    );
    const read = sealing.readSealedAuction(auction.announcement);
    expect(read.ok && sealing.verifyReceipt(read.value, body['receipt'])).toEqual({
      ok: true,
      value: {
        document: 'auction-log-entry',
        auctionId: auction.id,
        bidderId,
        bidderPublicKey: expect.stringMatching(/^[0-9a-f]{64}$/) as unknown,
        sequence: 1,
        envelopeDigest: sha256Hex(bytesOf(envelope)),
        receivedAt: expect.stringMatching(/Z$/) as unknown,
      },
    });
    const mine = await buyer.client.get(`/v1/auctions/${auction.id}/bids/mine`);
    expect(mine.body['receipts']).toEqual([body]);
  });

  it('takes no bid of one who has not accepted the terms', async () => {
    const auction = await openAuction(market);
    const [buyer, other] = [await enrolBuyer(market), await enrolBuyer(market)];
    const bidderId = await join(auction, other);
    const envelope = seal(auction, buyer, bidderId, { priceMinor: '1234' });
    const reply = await buyer.client.post(`/v1/auctions/${auction.id}/bids`, { sequence: 1, envelope });
    expect(problemOf(reply)).toBe('409 terms-not-accepted');
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
    await join(auction, buyer);
    market.skip(WINDOW_MS);
    expect(await stateOf(market, auction)).toBe('open');
    expect(problemOf(await bid(auction, buyer, 1_000))).toBe('409 auction-not-open');
    expect(await balancesOf(buyer)).toEqual({ available: 10_000, deposit: 0 });
  });

  it('refuses a late bid after the close', async () => {
    const auction = await openAuction(market);
    const buyer = await enrolBuyer(market);
    await join(auction, buyer);
    await closeAuctions(market);
    expect(problemOf(await bid(auction, buyer, 1_000))).toBe('409 auction-not-open');
  });

  it('does not let the seller in', async () => {
    const auction = await openAuction(market);
    const { id, client } = market.seller;
    const envelope = seal(auction, { id }, `bdr_${'0'.repeat(32)}`, { priceMinor: '1000' });
    const replies = [
      await client.post(`/v1/auctions/${auction.id}/participation`, {
        announcementDigest: auction.body['announcementDigest'],
        bidderPublicKey: '07'.repeat(32),
      }),
      await client.post(`/v1/auctions/${auction.id}/bids`, { sequence: 1, envelope }),
    ];
    expect(replies.map(problemOf)).toEqual(['403 seller-linked-bid', '403 seller-linked-bid']);
  });

  it('refuses a copy of somebody else’s envelope', async () => {
    const auction = await openAuction(market);
    const [author, copyist] = [await enrolBuyer(market), await enrolBuyer(market)];
    const envelope = seal(auction, author, await join(auction, author), { priceMinor: '1000' });
    const body = { sequence: 1, envelope };
    created(await author.client.post(`/v1/auctions/${auction.id}/bids`, body));
    await join(auction, copyist);
    const copy = await copyist.client.post(`/v1/auctions/${auction.id}/bids`, body);
    expect(problemOf(copy)).toBe('422 envelope-refused');
    expect(String(copy.body['detail'])).toContain('bound elsewhere');
    expect(await balancesOf(copyist)).toEqual({ available: 10_000, deposit: 0 });
  });

  it.each([
    ['a wrong size', (envelope: string) => envelope.slice(4), '422 envelope-refused'],
    ['a foreign alphabet', (envelope: string) => `+${envelope.slice(1)}`, '400 validation-failed'],
    ['an unknown version', (envelope: string) => `Aw${envelope.slice(2)}`, '422 envelope-refused'],
    [
      'an altered share',
      (envelope: string) => `${envelope.slice(0, 200)}AAAA${envelope.slice(204)}`,
      '422 envelope-refused',
    ],
  ])('refuses an envelope of %s', async (_name, spoil, problem) => {
    const auction = await openAuction(market);
    const buyer = await enrolBuyer(market);
    const envelope = spoil(seal(auction, buyer, await join(auction, buyer), { priceMinor: '1000' }));
    const reply = await buyer.client.post(`/v1/auctions/${auction.id}/bids`, { sequence: 1, envelope });
    expect(problemOf(reply)).toBe(problem);
    expect(reply.body['errors']).toEqual([expect.objectContaining({ path: '/envelope' })]);
  });

  it('refuses an envelope that was sealed for another auction', async () => {
    const [auction, other] = [await openAuction(market), await openAuction(market)];
    const buyer = await enrolBuyer(market);
    const envelope = seal(other, buyer, await join(auction, buyer), { priceMinor: '1000' });
    const reply = await buyer.client.post(`/v1/auctions/${auction.id}/bids`, { sequence: 1, envelope });
    expect(problemOf(reply)).toBe('422 envelope-refused');
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
    await join(auction, buyer);
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
    const envelope = seal(auction, buyer, await join(auction, buyer), { priceMinor: '1000' });
    const body = { sequence: 1, envelope };
    const send = (): Promise<Reply> => buyer.client.post(`/v1/auctions/${auction.id}/bids`, body, 'my-bid');
    const first = created(await send());
    await closeAuctions(market);
    const second = await send();
    expect(second.body).toEqual(first);
    expect(second.headers['idempotency-replayed']).toBe('true');
  });

  it('knows no auction that is not there', async () => {
    const buyer = await enrolBuyer(market);
    const reply = await buyer.client.post(`/v1/auctions/auc_${'0'.repeat(32)}/bids`, {
      sequence: 1,
      envelope: 'Ag',
    });
    expect(problemOf(reply)).toBe('404 not-found');
  });
});
