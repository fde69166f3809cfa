import { createHash, randomBytes } from 'node:crypto';
import { Module, type Type } from '@nestjs/common';
import { ed25519 } from '@noble/curves/ed25519.js';
import { sealing } from '#core/auction';
import { entryLeaf, proveInclusion, treeNodes } from '#core/records';
import { AccessHttpModule } from '#libs/access';
import { AuctionHttpModule } from '#libs/auction';
import { AttributionHttpModule } from '#libs/attribution';
import { CatalogHttpModule } from '#libs/catalog';
import { assert, assertDefined, decodeId, encodeId, type Id, type Json, sha256Hex } from '#libs/kernel';
import { LedgerHttpModule } from '#libs/ledger';
import { HttpConventionsModule, newId, PrismaService } from '#libs/platform';
import { RightsHttpModule } from '#libs/rights';
import { ClearAuction } from '../../libs/auction/src/clear-auction.js';
import { SweepAuctions } from '../../libs/auction/src/sweep-auctions.js';
import { enrol, type Reply, TestClient, type TestParty } from '../support/client.js';
import { OPERATOR_KEY, startTestApp, type TestApp } from '../support/test-app.js';

/** No worker: tests say when a sweep runs. */
@Module({
  imports: [
    HttpConventionsModule,
    AccessHttpModule,
    LedgerHttpModule,
    CatalogHttpModule,
    AttributionHttpModule,
    RightsHttpModule,
    AuctionHttpModule,
  ],
})
class MarketApp {}

/** Longer than any time that tests skip, so that skipping time is no outage. */
const NO_OUTAGE_MS = '3600000';

/** As announced unless a test says otherwise: nothing is kept back. */
export const LIFECYCLE = {
  openingGraceMs: 3_600_000,
  paymentWindowMs: 3_600_000,
  deliveryWindowMs: 3_600_000,
  inspectionWindowMs: 3_600_000,
  holdbackBps: 0,
  holdbackMs: 3_600_000,
};

export const OPENS_IN_MS = 1_000;
export const WINDOW_MS = 60_000;

export const USAGE_TERMS = {
  kind: 'usage-licence',
  copies: 1,
  fieldOfUse: 'web/bot-detection',
  territory: 'worldwide',
  termMonths: 24,
  transferable: false,
} as const;

/** Three parties that have nothing to do with the service, of whom two open a bid. Their keys are no secrets here. */
export const TRUSTEES = ['court', 'bank', 'auditor'].map((id) => ({
  id,
  ...sealing.newTrusteeKey(Uint8Array.from(createHash('sha512').update(`trustee ${id}`).digest())),
}));

export type Market = {
  readonly testApp: TestApp;
  readonly prisma: PrismaService;
  readonly operator: TestClient;
  readonly anybody: TestClient;
  readonly seller: TestParty;
  readonly versionId: string;
  readonly valuationId: string;
  /** One round of the sweep, without the jobs that it queues. */
  readonly sweep: () => Promise<void>;
  /** The job that decides an auction. */
  readonly clear: (auction: Pick<Announced, 'id'>) => Promise<void>;
  readonly skip: (ms: number) => void;
  readonly close: () => Promise<void>;
};

export async function openMarket(
  settings: Readonly<Record<string, string>> = {},
  app: Type = MarketApp,
): Promise<Market> {
  const trustees = TRUSTEES.map(({ id, publicKey }) => `${id}:${publicKey}`).join();
  const testApp = await startTestApp(
    { SALVOR_AUCTION_OUTAGE_MS: NO_OUTAGE_MS, SALVOR_TRUSTEES: trustees, ...settings },
    app,
  );
  const operator = new TestClient(testApp, OPERATOR_KEY);
  const seller = await enrol(operator, 'Seller', ['seller', 'buyer']);
  const prisma = testApp.app.get(PrismaService, { strict: false });
  const versionId = await registerVersion(seller, 'Model');
  const sweeper = testApp.app.get(SweepAuctions, { strict: false });
  const clearing = testApp.app.get(ClearAuction, { strict: false });
  return {
    testApp,
    prisma,
    operator,
    anybody: new TestClient(testApp),
    seller,
    versionId,
    valuationId: await completedValuation(prisma, seller, versionId),
    sweep: () => sweeper.sweep(),
    clear: ({ id }) => clearing.clear(uuid('auction', id)),
    skip: (ms) => {
      testApp.clock.advance(ms);
    },
    close: testApp.close,
  };
}

