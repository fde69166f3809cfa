import { createHash } from 'node:crypto';
import { Module } from '@nestjs/common';
import { x25519 } from '@noble/curves/ed25519.js';
import { AccessHttpModule } from '#libs/access';
import { AttributionHttpModule } from '#libs/attribution';
import { auctionCleared } from '#libs/auction';
import { type Announcement, announcementDigest, decideOutcome, ENVELOPE_BYTES, sealBid } from '#core/auction';
import { partyAccount } from '#core/ledger';
import { CatalogHttpModule } from '#libs/catalog';
import {
  asCurrency,
  asId,
  assert,
  assertDefined,
  canonicalJson,
  decodeId,
  digestOf,
  encodeId,
  type Id,
  type IdKind,
  ok,
} from '#libs/kernel';
import { LedgerHttpModule, LedgerService } from '#libs/ledger';
import {
  HttpConventionsModule,
  newId,
  Outbox,
  PlatformJobsModule,
  PrismaService,
  pruneJob,
  UnitOfWork,
} from '#libs/platform';
import {
  SettlementHttpModule,
  settlementJobs,
  SettlementJobsModule,
  settlementSubscriptions,
} from '#libs/settlement';
import { SettlementProcessor } from '../../libs/settlement/src/settlement.processor.js';
import { enrol, TestClient, type TestParty } from '../support/client.js';
import { OPERATOR_KEY, startTestApp, type TestApp } from '../support/test-app.js';

export const EUR = asCurrency('EUR');

/** Everything that settling needs. The sweep is not scheduled: tests run it when they want it. */
@Module({
  imports: [
    HttpConventionsModule,
    AccessHttpModule,
    LedgerHttpModule,
    CatalogHttpModule,
    AttributionHttpModule,
    SettlementHttpModule,
    SettlementJobsModule,
    PlatformJobsModule.forCatalogue(() => ({
      jobs: [pruneJob, ...settlementJobs],
      subscriptions: settlementSubscriptions,
      schedules: [],
    })),
  ],
})
class SettlementApp {}

export type SaleInput = {
  readonly modelId: Id<'model'>;
  readonly seller: TestParty;
  readonly winner: TestParty;
  readonly priceMinor: bigint;
  readonly depositMinor?: bigint;
};

export type Market = Awaited<ReturnType<typeof openMarket>>;

/** An application with parties, models and cleared auctions, the latter written as the auction writes them. */
export async function openMarket() {
  const testApp = await startTestApp({ SALVOR_PLATFORM_FEE_BPS: '500' }, SettlementApp);
  const operator = new TestClient(testApp, OPERATOR_KEY);
  const prisma = testApp.app.get(PrismaService, { strict: false });
  const processor = testApp.app.get(SettlementProcessor, { strict: false });
  return {
    testApp,
    operator,
    anonymous: new TestClient(testApp),
    prisma,
    processor,
    party: (name: string, ...scopes: readonly string[]) =>
      enrol(operator, name, scopes.length === 0 ? ['buyer'] : scopes),
    fund: (party: TestParty, amountMinor: bigint) => fund(operator, party, amountMinor),
    balances: (party: TestParty) => balancesOf(party),
    model: (seller: TestParty, name: string) => registerModel(seller, name),
    declare: (seller: TestParty, modelId: Id<'model'>, weights: readonly (readonly [TestParty, number])[]) =>
      seller.client.post(`/v1/models/${encodeId('model', modelId)}/weights`, {
        weights: weights.map(([party, weight]) => ({ partyId: party.id, weight })),
      }),
    clearedSale: (input: SaleInput) => clearedSale(testApp, prisma, input),
    /** What the auction does when it clears: the event that wakes the settlement. */
    announceCleared: async (auctionId: Id<'auction'>): Promise<void> => {
      const outbox = testApp.app.get(Outbox, { strict: false });
      await testApp.app.get(UnitOfWork, { strict: false }).run(async (tx) => {
        await outbox.publish(tx, auctionCleared, { auctionId });
        return ok(undefined);
      });
    },
    close: () => testApp.close(),
  };
}

async function fund(operator: TestClient, party: TestParty, amountMinor: bigint): Promise<void> {
  const { status } = await operator.post('/v1/ledger/fundings', {
    partyId: party.id,
    currency: 'EUR',
    amountMinor: amountMinor.toString(),
    reference: 'test money',
  });
  assert(status === 201, 'funding was refused');
}

async function balancesOf(party: TestParty): Promise<Readonly<Record<string, string>>> {
  const { body } = await party.client.get('/v1/ledger/balances');
  const balances = body['balances'] as readonly { purpose: string; balanceMinor: string }[];
  return Object.fromEntries(balances.map(({ purpose, balanceMinor }) => [purpose, balanceMinor]));
}

async function registerModel(seller: TestParty, name: string): Promise<Id<'model'>> {
  const { body } = await seller.client.post('/v1/models', { name, description: 'A model.', licence: 'MIT' });
  return idIn('model', String(body['id']));
}

export const idIn = <K extends IdKind>(kind: K, text: string): Id<K> =>
  assertDefined(decodeId(kind, text), `expected an id of a ${kind}: ${text}`);

const TERMS = { kind: 'weights', assignment: true } as const;
const OPENS_AT = new Date('2026-01-01T00:00:00.000Z');
const CLOSES_AT = new Date('2026-01-02T00:00:00.000Z');
const bytes = (seed: string, length: number): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(createHash('shake256', { outputLength: length }).update(seed).digest());

