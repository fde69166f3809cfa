import { randomUUID } from 'node:crypto';
import { Module, type Type } from '@nestjs/common';
import { ed25519 } from '@noble/curves/ed25519.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import { partyAccount } from '#core/ledger';
import { signDocument } from '#core/records';
import type { CountersignedReceipt, UsageReceipt } from '#core/usage';
import { AccessHttpModule } from '#libs/access';
import { CatalogHttpModule } from '#libs/catalog';
import { asCurrency, assertDefined, decodeId, digestOf, type Id, sha256Hex } from '#libs/kernel';
import { LedgerHttpModule, LedgerService } from '#libs/ledger';
import { HttpConventionsModule, newId, PrismaService, UnitOfWork } from '#libs/platform';
import { RightsHttpModule } from '#libs/rights';
import { UsageHttpModule } from '#libs/usage';
import request from 'supertest';
import { LicenceService } from '../../libs/usage/src/licence.service.js';
import { ScreenMeter } from '../../libs/usage/src/screen-meter.js';
import { enrol, type Reply, TestClient, type TestParty } from '../support/client.js';
import { OPERATOR_KEY, startTestApp, type TestApp } from '../support/test-app.js';

/** No worker: tests say when a screening or a sweep runs. */
@Module({
  imports: [
    HttpConventionsModule,
    AccessHttpModule,
    LedgerHttpModule,
    CatalogHttpModule,
    RightsHttpModule,
    UsageHttpModule,
  ],
})
class UsageApp {}

export const EUR = asCurrency('EUR');
export const HOUR_MS = 3_600_000;
export const DAY_MS = 24 * HOUR_MS;

/** A party that can sign. */
export type Signer = TestParty & { readonly secretKey: Uint8Array; readonly publicKey: string };

export type Metering = {
  readonly testApp: TestApp;
  readonly prisma: PrismaService;
  readonly operator: TestClient;
  readonly anybody: TestClient;
  readonly seller: Signer;
  readonly payer: Signer;
  readonly signer: (name: string) => Promise<Signer>;
  readonly fund: (party: TestParty, amountMinor: number) => Promise<void>;
  /** What the party has available, in minor units. */
  readonly balance: (party: TestParty) => Promise<string>;
  readonly screen: (meterId: string) => Promise<void>;
  readonly sweep: () => Promise<void>;
  readonly nowMs: () => number;
  readonly close: () => Promise<void>;
};

/** A seller and a payer with keys that count since a long time ago, and an app, without a worker if none is asked for. */
export async function openMetering(
  settings: Readonly<Record<string, string>> = {},
  rootModule: Type = UsageApp,
): Promise<Metering> {
  const testApp = await startTestApp(settings, rootModule);
  const operator = new TestClient(testApp, OPERATOR_KEY);
  const signer = async (name: string): Promise<Signer> => {
    const party = await enrol(operator, name, ['seller', 'buyer']);
    return signingAs(party, `${name} 1`, new Date(0));
  };
  const screening = testApp.app.get(ScreenMeter, { strict: false });
  const licences = testApp.app.get(LicenceService, { strict: false });
  return {
    testApp,
    prisma: testApp.app.get(PrismaService, { strict: false }),
    operator,
    anybody: new TestClient(testApp),
    seller: await signer('Seller'),
    payer: await signer('Payer'),
    signer,
    fund: async ({ id }, amountMinor) => {
      const funding = { partyId: id, currency: 'EUR', amountMinor: String(amountMinor), reference: 'a test' };
      answered(await operator.post('/v1/ledger/fundings', funding), 201);
    },
    balance: async ({ client }) => {
      const { balances } = answered(await client.get('/v1/ledger/balances'), 200) as {
        readonly balances: readonly { readonly purpose: string; readonly balanceMinor: string }[];
      };
      return balances.find(({ purpose }) => purpose === 'available')?.balanceMinor ?? '0';
    },
    screen: (meterId) => screening.screen(uuid('meter', meterId)),
    sweep: () => licences.sweep(),
    nowMs: () => testApp.clock.nowMs(),
    close: testApp.close,
  };
}

/** Registers a key for a party, made of a name. */
export async function signingAs(party: TestParty, name: string, validFrom: Date): Promise<Signer> {
  const secretKey = utf8ToBytes(sha256Hex(name).slice(0, 32));
  const publicKey = bytesToHex(ed25519.getPublicKey(secretKey));
  const key = { publicKey, validFrom: validFrom.toISOString() };
  const statement = { document: 'signing-key', party: party.id, ...key };
  answered(
    await party.client.post('/v1/me/signing-keys', { ...key, proof: signDocument(statement, secretKey) }),
    201,
  );
  return { ...party, secretKey, publicKey };
}

/** A model with a version, for everybody its own. */
export async function registerModel(seller: TestParty): Promise<{ modelId: string; versionId: string }> {
  const name = randomUUID();
  const model = { name, description: 'A model', licence: 'MIT' };
  const modelId = idIn(answered(await seller.client.post('/v1/models', model), 201));
  const version = {
    label: '1.0.0',
    manifest: { files: [{ path: 'weights.bin', sizeBytes: 1, sha256: sha256Hex(name) }] },
    adapter: { kind: 'constant', label: 'bot' },
  };
  const versionId = idIn(answered(await seller.client.post(`/v1/models/${modelId}/versions`, version), 201));
  return { modelId, versionId };
}

