import { randomBytes } from 'node:crypto';
import { Module } from '@nestjs/common';
import { sealing } from '#core/auction';
import { AccessHttpModule, AccessModule } from '#libs/access';
import { EvaluationModule } from '#libs/evaluation';
import { asCurrency, assert, assertDefined, decodeId, encodeId, type Id, ok } from '#libs/kernel';
import { LedgerHttpModule, LedgerModule } from '#libs/ledger';
import { HttpConventionsModule, newId, PlatformModule, type Tx, UnitOfWork } from '#libs/platform';
import { BuyerOrders } from '../../libs/auction/src/buyer-orders.js';
import { DemandSnapshotStore } from '../../libs/auction/src/demand-snapshot.store.js';
import { OrderBooks } from '../../libs/auction/src/order-books.js';
import { StandingOrderController } from '../../libs/auction/src/standing-order.controller.js';
import { StandingOrderStore } from '../../libs/auction/src/standing-order.store.js';
import { StandingOrderTerms } from '../../libs/auction/src/standing-order-terms.js';
import {
  type OpeningAuction,
  StandingOrders,
  type OrderToEnter,
} from '../../libs/auction/src/standing-orders.js';
import { UnmetDemand } from '../../libs/auction/src/unmet-demand.js';
import { enrol, type Reply, TestClient, type TestParty } from '../support/client.js';
import { OPERATOR_KEY, startTestApp, type TestApp } from '../support/test-app.js';

export const DAY_MS = 86_400_000;
export const LIMIT_MINOR = '987654321';

export const SCHEME: sealing.SealingScheme = {
  scheme: 'pvss-ristretto255-xchacha20poly1305',
  envelopeVersion: 2,
  paddedBytes: 1_024,
  threshold: 2,
  trustees: [1, 2, 3].map((byte) => ({
    id: `trustee-${String(byte)}`,
    publicKey: sealing.newTrusteeKey(new Uint8Array(64).fill(byte)).publicKey,
  })),
  logPublicKey: 'ab'.repeat(32),
};

@Module({
  imports: [PlatformModule, AccessModule, LedgerModule, EvaluationModule],
  controllers: [StandingOrderController],
  providers: [
    { provide: StandingOrderTerms, useValue: { sealing: SCHEME, demandCohort: 5 } },
    StandingOrderStore,
    DemandSnapshotStore,
    OrderBooks,
    BuyerOrders,
    StandingOrders,
    UnmetDemand,
  ],
})
class StandingOrderApp {}

@Module({ imports: [HttpConventionsModule, AccessHttpModule, LedgerHttpModule, StandingOrderApp] })
class OrdersApp {}

export type OrderDesk = {
  readonly testApp: TestApp;
  readonly operator: TestClient;
  readonly anybody: TestClient;
  readonly unitOfWork: UnitOfWork;
  readonly book: sealing.OrderBook;
  readonly demand: UnmetDemand;
  readonly orders: StandingOrders;
  readonly store: StandingOrderStore;
  readonly convert: (auction: OpeningAuction) => Promise<readonly OrderToEnter[]>;
  readonly inTransaction: (work: (tx: Tx) => Promise<void>) => Promise<void>;
  readonly close: () => Promise<void>;
};

export async function openOrderDesk(): Promise<OrderDesk> {
  const testApp = await startTestApp({}, OrdersApp);
  const { app } = testApp;
  const orders = app.get(StandingOrders, { strict: false });
  const unitOfWork = app.get(UnitOfWork, { strict: false });
  const convert = async (auction: OpeningAuction) => {
    const converted = await unitOfWork.run(async (tx) => ok(await orders.convertFor(tx, auction)));
    assert(converted.ok, 'converting is not refused');
    return converted.value;
  };
  return {
    testApp,
    operator: new TestClient(testApp, OPERATOR_KEY),
    anybody: new TestClient(testApp),
    unitOfWork,
    book: assertDefined(app.get(OrderBooks, { strict: false }).current(), 'trustees are set').read,
    demand: app.get(UnmetDemand, { strict: false }),
    orders,
    store: app.get(StandingOrderStore, { strict: false }),
    convert,
    inTransaction: async (work) => {
      await unitOfWork.run<undefined, never>(async (tx) => {
        await work(tx);
        return ok(undefined);
      });
    },
    close: testApp.close,
  };
}

