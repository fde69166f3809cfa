import { sealing, verifySealedOutcome } from '#core/auction';
import { AuctionService } from '#libs/auction';
import { assertDefined, digestOf, err, type Json, ok } from '#libs/kernel';
import { UnitOfWork } from '#libs/platform';
import pg from 'pg';
import { eventually, type TestParty } from '../support/client.js';
import {
  type Announced,
  announceSale,
  balancesOf,
  bid,
  created,
  endAuctions,
  enrolBuyer,
  eventsAbout,
  historyOf,
  join,
  type Market,
  openAs,
  openAuction,
  openMarket,
  OPENS_IN_MS,
  seal,
  secondPrice,
  stateOf,
  TRUSTEES,
  uuid,
  WINDOW_MS,
} from './auction-fixture.js';
import { buyersAt, lotStateOf, outcomeOf } from './auction-buyers-fixture.js';

let market: Market;

beforeAll(async () => {
  market = await openMarket();
});
afterAll(() => market.close());

/** How many transactions wait for a lock of another. */
const waitingTransactions = async (): Promise<number> => {
  const [row] = await market.prisma.$queryRaw<{ waiting: bigint }[]>`
    SELECT count(*) AS waiting FROM pg_stat_activity
    WHERE datname = current_database() AND wait_event_type = 'Lock'`;
  return Number(row?.waiting ?? 0);
};

const trialBalance = async (): Promise<unknown> =>
  (await market.operator.get('/v1/ledger/trial-balance')).body['currencies'];

describe('an auction that sells', () => {
  let auction: Announced;
  let buyers: readonly TestParty[];

  beforeAll(async () => {
    auction = await openAuction(market);
    buyers = await buyersAt(market, auction, 2_000, 3_000, 900);
    await endAuctions(market, auction);
  });

  it('goes through its states on the clock, each on record with its reason', async () => {
    expect(await historyOf(market, auction)).toEqual([
      '→ announced',
      'announced → open',
      'open → closed',
      'closed → cleared',
    ]);
  });

  it('gives the item to the highest bidder at the second price, and names a pseudonym', async () => {
    const winner = buyers[1];
    expect(winner).toBeDefined();
    expect((await outcomeOf(market, auction))['result']).toMatchObject({
      status: 'sold',
      winner: winner && (await join(auction, winner)),
      priceMinor: '2000',
    });
    const said = JSON.stringify(await outcomeOf(market, auction));
    for (const { id } of buyers) expect(said).not.toContain(id);
  });

  it('publishes an outcome that anybody can replay, under the digest that the auction shows', async () => {
    const outcome = await outcomeOf(market, auction);
    expect(verifySealedOutcome(outcome as Json)).toMatchObject({ valid: true });
    const { body } = await market.anybody.get(`/v1/auctions/${auction.id}`);
    expect(body['outcomeDigest']).toBe(digestOf(outcome as Json));
    expect(outcome['announcement']).toEqual(auction.body['announcement']);
  });

  it('gives the deposits of the losers back and keeps the winner’s', async () => {
    const balances = await Promise.all(buyers.map(balancesOf));
    expect(balances).toEqual([
      { available: 10_000, deposit: 0 },
      { available: 9_500, deposit: 500 },
      { available: 10_000, deposit: 0 },
    ]);
  });

  it('holds the lot for the settlement and tells of the sale once', async () => {
    expect(await lotStateOf(market, auction)).toBe('in-auction');
    expect(await eventsAbout(market, auction)).toEqual(['auction.cleared']);
  });

  it('is not decided again by further sweeps', async () => {
    const before = await outcomeOf(market, auction);
    await market.sweep();
    await Promise.all([market.clear(auction), market.clear(auction)]);
    expect(await outcomeOf(market, auction)).toEqual(before);
    expect(await eventsAbout(market, auction)).toEqual(['auction.cleared']);
  });
});

describe('an auction that does not sell', () => {
  it('gives back lot and deposits, and the lot can be auctioned again', async () => {
    const auction = await openAuction(market);
    const buyers = await buyersAt(market, auction, 999, 1);
    await endAuctions(market, auction);
    expect(await stateOf(market, auction)).toBe('unsold');
    expect((await outcomeOf(market, auction))['result']).toEqual({ status: 'unsold' });
    for (const buyer of buyers) expect(await balancesOf(buyer)).toEqual({ available: 10_000, deposit: 0 });
    expect(await eventsAbout(market, auction)).toEqual(['auction.unsold']);
    expect(await lotStateOf(market, auction)).toBe('listed');
    await announceSale(market, secondPrice(auction.lotId));
  });

  it('ends in order when nobody bids', async () => {
    const auction = await openAuction(market);
    await endAuctions(market, auction);
    expect(await historyOf(market, auction)).toEqual([
      '→ announced',
      'announced → open',
      'open → closed',
      'closed → unsold',
    ]);
  });
});