/** A model with one version; answers the version's id. */
export async function registerVersion(seller: TestParty, name: string): Promise<string> {
  const model = created(
    await seller.client.post('/v1/models', { name, description: 'A model', licence: 'MIT' }),
  );
  const version = created(
    await seller.client.post(`/v1/models/${idIn(model)}/versions`, {
      label: '1.0.0',
      manifest: { files: [{ path: 'weights.bin', sizeBytes: 1, sha256: sha256Hex(name) }] },
      adapter: { kind: 'constant', label: 'bot' },
    }),
  );
  await declareWeights(seller, idIn(model));
  return idIn(version);
}

async function declareWeights(seller: TestParty, modelId: string): Promise<void> {
  const weights = [{ partyId: seller.id, weight: 1 }];
  created(await seller.client.post(`/v1/models/${modelId}/weights`, { weights }));
}

/** Stands in for a valuation: only its being complete, its version and its currency matter here. */
export async function completedValuation(
  prisma: PrismaService,
  owner: TestParty,
  versionId: string,
): Promise<string> {
  const id = newId('valuation');
  await prisma.valuation.create({
    data: {
      id,
      versionId: uuid('version', versionId),
      domains: ['web'],
      valuationDate: new Date('2026-11-01'),
      startedAt: new Date(0),
      requestedById: uuid('party', owner.id),
      currency: 'EUR',
      state: 'completed',
      request: {},
      document: '{}',
      documentDigest: sha256Hex('{}'),
      finishedAt: new Date(),
    },
  });
  return encodeId('valuation', id);
}

export const uuid = <K extends 'party' | 'version' | 'auction' | 'lot' | 'valuation'>(
  kind: K,
  text: string,
): Id<K> => assertDefined(decodeId(kind, text), `an id of a ${kind}: ${text}`);

export const idIn = (body: Record<string, unknown>): string => String(body['id']);

export function created(reply: Reply): Record<string, unknown> {
  assert(reply.status === 201, `expected 201: ${JSON.stringify(reply.body)}`);
  return reply.body;
}

export const listLot = (market: Market, terms: object = USAGE_TERMS): Promise<Reply> =>
  market.seller.client.post('/v1/lots', { versionId: market.versionId, terms });

export type Announced = {
  readonly id: string;
  /** The only one, or the first. */
  readonly lotId: string;
  readonly announcement: Json;
  readonly body: Record<string, unknown>;
};

/** What a seller posts to announce an auction: opens in a second, lasts a minute. */
export function announcementOf(market: Market, sale: object, over: object = {}): object {
  const nowMs = market.testApp.clock.nowMs();
  return {
    sale,
    valuationId: market.valuationId,
    depositMinor: '500',
    lifecycle: LIFECYCLE,
    opensAt: new Date(nowMs + OPENS_IN_MS).toISOString(),
    closesAt: new Date(nowMs + OPENS_IN_MS + WINDOW_MS).toISOString(),
    ...over,
  };
}

export const secondPrice = (lotId: string, over: object = {}): object => ({
  format: 'second-price',
  lotId,
  reserveMinor: '1000',
  ...over,
});

/** A new lot, by second price unless the test says how it is sold. */
export async function announce(
  market: Market,
  over: object = {},
  saleOf: (lotId: string) => object = secondPrice,
  terms: object = USAGE_TERMS,
): Promise<Announced> {
  const lotId = idIn(created(await listLot(market, terms)));
  return announceSale(market, saleOf(lotId), over);
}

