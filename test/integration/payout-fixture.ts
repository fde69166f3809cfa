import { createHash } from 'node:crypto';
import { Module } from '@nestjs/common';
import { AccessHttpModule } from '#libs/access';
import { AttributionHttpModule } from '#libs/attribution';
import { CatalogHttpModule } from '#libs/catalog';
import { partyAccount, systemAccount, type SystemPurpose } from '#core/ledger';
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
  type Json,
} from '#libs/kernel';
import { LedgerHttpModule, LedgerService } from '#libs/ledger';
import {
  HttpConventionsModule,
  newId,
  PlatformJobsModule,
  PrismaService,
  pruneJob,
  UnitOfWork,
} from '#libs/platform';
import { payoutJobs } from '../../libs/settlement/src/payout-run.jobs.js';
import { PayoutHttpModule, PayoutJobsModule } from '../../libs/settlement/src/payout-run.module.js';
import { verifyPayoutStatement } from '../../libs/settlement/src/core/verify-payout-statement.js';
import { enrol, eventually, type Reply, TestClient, type TestParty } from '../support/client.js';
import { OPERATOR_KEY, startTestApp, type TestApp } from '../support/test-app.js';

export const EUR = asCurrency('EUR');

export const idIn = <K extends IdKind>(kind: K, text: string): Id<K> =>
  assertDefined(decodeId(kind, text), `expected an id of a ${kind}: ${text}`);

/** Everything that paying out needs. The sweep is not scheduled. */
@Module({
  imports: [
    HttpConventionsModule,
    AccessHttpModule,
    LedgerHttpModule,
    CatalogHttpModule,
    AttributionHttpModule,
    PayoutHttpModule,
    PayoutJobsModule,
    PlatformJobsModule.forCatalogue(() => ({
      jobs: [pruneJob, ...payoutJobs],
      subscriptions: [],
      schedules: [],
    })),
  ],
})
class PayoutApp {}

export type Metered = {
  readonly modelId: string;
  readonly versionId: Id<'version'>;
  readonly meterId: Id<'meter'>;
  readonly seller: TestParty;
};

export type Terms = {
  readonly steps?: readonly object[];
  readonly weightSetId: string;
  readonly minimumMinor?: string;
  readonly receivableLimitMinor?: string | null;
  readonly disputeWindowMs?: number;
};

export type Payouts = Awaited<ReturnType<typeof openPayouts>>;

/** An application with meters whose receipts are written as usage writes them, money included. */
export async function openPayouts(testApp?: TestApp) {
  const app = testApp ?? (await startTestApp({}, PayoutApp));
  const prisma = app.app.get(PrismaService, { strict: false });
  const operator = new TestClient(app, OPERATOR_KEY);
  const ledger = app.app.get(LedgerService, { strict: false });
  const unitOfWork = app.app.get(UnitOfWork, { strict: false });
  const book = { ledger, unitOfWork };
  return {
    testApp: app,
    prisma,
    operator,
    party: (name: string, ...scopes: readonly string[]) =>
      enrol(operator, name, scopes.length === 0 ? ['contributor'] : scopes),
    metered: (seller: TestParty, name: string) => metered(prisma, seller, name),
    declare: async ({ modelId, seller }: Metered, weights: readonly (readonly [TestParty, number])[]) => {
      const { body } = await seller.client.post(`/v1/models/${modelId}/weights`, {
        weights: weights.map(([party, weight]) => ({ partyId: party.id, weight })),
      });
      return String(body['id']);
    },
    charge: (meter: Metered, payer: TestParty, at: string, amountMinor: bigint, washed = false) =>
      receipt(prisma, book, meter, payer, { kind: 'charge', at, amountMinor, refundOf: null, washed }),
    refund: (meter: Metered, payer: TestParty, at: string, amountMinor: bigint, refundOf: number) =>
      receipt(prisma, book, meter, payer, { kind: 'refund', at, amountMinor, refundOf, washed: false }),
    grant: (meter: Metered, holder: TestParty, shareBps: number, grantedAt: string, capMinor?: string) =>
      grantShare(prisma, meter, holder, shareBps, grantedAt, capMinor ?? null),
    agree: async (meter: Metered, terms: Terms): Promise<string> => {
      const reply = await agree(meter, terms);
      assert(reply.status === 201, JSON.stringify(reply.body));
      return String(reply.body['id']);
    },
    /** Asks for a run and waits until it is paid. */
    run: async ({ seller }: Metered, agreementId: string, to: string): Promise<Record<string, unknown>> => {
      const asked = await seller.client.post(`/v1/agreements/${agreementId}/runs`, { to });
      assert(asked.status === 201, JSON.stringify(asked.body));
      return eventually(
        async () => {
          const { body } = await seller.client.get(`/v1/agreements/${agreementId}/runs`);
          const runs = body['runs'] as readonly Record<string, unknown>[];
          return runs.find(({ id }) => id === asked.body['id']) ?? {};
        },
        ({ state }) => state === 'paid' || state === 'failed',
        20_000,
      );
    },
    available: async (party: TestParty): Promise<bigint> => {
      const balance = await unitOfWork.run(async (tx) => ({
        ok: true as const,
        value: await ledger.balance(tx, partyAccount(idIn('party', party.id), EUR, 'available')),
      }));
      assert(balance.ok, 'reading cannot fail');
      return balance.value;
    },
    system: async (purpose: SystemPurpose): Promise<bigint> => {
      const balance = await unitOfWork.run(async (tx) => ({
        ok: true as const,
        value: await ledger.balance(tx, systemAccount(EUR, purpose)),
      }));
      assert(balance.ok, 'reading cannot fail');
      return balance.value;
    },
    statements: (party: TestParty) => statementsOf(party),
    close: () => app.close(),
  };
}