describe('sweeps at the same time', () => {
  it('have the effect of one', async () => {
    const auctions: Announced[] = [];
    for (const _ of [1, 2, 3]) auctions.push(await openAuction(market));
    const buyers = await Promise.all(
      auctions.map((auction) => buyersAt(market, auction, 1_100, 1_300, 1_200)),
    );
    const before = await trialBalance();
    market.skip(WINDOW_MS);
    await Promise.all([market.sweep(), market.sweep(), market.sweep(), market.sweep()]);
    for (const auction of auctions) for (const index of [0, 1]) await openAs(market, auction, trustee(index));
    await Promise.all(auctions.flatMap((auction) => [market.clear(auction), market.clear(auction)]));
    for (const auction of auctions) {
      expect(await historyOf(market, auction)).toHaveLength(4);
      expect(await eventsAbout(market, auction)).toEqual(['auction.cleared']);
    }
    for (const [loser, winner, second] of buyers) {
      if (loser === undefined || winner === undefined || second === undefined) throw new Error('three bid');
      expect(await balancesOf(loser)).toEqual({ available: 10_000, deposit: 0 });
      expect(await balancesOf(second)).toEqual({ available: 10_000, deposit: 0 });
      expect(await balancesOf(winner)).toEqual({ available: 9_500, deposit: 500 });
    }
    expect(totalOf(await trialBalance())).toBe(totalOf(before));
    expect((await market.operator.get('/v1/ledger/integrity')).body).toEqual({ ok: true, faults: [] });
  });

  it('after a long absence take an announced auction through to its end', async () => {
    const auction = await openAuction(market);
    await market.prisma
      .$executeRaw`UPDATE auction SET state = 'announced' WHERE id = ${uuid('auction', auction.id)}::uuid`;
    market.skip(WINDOW_MS + OPENS_IN_MS);
    await market.sweep();
    await market.clear(auction);
    expect((await historyOf(market, auction)).slice(-3)).toEqual([
      'announced → open',
      'open → closed',
      'closed → unsold',
    ]);
  });

  it('wait for a bid that is being taken when the window ends, and count it', async () => {
    const auction = await openAuction(market);
    const slow = await enrolBuyer(market);
    await join(auction, slow);
    const sql = new pg.Client({ connectionString: market.testApp.database.url });
    await sql.connect();
    try {
      // The bid is past all checks of time and stops where it would be stored.
      await sql.query('BEGIN');
      await sql.query('LOCK TABLE bid_envelope IN EXCLUSIVE MODE');
      const bidding = bid(auction, slow, 1_500);
      await eventually(waitingTransactions, (count) => count === 1);
      market.skip(WINDOW_MS);
      const sweeping = market.sweep();
      await eventually(waitingTransactions, (count) => count === 2);
      await sql.query('COMMIT');
      const receipt = created(await bidding);
      await sweeping;
      const { entry } = sealing.receiptSchema.parse(receipt['receipt']);
      expect(await loggedIn(auction)).toEqual([entry]);
    } finally {
      await sql.end();
    }
  });

  it('close while bids come in: every receipt is in the outcome, and nothing without a receipt', async () => {
    const auction = await openAuction(market);
    const buyers = await Promise.all(Array.from({ length: 12 }, () => enrolBuyer(market)));
    const envelopes = await Promise.all(
      buyers.map(async (buyer, index) =>
        seal(auction, buyer, await join(auction, buyer), { priceMinor: String(1_000 + index) }),
      ),
    );
    // The close falls into the middle of the bids, one every 100 ms.
    const closesAtMs = Date.parse(String(auction.body['closesAt']));
    market.skip(closesAtMs - market.testApp.clock.nowMs() - 600);
    const replies = await Promise.all(
      buyers.map(async ({ client }, index) => {
        await pause(100 * index);
        const body = { sequence: 1, envelope: envelopes[index] };
        const [reply] = await Promise.all([
          client.post(`/v1/auctions/${auction.id}/bids`, body),
          market.sweep(),
        ]);
        return reply;
      }),
    );
    await market.sweep();
    const receipts = replies
      .filter(({ status }) => status === 201)
      .map(({ body }) => sealing.receiptSchema.parse(body['receipt']));
    const digests = (await loggedIn(auction)).map(({ envelopeDigest }) => envelopeDigest);
    expect([...digests].sort()).toEqual(receipts.map(({ entry }) => entry.envelopeDigest).sort());
    expect(receipts.length).toBeGreaterThan(0);
    expect(receipts.length).toBeLessThan(buyers.length);
  });
});