export async function announceSale(market: Market, sale: object, over: object = {}): Promise<Announced> {
  const reply = await market.seller.client.post('/v1/auctions', announcementOf(market, sale, over));
  const body = created(reply);
  const [lot] = body['lots'] as { lotId: string }[];
  return { id: idIn(body), lotId: lot?.lotId ?? '', announcement: body['announcement'] as Json, body };
}

/** An auction that takes bids from now on. */
export async function openAuction(market: Market, ...how: AnnounceRest): Promise<Announced> {
  const auction = await announce(market, ...how);
  market.skip(OPENS_IN_MS);
  await market.sweep();
  return auction;
}

type AnnounceRest = Parameters<typeof announce> extends [Market, ...infer Rest] ? Rest : never;

/** Lets the window pass and closes what is due. */
export async function closeAuctions(market: Market): Promise<void> {
  market.skip(WINDOW_MS);
  await market.sweep();
}

/** Closes what is due, and has the first two trustees open it. */
export async function endAuctions(market: Market, ...auctions: readonly Announced[]): Promise<void> {
  await closeAuctions(market);
  for (const auction of auctions) {
    for (const trustee of TRUSTEES.slice(0, 2)) await openAs(market, auction, trustee);
    await market.clear(auction);
  }
}

/** What a trustee does: looks at the whole closed log, and publishes its shares of what is live in it. */
export async function openAs(
  market: Market,
  auction: Announced,
  trustee: (typeof TRUSTEES)[number],
): Promise<Reply | undefined> {
  const shares = await sharesOf(market, auction, trustee);
  if (shares.length === 0) return undefined;
  const reply = await market.anybody.post(`/v1/auctions/${auction.id}/shares`, {
    trusteeId: trustee.id,
    shares,
  });
  assert(reply.status === 200, `the shares of ${trustee.id} were refused: ${JSON.stringify(reply.body)}`);
  return reply;
}

export async function sharesOf(
  market: Market,
  { id, announcement }: Announced,
  trustee: (typeof TRUSTEES)[number],
): Promise<readonly { readonly leafIndex: number; readonly share: string }[]> {
  const read = sealing.readSealedAuction(announcement);
  assert(read.ok, 'what was announced can be read');
  const closing = (await market.anybody.get(`/v1/auctions/${id}/closing`)).body['closing'];
  const { body } = await market.anybody.get(`/v1/auctions/${id}/envelopes`);
  const logged = body['envelopes'] as { entry: sealing.LogEntry; envelope: string }[];
  const signed = sealing.signedClosingSchema.parse(closing);
  const entries = logged.map(({ entry }) => entry);
  const log = sealing.readClosedLog(read.value, signed, entries);
  assert(log.ok, 'the log is the one that was closed');
  const nodes = treeNodes(entries.map(entryLeaf));
  return log.value.live.map(({ leafIndex, entry }) => {
    const envelope = bytesOf(assertDefined(logged[leafIndex], 'it was logged').envelope);
    const share = sealing.decryptShare({
      auction: read.value,
      trusteeId: trustee.id,
      trusteeSecretKey: trustee.secretKey,
      closing: signed,
      earlierClosing: undefined,
      logged: { envelope, entry, leafIndex, path: proveInclusion(leafIndex, entries.length, nodes) },
      nowMs: Number.MAX_SAFE_INTEGER,
      randomness: Uint8Array.from(randomBytes(sealing.SHARE_RANDOMNESS_BYTES)),
    });
    assert(share.ok, 'an honest trustee has nothing to refuse');
    return { leafIndex, share: Buffer.from(share.value.share).toString('hex') };
  });
}

export const bytesOf = (base64url: string): Uint8Array =>
  Uint8Array.from(Buffer.from(base64url, 'base64url'));

let buyers = 0;

export async function enrolBuyer(market: Market, fundsMinor = 10_000): Promise<TestParty> {
  buyers += 1;
  const buyer = await enrol(market.operator, `Buyer ${String(buyers)}`, ['buyer']);
  if (fundsMinor > 0)
    created(
      await market.operator.post('/v1/ledger/fundings', {
        partyId: buyer.id,
        currency: 'EUR',
        amountMinor: String(fundsMinor),
        reference: 'bank',
      }),
    );
  return buyer;
}

