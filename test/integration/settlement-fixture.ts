import { Module } from '@nestjs/common';
import { AccessHttpModule } from '#libs/access';
import { AttributionHttpModule } from '#libs/attribution';
import { auctionCleared } from '#libs/auction';
import { CatalogHttpModule } from '#libs/catalog';
import {
  asCurrency,
  assert,
  assertDefined,
  decodeId,
  encodeId,
  type Id,
  type IdKind,
  ok,
} from '#libs/kernel';
import { LedgerHttpModule } from '#libs/ledger';
import {
  HttpConventionsModule,
  Outbox,
  PlatformJobsModule,
  PrismaService,
  pruneJob,
  UnitOfWork,
} from '#libs/platform';
import { RightsHttpModule } from '#libs/rights';
import {
  SettlementHttpModule,
  settlementJobs,
  SettlementJobsModule,
  settlementSubscriptions,
} from '#libs/settlement';
import { SettlementProcessor } from '../../libs/settlement/src/settlement.processor.js';
import { enrol, TestClient, type TestParty } from '../support/client.js';
import { OPERATOR_KEY, startTestApp } from '../support/test-app.js';
import { ClearedAuctions } from './cleared-auctions.js';

export const EUR = asCurrency('EUR');

/** Everything that settling needs. The sweep is not scheduled: tests run it when they want it. */
@Module({
  imports: [
    HttpConventionsModule,
    AccessHttpModule,
    LedgerHttpModule,
    CatalogHttpModule,
    AttributionHttpModule,
    RightsHttpModule,
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

/** What is auctioned without anything to deliver: what is paid is accepted at once. */
export const ACCESS_TERMS = { kind: 'inference-access', callsPerMonth: 1_000, termMonths: 12 } as const;

export type SaleInput = {
  readonly modelId: Id<'model'>;
  readonly seller: TestParty;
  readonly winner: TestParty;
  readonly priceMinor: bigint;
  readonly depositMinor?: bigint;
};

export type Market = Awaited<ReturnType<typeof openMarket>>;

/** An application with parties, models and cleared auctions. */
export async function openMarket() {
  const testApp = await startTestApp({ SALVOR_PLATFORM_FEE_BPS: '500' }, SettlementApp);
  const operator = new TestClient(testApp, OPERATOR_KEY);
  const prisma = testApp.app.get(PrismaService, { strict: false });
  const processor = testApp.app.get(SettlementProcessor, { strict: false });
  const auctions = new ClearedAuctions(testApp);
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
    auctions,
    /** One lot without files, one winner, no holdback. */
    clearedSale: async ({ winner, priceMinor, ...input }: SaleInput): Promise<Id<'auction'>> => {
      const awards = [{ winner, priceMinor }];
      return (await auctions.clear({ ...input, lots: [ACCESS_TERMS], awards })).auctionId;
    },
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
