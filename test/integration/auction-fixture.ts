import { randomBytes } from 'node:crypto';
import { Module } from '@nestjs/common';
import { SALT_BYTES, sealBid, SEALING_RANDOMNESS_BYTES } from '#core/auction';
import { AccessHttpModule } from '#libs/access';
import { AuctionHttpModule } from '#libs/auction';
import { AttributionHttpModule } from '#libs/attribution';
import { CatalogHttpModule } from '#libs/catalog';
import { assert, assertDefined, decodeId, encodeId, type Id, sha256Hex } from '#libs/kernel';
import { LedgerHttpModule } from '#libs/ledger';
import { HttpConventionsModule, newId, PrismaService } from '#libs/platform';
import { RightsHttpModule } from '#libs/rights';
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

export type Market = {
  readonly testApp: TestApp;
  readonly prisma: PrismaService;
  readonly operator: TestClient;
  readonly anybody: TestClient;
  readonly seller: TestParty;
  readonly versionId: string;
  readonly valuationId: string;
  readonly sweep: () => Promise<void>;
  readonly skip: (ms: number) => void;
  readonly close: () => Promise<void>;
};

export async function openMarket(settings: Readonly<Record<string, string>> = {}): Promise<Market> {
  const testApp = await startTestApp({ SALVOR_AUCTION_OUTAGE_MS: NO_OUTAGE_MS, ...settings }, MarketApp);
  const operator = new TestClient(testApp, OPERATOR_KEY);
  const seller = await enrol(operator, 'Seller', ['seller', 'buyer']);
  const prisma = testApp.app.get(PrismaService, { strict: false });
  const versionId = await registerVersion(seller, 'Model');
  const sweeper = testApp.app.get(SweepAuctions, { strict: false });
  return {
    testApp,
    prisma,
    operator,
    anybody: new TestClient(testApp),
    seller,
    versionId,
    valuationId: await completedValuation(prisma, seller, versionId),
    sweep: () => sweeper.sweep(),
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
  readonly lotId: string;
  readonly publicKey: string;
  readonly body: Record<string, unknown>;
};

/** What a seller posts to announce an auction of this lot: opens in a second, lasts a minute. */
export function announcementOf(market: Market, lotId: string, over: object = {}): object {
  const nowMs = market.testApp.clock.nowMs();
  return {
    lotId,
    valuationId: market.valuationId,
    format: 'second-price',
    reserveMinor: '1000',
    depositMinor: '500',
    opensAt: new Date(nowMs + OPENS_IN_MS).toISOString(),
    closesAt: new Date(nowMs + OPENS_IN_MS + WINDOW_MS).toISOString(),
    ...over,
  };
}

export async function announce(market: Market, over: object = {}): Promise<Announced> {
  const lotId = idIn(created(await listLot(market)));
  const body = created(await market.seller.client.post('/v1/auctions', announcementOf(market, lotId, over)));
  const { sealing } = body['announcement'] as { sealing: { publicKey: string } };
  return { id: idIn(body), lotId, publicKey: sealing.publicKey, body };
}

/** An auction that takes bids from now on. */
export async function openAuction(market: Market, over: object = {}): Promise<Announced> {
  const auction = await announce(market, over);
  market.skip(OPENS_IN_MS);
  await market.sweep();
  return auction;
}

/** Lets the window pass and sweeps. */
export async function endAuctions(market: Market): Promise<void> {
  market.skip(WINDOW_MS);
  await market.sweep();
}

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

export function seal(
  { id, publicKey }: Pick<Announced, 'id' | 'publicKey'>,
  bidderId: string,
  priceMinor: number,
  sequence = 1,
): string {
  const envelope = sealBid({
    auctionPublicKey: Uint8Array.from(Buffer.from(publicKey, 'hex')),
    auctionId: id,
    bidderId,
    sequence,
    bid: { priceMinor: BigInt(priceMinor) },
    salt: Uint8Array.from(randomBytes(SALT_BYTES)),
    randomness: Uint8Array.from(randomBytes(SEALING_RANDOMNESS_BYTES)),
  });
  return Buffer.from(envelope).toString('base64url');
}

export const bid = (
  auction: Announced,
  { id, client }: TestParty,
  priceMinor: number,
  sequence = 1,
): Promise<Reply> =>
  client.post(`/v1/auctions/${auction.id}/bids`, {
    sequence,
    envelope: seal(auction, id, priceMinor, sequence),
  });

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