/** With which a party of the tests signs its envelopes, in every auction the same. */
export const bidderKey = ({ id }: Pick<TestParty, 'id'>): Uint8Array =>
  Uint8Array.from(createHash('sha256').update(`bidder ${id}`).digest());

const publicKeyOf = (party: Pick<TestParty, 'id'>): string =>
  Buffer.from(ed25519.getPublicKey(bidderKey(party))).toString('hex');

/** Accepts the terms; answers with the pseudonym, the same one when the party has it already. */
export async function join(auction: Announced, party: TestParty): Promise<string> {
  const path = `/v1/auctions/${auction.id}/participation`;
  const known = await party.client.get(path);
  if (known.status === 200) return String(known.body['bidderId']);
  const body = {
    announcementDigest: auction.body['announcementDigest'],
    bidderPublicKey: publicKeyOf(party),
  };
  return String(created(await party.client.post(path, body))['bidderId']);
}

/** An envelope as the bidder makes it. */
export function seal(
  { announcement }: Pick<Announced, 'announcement'>,
  party: Pick<TestParty, 'id'>,
  bidderId: string,
  content: Json,
  sequence = 1,
): string {
  const auction = sealing.readSealedAuction(announcement);
  assert(auction.ok, 'what was announced can be read');
  const sealed = sealing.sealEnvelope({
    auction: auction.value,
    bidderId,
    bidderSecretKey: bidderKey(party),
    sequence,
    bid: content,
    randomness: Uint8Array.from(randomBytes(sealing.SEALING_RANDOMNESS_BYTES)),
  });
  assert(sealed.ok, 'a bid of the tests fits');
  return Buffer.from(sealed.value.envelope).toString('base64url');
}

/** A bid of any format, of one who accepts the terms first. */
export async function bidWith(
  auction: Announced,
  party: TestParty,
  content: Json,
  sequence = 1,
): Promise<Reply> {
  const envelope = seal(auction, party, await join(auction, party), content, sequence);
  return party.client.post(`/v1/auctions/${auction.id}/bids`, { sequence, envelope });
}

export const bid = (auction: Announced, party: TestParty, priceMinor: number, sequence = 1): Promise<Reply> =>
  bidWith(auction, party, { priceMinor: String(priceMinor) }, sequence);

export type Balances = { readonly available: number; readonly deposit: number };

export async function balancesOf({ client }: TestParty): Promise<Balances> {
  const { body } = await client.get('/v1/ledger/balances');
  const balances = body['balances'] as { purpose: string; balanceMinor: string }[];
  const of = (purpose: string): number =>
    Number(balances.find((balance) => balance.purpose === purpose)?.balanceMinor ?? 0);
  return { available: of('available'), deposit: of('deposit') };
}

export async function stateOf(market: Market, { id }: Pick<Announced, 'id'>): Promise<string> {
  return String((await market.anybody.get(`/v1/auctions/${id}`)).body['state']);
}

/** `from → to` of each change, in order. */
export async function historyOf(market: Market, { id }: Pick<Announced, 'id'>): Promise<readonly string[]> {
  const { body } = await market.anybody.get(`/v1/auctions/${id}`);
  const transitions = body['transitions'] as { fromState: string | null; toState: string }[];
  return transitions.map(({ fromState, toState }) => `${fromState ?? ''} → ${toState}`.trim());
}

/** How often an event about this auction was published. */
export async function eventsAbout(market: Market, { id }: Pick<Announced, 'id'>): Promise<readonly string[]> {
  const rows = await market.prisma.outbox.findMany({ where: { kind: 'event' }, orderBy: { id: 'asc' } });
  return rows
    .filter(({ payload }) => (payload as { auctionId?: string }).auctionId === id)
    .map(({ topic }) => topic);
}