/** The weights that stand when the auction is announced. */
async function announcedProceeds(
  prisma: PrismaService,
  modelId: Id<'model'>,
): Promise<Announcement['proceeds']> {
  const set = await prisma.weightSet.findFirstOrThrow({ where: { modelId }, orderBy: { version: 'desc' } });
  return {
    weightSetId: encodeId('weightSet', asId('weightSet', set.id)),
    weightsDigest: set.digest,
    platformFeeBps: 500,
  };
}

/** One bidder, so the price is the reserve. The deposit is locked as it is with a first bid. */
async function clearedSale(testApp: TestApp, prisma: PrismaService, sale: SaleInput): Promise<Id<'auction'>> {
  const auctionId = newId('auction');
  const sellerId = idIn('party', sale.seller.id);
  const depositMinor = sale.depositMinor ?? 0n;
  const { versionId, valuationId, lotId } = await insertLot(prisma, sale.modelId, sellerId);
  const secretKey = bytes(auctionId, 32);
  const publicKey = x25519.getPublicKey(secretKey);
  const announcement: Announcement = {
    document: 'auction-announcement',
    auctionId: encodeId('auction', auctionId),
    sellerId: sale.seller.id,
    lot: { lotId: encodeId('lot', lotId), terms: TERMS, termsDigest: digestOf(TERMS) },
    version: { versionId: encodeId('version', versionId), rootDigest: '0'.repeat(64) },
    valuation: { valuationId: encodeId('valuation', valuationId), documentDigest: '0'.repeat(64) },
    format: 'second-price',
    rulesVersion: 'second-price-1',
    currency: 'EUR',
    reserveMinor: sale.priceMinor.toString(),
    depositMinor: depositMinor.toString(),
    proceeds: await announcedProceeds(prisma, sale.modelId),
    opensAt: OPENS_AT.toISOString(),
    closesAt: CLOSES_AT.toISOString(),
    outage: { rule: 'extend-by-silence', silenceMs: 5_000 },
    sealing: {
      scheme: 'x25519-hkdf-sha256-xchacha20poly1305',
      envelopeVersion: 1,
      envelopeBytes: ENVELOPE_BYTES,
      publicKey: Buffer.from(publicKey).toString('hex'),
    },
  };
  const binding = { auctionId: encodeId('auction', auctionId), bidderId: sale.winner.id, sequence: 1 };
  const envelope = sealBid({
    ...binding,
    auctionPublicKey: publicKey,
    bid: { priceMinor: sale.priceMinor + 1n },
    salt: bytes(`salt ${auctionId}`, 32),
    randomness: bytes(`randomness ${auctionId}`, 56),
  });
  const outcome = decideOutcome(announcement, secretKey, [
    { bidId: encodeId('bid', newId('bid')), bidder: sale.winner.id, sequence: 1, envelope },
  ]);
  assert(outcome.result.status === 'sold', 'the one bid wins');
  await prisma.auction.create({
    data: {
      id: auctionId,
      lotId,
      valuationId,
      format: 'second-price',
      currency: 'EUR',
      reserveMinor: sale.priceMinor,
      depositMinor,
      opensAt: OPENS_AT,
      closesAt: CLOSES_AT,
      state: 'cleared',
      announcement: canonicalJson(announcement),
      announcementDigest: announcementDigest(announcement),
      sealingPublicKey: Uint8Array.from(publicKey),
      sealingSecretKey: secretKey,
      outcome: canonicalJson(outcome),
      outcomeDigest: digestOf(outcome),
    },
  });
  if (depositMinor > 0n) await lockDeposit(testApp, auctionId, idIn('party', sale.winner.id), depositMinor);
  return auctionId;
}

async function insertLot(prisma: PrismaService, modelId: Id<'model'>, sellerId: Id<'party'>) {
  const [versionId, valuationId, lotId] = [newId('version'), newId('valuation'), newId('lot')];
  const digest = '0'.repeat(64);
  await prisma.modelVersion.create({
    data: { id: versionId, modelId, label: versionId, manifest: '{}', rootDigest: digest, adapter: {} },
  });
  await prisma.valuation.create({
    data: {
      id: valuationId,
      versionId,
      domains: ['web'],
      valuationDate: new Date('2026-11-01'),
      startedAt: new Date(0),
      requestedById: sellerId,
      currency: 'EUR',
      state: 'completed',
      request: {},
      document: '{}',
      documentDigest: digest,
      finishedAt: OPENS_AT,
    },
  });
  await prisma.lot.create({
    data: {
      id: lotId,
      versionId,
      sellerId,
      kind: TERMS.kind,
      terms: canonicalJson(TERMS),
      termsDigest: digestOf(TERMS),
      state: 'in-auction',
    },
  });
  return { versionId, valuationId, lotId };
}

async function lockDeposit(
  testApp: TestApp,
  auctionId: Id<'auction'>,
  partyId: Id<'party'>,
  amountMinor: bigint,
): Promise<void> {
  const ledger = testApp.app.get(LedgerService, { strict: false });
  const locked = await testApp.app.get(UnitOfWork, { strict: false }).run((tx) =>
    ledger.post(tx, {
      key: `deposit-${auctionId}-${partyId}`,
      kind: 'auction-deposit',
      reference: encodeId('auction', auctionId),
      transfers: [
        {
          from: partyAccount(partyId, EUR, 'available'),
          to: partyAccount(partyId, EUR, 'deposit'),
          amountMinor,
        },
      ],
    }),
  );
  assert(locked.ok, 'the winner had the deposit when bidding');
}