describe('POST /v1/auctions/:auctionId/cancellation', () => {
  const cancel = ({ id }: Announced) => market.seller.client.post(`/v1/auctions/${id}/cancellation`, {});

  it('calls an auction off before the first envelope and frees its lot', async () => {
    const auction = await openAuction(market);
    expect(await cancel(auction)).toMatchObject({ status: 200, body: { state: 'cancelled' } });
    expect(await lotStateOf(market, auction)).toBe('listed');
    expect((await historyOf(market, auction)).at(-1)).toBe('open → cancelled');
    expect((await cancel(auction)).status).toBe(409);
  });

  it('costs the bond once an envelope is in: it goes to those who bid, in equal parts', async () => {
    const funding = { partyId: market.seller.id, currency: 'EUR', amountMinor: '1001', reference: 'bank' };
    created(await market.operator.post('/v1/ledger/fundings', funding));
    const before = (await balancesOf(market.seller)).available;
    const auction = await openAuction(market, { bondMinor: '1001' });
    const buyers = await buyersAt(market, auction, 1_500, 9_000);
    expect(await cancel(auction)).toMatchObject({ status: 200, body: { state: 'cancelled' } });
    const balances = await Promise.all(buyers.map(balancesOf));
    expect(balances.map(({ deposit }) => deposit)).toEqual([0, 0]);
    expect(balances.map(({ available }) => available).sort()).toEqual([10_500, 10_501]);
    expect(await balancesOf(market.seller)).toEqual({ available: before - 1_001, deposit: 0 });
    expect((await market.anybody.get(`/v1/auctions/${auction.id}/envelopes`)).status).toBe(404);
  });

  it('comes too late after the close', async () => {
    const auction = await openAuction(market);
    await buyersAt(market, auction, 1_500);
    market.skip(WINDOW_MS);
    const refused = await cancel(auction);
    expect(refused.status).toBe(409);
    expect(refused.body['type']).toBe('urn:salvor:problem:auction-not-cancellable');
  });

  it('is for the seller', async () => {
    const auction = await openAuction(market);
    const buyer = await enrolBuyer(market);
    const path = `/v1/auctions/${auction.id}/cancellation`;
    expect((await buyer.client.post(path, {})).status).toBe(403);
  });
});

describe('AuctionService for settlements', () => {
  const service = (): AuctionService => market.testApp.app.get(AuctionService, { strict: false });
  const unitOfWork = (): UnitOfWork => market.testApp.app.get(UnitOfWork, { strict: false });

  it('hands out a cleared auction, once it is marked no more', async () => {
    const auction = await openAuction(market);
    const [, winner] = await buyersAt(market, auction, 1_700, 1_900);
    const id = uuid('auction', auction.id);
    const work = unitOfWork();
    expect(await work.run(async (tx) => ok(await service().lockForSettlement(tx, id)))).toEqual({
      ok: true,
      value: undefined,
    });
    await endAuctions(market, auction);
    expect(await service().clearedAuctionIds()).toContain(id);
    const sale = await work.run(async (tx) => {
      const locked = await service().lockForSettlement(tx, id);
      await service().markSettled(tx, id, 'settled by a test');
      return ok(locked);
    });
    expect(sale).toMatchObject({
      ok: true,
      value: {
        auctionId: id,
        lots: [{ item: 'lot', lotId: uuid('lot', auction.lotId) }],
        versionId: uuid('version', market.versionId),
        sellerId: uuid('party', market.seller.id),
        awards: [{ partyId: uuid('party', winner?.id ?? ''), quantity: undefined, priceMinor: 1_700n }],
        depositMinor: 500n,
        currency: 'EUR',
        state: 'cleared',
      },
    });
    expect(await service().clearedAuctionIds()).not.toContain(id);
    expect((await historyOf(market, auction)).at(-1)).toBe('cleared → settled');
  });

  it('stays cleared when the settlement fails', async () => {
    const auction = await openAuction(market);
    await buyersAt(market, auction, 1_700);
    await endAuctions(market, auction);
    const id = uuid('auction', auction.id);
    await unitOfWork().run(async (tx) => {
      await service().lockForSettlement(tx, id);
      await service().markSettled(tx, id, 'too soon');
      return err('no');
    });
    expect(await stateOf(market, auction)).toBe('cleared');
  });
});

const trustee = (index: number) => assertDefined(TRUSTEES[index], 'there are three');

/** What the closed log holds, entry by entry. */
async function loggedIn({ id }: Announced): Promise<readonly sealing.LogEntry[]> {
  const { body } = await market.anybody.get(`/v1/auctions/${id}/envelopes`);
  return (body['envelopes'] as { entry: sealing.LogEntry }[]).map(({ entry }) => entry);
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** What all parties hold together, free and as deposits. */
function totalOf(currencies: unknown): number {
  const [euro] = currencies as { purposes: { purpose: string; balanceMinor: string }[] }[];
  return (euro?.purposes ?? [])
    .filter(({ purpose }) => purpose === 'available' || purpose === 'deposit')
    .reduce((sum, { balanceMinor }) => sum + Number(balanceMinor), 0);
}
