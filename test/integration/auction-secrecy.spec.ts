import { Logger } from 'nestjs-pino';
import { sealing } from '#core/auction';
import { assertDefined, decodeId } from '#libs/kernel';
import { StandaloneModule } from '../../apps/standalone/src/standalone.module.js';
import { readOpenApi } from '../e2e/openapi-document.js';
import { eventually, type TestClient, type TestParty } from '../support/client.js';
import {
  announce,
  type Announced,
  bid,
  created,
  enrolBuyer,
  join,
  type Market,
  openAuction,
  openMarket,
  OPENS_IN_MS,
  stateOf,
  TRUSTEES,
  WINDOW_MS,
} from './auction-fixture.js';

/** Prices so long that no digest, id or time holds one of them by chance. Several of a bidder are revisions. */
const QUIET_BIDS = [[4_811_230_957]];
const BUSY_BIDS = [[9_173_640_258, 6_645_190_823], [5_028_816_437], [7_390_052_461]];
const PRICES = [...QUIET_BIDS, ...BUSY_BIDS].flat().map(String);

/** Time enough for everything that is asked before the close. */
const LONG_WINDOW_MS = 600_000;
const TIMEOUT_MS = 120_000;

type Sight = { readonly who: string; readonly client: TestClient };

/** In the open: by whom, in which auctions, and under which digests envelopes were handed in. */
type Trace = { readonly party: TestParty; readonly names: readonly string[] };

async function bidAs(party: TestParty, auction: Announced, prices: readonly number[]): Promise<Trace> {
  const bidderId = await join(auction, party);
  const joined = await party.client.get(`/v1/auctions/${auction.id}/participation`);
  const digests: string[] = [];
  for (const [at, price] of prices.entries()) {
    const { receipt } = created(await bid(auction, party, price, at + 1));
    digests.push(sealing.receiptSchema.parse(receipt).entry.envelopeDigest);
  }
  const uuids = [decodeId('party', party.id), decodeId('bidder', bidderId)];
  const names = [party.id, bidderId, ...uuids, String(joined.body['bidderPublicKey']), ...digests];
  return { party, names: names.map((name) => assertDefined(name, 'ids can be read')) };
}

/** The places of a text that hold a price, in digits or as bytes that PostgreSQL shows in hexadecimal. */
const pricesIn = (text: string): readonly string[] =>
  PRICES.filter((price) => text.includes(price) || text.includes(Buffer.from(price).toString('hex')));

const namesIn = (text: string, traces: readonly Trace[]): readonly string[] =>
  traces.flatMap(({ names }) => names).filter((name) => text.includes(name));

/** All rows of all tables in these schemas, as PostgreSQL writes them. */
async function rowsIn({ prisma }: Market, schemas: readonly string[]): Promise<string> {
  const tables = await prisma.$queryRaw<{ name: string }[]>`
    SELECT format('%I.%I', table_schema, table_name) AS name FROM information_schema.tables
     WHERE table_schema = ANY(${[...schemas]}::text[]) AND table_type = 'BASE TABLE'`;
  const everything = tables.map(({ name }) => `SELECT t::text AS text FROM ${name} t`).join(' UNION ALL ');
  const rows = await prisma.$queryRawUnsafe<{ text: string }[]>(everything);
  return rows.map(({ text }) => text).join('\n');
}

const QUEUE = 'bullmq_salvor';