export const agree = (
  { modelId, meterId, seller }: Metered,
  { weightSetId, ...terms }: Terms,
): Promise<Reply> =>
  seller.client.post(`/v1/models/${modelId}/agreements`, {
    meterId: encodeId('meter', meterId),
    currency: 'EUR',
    steps: [],
    minimumMinor: '0',
    disputeWindowMs: 0,
    ...terms,
    split: { rule: 'attribution-weights', weightSetId },
  });

type Published = {
  readonly statement: Record<string, unknown> & {
    readonly paidMinor: string;
    readonly closing: { readonly carriedMinor: string; readonly receivableMinor: string };
  };
};

/** All statements of a party, oldest first, each verified as somebody would who does not trust us. */
async function statementsOf(party: TestParty): Promise<readonly Published['statement'][]> {
  const { body } = await party.client.get('/v1/me/statements');
  const lines = body['statements'] as readonly { id: string }[];
  const statements: Published['statement'][] = [];
  for (const { id } of lines) {
    const published = (await party.client.get(`/v1/payout-statements/${id}`)).body;
    const verification = verifyPayoutStatement(published as Json);
    assert(verification.valid, JSON.stringify(verification));
    statements.push((published as unknown as Published).statement);
  }
  return statements;
}

async function metered(prisma: PrismaService, seller: TestParty, name: string): Promise<Metered> {
  const { body } = await seller.client.post('/v1/models', { name, description: 'A model.', licence: 'MIT' });
  const modelId = String(body['id']);
  const [versionId, meterId] = [newId('version'), newId('meter')];
  const model = idIn('model', modelId);
  await prisma.modelVersion.create({
    data: {
      id: versionId,
      modelId: model,
      label: '1',
      manifest: '{}',
      rootDigest: '0'.repeat(64),
      adapter: {},
    },
  });
  await prisma.meter.create({
    data: {
      id: meterId,
      modelId: model,
      versionId,
      payeeId: idIn('party', seller.id),
      name,
      currency: 'EUR',
      createdAt: new Date(0),
    },
  });
  return { modelId, versionId, meterId, seller };
}

type NewReceipt = {
  readonly kind: 'charge' | 'refund';
  readonly at: string;
  readonly amountMinor: bigint;
  readonly refundOf: number | null;
  readonly washed: boolean;
};

/** A screened receipt, and the money that its acceptance moves. Answers with its number in the chain. */
async function receipt(
  prisma: PrismaService,
  { ledger, unitOfWork }: { ledger: LedgerService; unitOfWork: UnitOfWork },
  { meterId }: Metered,
  payer: TestParty,
  { kind, at, amountMinor, refundOf, washed }: NewReceipt,
): Promise<number> {
  const sequence = await prisma.usageReceipt.count({ where: { meterId } });
  const digest = createHash('sha256')
    .update(`${meterId} ${String(sequence)}`)
    .digest('hex');
  const payerId = idIn('party', payer.id);
  await prisma.usageReceipt.create({
    data: {
      digest,
      meterId,
      sequence,
      document: '{}',
      payeeSignature: '0'.repeat(128),
      payerSignature: '0'.repeat(128),
      kind,
      payerId,
      at: new Date(at),
      calls: 1n,
      amountMinor,
      refundOf,
      receivedAt: new Date(at),
    },
  });
  const screened = { screenedThrough: sequence + 1, rulesVersion: 1, screenedAt: new Date(at) };
  await prisma.meterScreening.upsert({
    where: { meterId },
    create: { meterId, ...screened },
    update: screened,
  });
  if (washed)
    await prisma.usageReceiptFlag.create({
      data: { digest, meterId, flags: ['self-dealing'], score: 100, washed },
    });
  const available = partyAccount(payerId, EUR, 'available');
  const revenue = systemAccount(EUR, 'metered-revenue');
  const booked = await unitOfWork.run((tx) =>
    ledger.postAll(tx, [
      {
        key: `test-${digest}`,
        kind: 'usage',
        reference: digest,
        transfers:
          kind === 'charge'
            ? [
                { from: systemAccount(EUR, 'outside'), to: available, amountMinor },
                { from: available, to: revenue, amountMinor },
              ]
            : [{ from: revenue, to: available, amountMinor }],
      },
    ]),
  );
  assert(booked.ok, 'a receipt moves money');
  return sequence;
}

/** A revenue share as an auction would have granted it. */
async function grantShare(
  prisma: PrismaService,
  { versionId, seller }: Metered,
  holder: TestParty,
  shareBps: number,
  grantedAt: string,
  capMinor: string | null,
): Promise<string> {
  const terms = { kind: 'revenue-share', shareBps, termMonths: 60, capMinor };
  const [lotId, grantId, auctionId] = [newId('lot'), newId('grant'), newId('auction')];
  await prisma.lot.create({
    data: {
      id: lotId,
      versionId,
      sellerId: idIn('party', seller.id),
      kind: terms.kind,
      terms: canonicalJson(terms),
      termsDigest: digestOf(terms),
      state: 'sold',
    },
  });
  await prisma.$executeRaw`
    INSERT INTO "rights_grant" ("id", "lot_id", "holder_id", "auction_id", "granted_at")
      VALUES (${grantId}::uuid, ${lotId}::uuid, ${idIn('party', holder.id)}::uuid, ${auctionId}::uuid,
        ${new Date(grantedAt)})`;
  return encodeId('grant', asId('grant', grantId));
}