/** What a buyer posts: an order that is sealed for the present book, with everything fresh. */
export function orderFor(
  { book, testApp }: OrderDesk,
  change: Readonly<Record<string, unknown>> = {},
  sealedId?: string,
): Readonly<Record<string, unknown>> {
  const orderId = encodeId('standingOrder', newId('standingOrder'));
  const sealed = sealing.sealOrder({
    book,
    orderId: sealedId ?? orderId,
    bidderSecretKey: Uint8Array.from(randomBytes(32)),
    formats: ['second-price'],
    limit: { priceMinor: LIMIT_MINOR },
    randomness: Uint8Array.from(randomBytes(32)),
  });
  assert(sealed.ok, 'the limit is one');
  return {
    orderId,
    bookDigest: book.bookDigest,
    bidderPublicKey: sealed.value.bidderPublicKey,
    envelope: Buffer.from(sealed.value.envelope).toString('base64url'),
    lotKind: 'weights',
    formats: ['first-price', 'second-price'],
    domain: null,
    currency: 'EUR',
    revenueMinMinor: '50000',
    revenueMaxMinor: null,
    decayBand: null,
    depositMaxMinor: '10000',
    expiresAt: new Date(testApp.clock.nowMs() + 30 * DAY_MS).toISOString(),
    ...change,
  };
}

export const place = (
  desk: OrderDesk,
  { client }: TestParty,
  change: Readonly<Record<string, unknown>> = {},
): Promise<Reply> => client.post('/v1/standing-orders', orderFor(desk, change));

export async function placed(
  desk: OrderDesk,
  buyer: TestParty,
  change: Readonly<Record<string, unknown>> = {},
): Promise<string> {
  const reply = await place(desk, buyer, change);
  assert(reply.status === 201, `expected 201: ${JSON.stringify(reply.body)}`);
  return String(reply.body['id']);
}

let parties = 0;

/** A buyer who can put up this much. */
export async function buyerWith(desk: OrderDesk, amountMinor = '10000'): Promise<TestParty> {
  parties += 1;
  const buyer = await enrol(desk.operator, `Buyer ${String(parties)}`, ['buyer']);
  if (amountMinor !== '0') {
    const funding = { partyId: buyer.id, currency: 'EUR', amountMinor, reference: `funding ${buyer.id}` };
    const reply = await desk.operator.post('/v1/ledger/fundings', funding);
    assert(reply.status === 201, `expected 201: ${JSON.stringify(reply.body)}`);
  }
  return buyer;
}

export const partyId = (text: string): Id<'party'> => assertDefined(decodeId('party', text), 'a party');

/** An auction that every order of {@link orderFor} waits for. */
export const opening = (
  { book, testApp }: OrderDesk,
  seller: TestParty,
  change: Partial<OpeningAuction> = {},
): OpeningAuction => ({
  auctionId: newId('auction'),
  sellerId: partyId(seller.id),
  participantIds: [],
  bookDigest: book.bookDigest,
  lotKind: 'weights',
  format: 'second-price',
  currency: asCurrency('EUR'),
  depositMinor: 5_000n,
  closesAtMs: testApp.clock.nowMs() + DAY_MS,
  uses: [{ domain: 'web', revenuePerMonthMinor: 100_000n, halfLifeYears: 2 }],
  ...change,
});

/** What one test leaves standing is not what the next one counts on. */
export async function expireEverything({ testApp, demand }: OrderDesk): Promise<void> {
  testApp.clock.advance(400 * DAY_MS);
  await demand.sweep();
}

export const codeOf = ({ status, body }: Reply): string =>
  `${String(status)} ${String(body['type']).replace('urn:salvor:problem:', '')}`;

export const stateOf = async (owner: TestParty, id: string): Promise<unknown> =>
  (await owner.client.get(`/v1/standing-orders/${id}`)).body['state'];