describe('two auctions that differ only in their bids', () => {
  let market: Market;
  let quiet: Announced;
  let busy: Announced;
  let traces: readonly Trace[];
  let sights: readonly Sight[];
  let routes: readonly string[];
  let places: Readonly<Record<string, string>>;
  let saidBefore: readonly (readonly string[])[];
  let outboxBefore: unknown;
  let logged = '';
  const write = process.stdout.write.bind(process.stdout);

  beforeAll(async () => {
    captureLog();
    market = await openMarket({ LOG_LEVEL: 'trace' }, StandaloneModule);
    market.testApp.app.useLogger(market.testApp.app.get(Logger));
    const bidders = await Promise.all(BUSY_BIDS.map(() => enrolBuyer(market)));
    sights = [
      { who: 'anybody', client: market.anybody },
      { who: 'the seller', client: market.seller.client },
      { who: 'the operator', client: market.operator },
      { who: 'another buyer', client: (await enrolBuyer(market)).client },
    ];
    await announceBoth();
    await readRoutes();
    [saidBefore, outboxBefore] = [await everythingSaid(), await outbox()];
    logged = '';
    const pairs: readonly [Announced, readonly (readonly number[])[]][] = [
      [quiet, QUIET_BIDS],
      [busy, BUSY_BIDS],
    ];
    traces = [];
    for (const [auction, bids] of pairs)
      for (const [at, prices] of bids.entries()) {
        const party = assertDefined(bidders[at], 'one for each');
        traces = [...traces, await bidAs(party, auction, prices)];
      }
  }, TIMEOUT_MS);

  afterAll(async () => {
    await market.close();
    process.stdout.write = write;
  });

  /** What the process writes to standard output from now on, which is where its log goes. */
  function captureLog(): void {
    process.stdout.write = (data: string | Uint8Array): boolean => {
      logged += Buffer.from(data as string).toString();
      return true;
    };
  }

  /** On the same terms and to the same times. */
  async function announceBoth(): Promise<void> {
    const opensAtMs = market.testApp.clock.nowMs() + 10_000;
    const times = {
      opensAt: new Date(opensAtMs).toISOString(),
      closesAt: new Date(opensAtMs + LONG_WINDOW_MS).toISOString(),
    };
    [quiet, busy] = [await announce(market, times), await announce(market, times)];
    market.skip(10_000);
    for (const auction of [quiet, busy])
      await eventually(
        () => stateOf(market, auction),
        (state) => state === 'open',
      );
  }

  async function readRoutes(): Promise<void> {
    const document = await (await fetch(`${market.testApp.url}/docs/openapi.json`)).json();
    routes = readOpenApi(document)
      .operations.filter(({ method }) => method === 'get')
      .map(({ path }) => path);
    const version = await market.seller.client.get(`/v1/versions/${market.versionId}`);
    places = {
      partyId: market.seller.id,
      modelId: String(version.body['modelId']),
      versionId: market.versionId,
      valuationId: market.valuationId,
      publicKey: assertDefined(TRUSTEES[0], 'there are three').publicKey,
    };
  }

  /** What one is answered on a route; the name of the request left out, and when it was answered. */
  async function answer(client: TestClient, route: string, { id, lotId }: Announced): Promise<string> {
    const values: Readonly<Record<string, string>> = { ...places, auctionId: id, lotId };
    const path = route.replaceAll(/\{(\w+)\}/g, (_, name: string) => values[name] ?? 'none');
    const { status, body } = await client.get(path);
    const { requestId: _, asOf: __, ...rest } = body;
    return `${path} ${String(status)} ${JSON.stringify(rest)}`;
  }

  /** By everybody, on every route. */
  async function everythingSaid(): Promise<readonly (readonly string[])[]> {
    const said: (readonly string[])[] = [];
    for (const { who, client } of sights)
      for (const route of routes)
        for (const auction of [quiet, busy]) said.push([who, route, await answer(client, route, auction)]);
    return said;
  }

  const outbox = (): Promise<unknown> =>
    market.prisma.outbox.findMany({
      where: { payload: { path: ['auctionId'], not: 'null' } },
      select: { kind: true, topic: true, payload: true },
    });

  it('has bids to keep secret, and looks into every corner', async () => {
    expect(traces).toHaveLength(4);
    expect(routes.length).toBeGreaterThan(40);
    expect(saidBefore.filter(([, , said]) => said?.includes(' 200 ')).length).toBeGreaterThan(60);
    expect(namesIn(await rowsIn(market, ['public']), traces)).toHaveLength(
      traces.flatMap((t) => t.names).length,
    );
    await market.anybody.get('/v1/auctions');
    expect(logged).toContain('"/v1/auctions"');
  });

  it('nobody is told by any route what bids have changed', async () => {
    // Deposits are money, and the operator keeps the books: see docs/auctions.md.
    const isTold = ([who, route]: readonly string[]): boolean =>
      who === 'the operator' && route === '/v1/ledger/trial-balance';
    const said = await everythingSaid();
    expect(said.filter((one) => !isTold(one))).toEqual(saidBefore.filter((one) => !isTold(one)));
    expect(said.filter(isTold)).not.toEqual(saidBefore.filter(isTold));
  });

  it('to everybody the two look the same', async () => {
    const about = routes.filter((route) => /\{(auctionId|lotId)\}/.test(route));
    expect(about.length).toBeGreaterThan(6);
    for (const { client } of sights)
      for (const route of about) {
        const [one, other] = [await answer(client, route, quiet), await answer(client, route, busy)];
        expect(unnamed(one, quiet)).toBe(unnamed(other, busy));
      }
  });

  it('no job and no event comes of a bid, and the queue knows nobody', async () => {
    expect(await outbox()).toEqual(outboxBefore);
    const queued = await rowsIn(market, [QUEUE]);
    expect(queued).toContain('auction.sweep');
    expect([...namesIn(queued, traces), ...pricesIn(queued)]).toEqual([]);
  });

  it('the most talkative log says nothing of a bid, not even that a request came', () => {
    expect([...namesIn(logged, traces), ...pricesIn(logged)]).toEqual([]);
    expect(logged).not.toMatch(/\/(bids|participation)/);
    const lines = logged
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { req?: object });
    const bidding = lines.filter(({ req }) => req !== undefined);
    for (const { req } of bidding) expect(Object.keys(req ?? {}).sort()).toEqual(['id', 'method', 'url']);
    const rest = JSON.stringify(lines.filter(({ req }) => req === undefined));
    for (const { id } of [quiet, busy]) expect(rest).not.toContain(id);
  });

  it('no price lies in the database in clear, nor after the close before trustees open it', async () => {
    expect(pricesIn(await rowsIn(market, ['public', QUEUE]))).toEqual([]);
    market.skip(LONG_WINDOW_MS);
    for (const auction of [quiet, busy])
      await eventually(
        () => stateOf(market, auction),
        (state) => state === 'closed',
      );
    expect(pricesIn(await rowsIn(market, ['public', QUEUE]))).toEqual([]);
    expect(pricesIn(logged)).toEqual([]);
  });
});