export type TestMeter = {
  readonly id: string;
  readonly modelId: string;
  readonly versionId: string;
  readonly chain: Chain;
};

/** A meter of the seller's on a new model. */
export async function openMeter(metering: Metering, change: object = {}): Promise<TestMeter> {
  const model = await registerModel(metering.seller);
  const terms = { versionId: model.versionId, currency: 'EUR', name: 'API', ...change };
  const reply = await metering.seller.client.post(`/v1/models/${model.modelId}/meters`, terms);
  const id = idIn(answered(reply, 201));
  return { id, ...model, chain: new Chain(id, metering.seller, metering.payer, metering.nowMs) };
}

/** Makes receipts that follow each other, signed by both sides. */
export class Chain {
  #sequence = 0;
  #previousDigest: string | null = null;

  constructor(
    readonly meter: string,
    readonly payee: Signer,
    readonly payer: Signer,
    readonly nowMs: () => number,
  ) {}

  next(change: Partial<UsageReceipt> = {}, payer: Signer = this.payer): CountersignedReceipt {
    const receipt: UsageReceipt = {
      document: 'usage-receipt',
      meter: this.meter,
      sequence: this.#sequence,
      previousDigest: this.#previousDigest,
      kind: 'charge',
      payer: payer.id,
      payee: this.payee.id,
      at: new Date(this.nowMs()).toISOString(),
      calls: '10',
      amountMinor: '100',
      currency: 'EUR',
      refundOf: null,
      ...change,
    };
    this.#sequence += 1;
    this.#previousDigest = digestOf(receipt);
    return countersigned(receipt, this.payee, payer);
  }

  refund(of: number, amountMinor: string): CountersignedReceipt {
    return this.next({ kind: 'refund', refundOf: of, amountMinor, calls: '0' });
  }

  /** So many charges, as one list. */
  take(count: number, change: Partial<UsageReceipt> = {}): CountersignedReceipt[] {
    return Array.from({ length: count }, () => this.next(change));
  }
}

export const countersigned = (receipt: UsageReceipt, payee: Signer, payer: Signer): CountersignedReceipt => ({
  receipt,
  payeeSignature: signDocument(receipt, payee.secretKey),
  payerSignature: signDocument(receipt, payer.secretKey),
});

export const deliver = (
  { seller }: Metering,
  { id }: TestMeter,
  receipts: readonly CountersignedReceipt[],
): Promise<Reply> => seller.client.post(`/v1/meters/${id}/receipts`, { receipts });

/** Sends a list as text, the way a file is imported. */
export async function importText(
  { testApp, seller }: Metering,
  { id }: TestMeter,
  type: string,
  text: string,
): Promise<Reply> {
  const response = await request(testApp.app.getHttpServer())
    .post(`/v1/meters/${id}/receipts`)
    .set('Authorization', `Bearer ${assertDefined(seller.client.key, 'a seller has a key')}`)
    .set('Idempotency-Key', randomUUID())
    .type(type)
    .send(text);
  return {
    status: response.status,
    headers: response.headers,
    body: response.body as Record<string, unknown>,
  };
}

/** One posting from the seller's account to another party's, as no use of a meter books it. */
export async function payDirectly(
  { testApp, seller }: Metering,
  receiverId: string,
  amountMinor: bigint,
): Promise<void> {
  const from = partyAccount(uuid('party', seller.id), EUR, 'available');
  const to = partyAccount(uuid('party', receiverId), EUR, 'available');
  const posting = {
    key: randomUUID(),
    kind: 'a-gift',
    reference: 'a test',
    transfers: [{ from, to, amountMinor }],
  };
  const ledger = testApp.app.get(LedgerService, { strict: false });
  const posted = await testApp.app.get(UnitOfWork, { strict: false }).run((tx) => ledger.post(tx, posting));
  if (!posted.ok) throw new Error(posted.error.detail);
}

/** The body of an answer that has this status; fails with the answer otherwise. */
export function answered(reply: Reply, status: number): Record<string, unknown> {
  if (reply.status !== status) throw new Error(`not ${String(status)}: ${JSON.stringify(reply.body)}`);
  return reply.body;
}

/** The code of a problem and where it lies. */
export const problemIn = ({ body }: Reply) => ({
  code: String(body['type']).replace('urn:salvor:problem:', ''),
  paths: ((body['errors'] ?? []) as readonly { readonly path: string }[]).map(({ path }) => path),
});

/** Grants the holder a right in a version, as a sale does. */
export async function grantRight(
  { prisma, seller, nowMs }: Metering,
  versionId: string,
  holder: TestParty,
  terms: object,
): Promise<string> {
  const lot = answered(await seller.client.post('/v1/lots', { versionId, terms }), 201);
  const id = newId('grant');
  await prisma.rightsGrant.create({
    data: {
      id,
      lotId: uuid('lot', idIn(lot)),
      holderId: uuid('party', holder.id),
      auctionId: newId('auction'),
      grantedAt: new Date(nowMs()),
    },
  });
  return `grt_${id.replaceAll('-', '')}`;
}

export const idIn = (body: Record<string, unknown>): string => String(body['id']);

export const uuid = <K extends 'meter' | 'party' | 'lot' | 'model'>(kind: K, id: string): Id<K> =>
  assertDefined(decodeId(kind, id), `an id of a ${kind}`);