/** A text without what has to differ between two auctions: their ids, and when each was listed and opened. */
const unnamed = (text: string, { id, lotId, body }: Announced): string =>
  text
    .replaceAll(id, 'the auction')
    .replaceAll(lotId, 'the lot')
    .replaceAll(String(body['announcementDigest']), 'its digest')
    .replaceAll(/"(at|createdAt)":"[^"]*"/g, '"$1":"then"');

describe('between the announced close and the closing of the log', () => {
  let market: Market;
  beforeAll(async () => {
    market = await openMarket();
  });
  afterAll(() => market.close());

  it('nothing is told either', async () => {
    const [quiet, busy] = [await openAuction(market), await announce(market)];
    market.skip(OPENS_IN_MS);
    await market.sweep();
    created(await bid(busy, await enrolBuyer(market), 1_500));
    market.skip(WINDOW_MS);
    for (const { id } of [quiet, busy]) {
      const { body } = await market.anybody.get(`/v1/auctions/${id}`);
      expect(body).toMatchObject({ state: 'open', outcomeDigest: null });
      expect((await market.anybody.get(`/v1/auctions/${id}/outcome`)).status).toBe(404);
      expect((await market.anybody.get(`/v1/auctions/${id}/envelopes`)).status).toBe(404);
      expect((await market.anybody.get(`/v1/auctions/${id}/closing`)).status).toBe(404);
    }
  });
});
