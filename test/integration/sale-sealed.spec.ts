import { Module } from '@nestjs/common';
import { replayStatement } from '#core/settlement';
import { AccessHttpModule } from '#libs/access';
import { AttributionHttpModule } from '#libs/attribution';
import { AuctionHttpModule } from '#libs/auction';
import { CatalogHttpModule } from '#libs/catalog';
import { sha256Hex } from '#libs/kernel';
import { LedgerHttpModule } from '#libs/ledger';
import { HttpConventionsModule } from '#libs/platform';
import { RightsHttpModule } from '#libs/rights';
import { SettlementHttpModule, SettlementJobsModule } from '#libs/settlement';
import { SettlementProcessor } from '../../libs/settlement/src/settlement.processor.js';
import type { TestParty } from '../support/client.js';
import {
  type Announced,
  balancesOf,
  bid,
  created,
  endAuctions,
  enrolBuyer,
  historyOf,
  LIFECYCLE,
  type Market,
  openAuction,
  openMarket,
  stateOf,
  uuid,
} from './auction-fixture.js';

@Module({
  imports: [
    HttpConventionsModule,
    AccessHttpModule,
    LedgerHttpModule,
    CatalogHttpModule,
    AttributionHttpModule,
    RightsHttpModule,
    AuctionHttpModule,
    SettlementHttpModule,
    SettlementJobsModule,
  ],
})
class SaleApp {}

let market: Market;
beforeAll(async () => {
  market = await openMarket({ SALVOR_PLATFORM_FEE_BPS: '500' }, SaleApp);
}, 30_000);
afterAll(() => market.close());

/** What the version of the market was registered with. */
const FILES = { files: [{ path: 'weights.bin', sizeBytes: 1, sha256: sha256Hex('Model') }] };

const settle = ({ id }: Announced): Promise<void> =>
  market.testApp.app.get(SettlementProcessor, { strict: false }).settle({ auctionId: uuid('auction', id) });

type Sale = { readonly id: string; readonly state: string; readonly priceMinor: string };

const salesOf = async ({ id }: Announced): Promise<readonly Sale[]> =>
  (await market.anybody.get(`/v1/auctions/${id}/sales`)).body['sales'] as readonly Sale[];

/** The seller delivers, the buyer finds everything as announced. */
async function handOver(saleId: string, buyer: TestParty): Promise<void> {
  await market.seller.client.post(`/v1/sales/${saleId}/delivery`, FILES);
  const { body } = await buyer.client.post(`/v1/sales/${saleId}/receipt`, FILES);
  expect(body['state']).toBe('accepted');
}

test('what was won sealed is paid, delivered, paid out and granted', async () => {
  const fund = { partyId: market.seller.id, currency: 'EUR', amountMinor: '300', reference: 'bank' };
  created(await market.operator.post('/v1/ledger/fundings', fund));
  const auction = await openAuction(market, {
    bondMinor: '300',
    lifecycle: { ...LIFECYCLE, holdbackBps: 1_000 },
  });
  const [winner, second] = [await enrolBuyer(market), await enrolBuyer(market)];
  created(await bid(auction, winner, 3_000));
  created(await bid(auction, second, 2_000));
  await endAuctions(market, auction);
  await settle(auction);
  expect(await balancesOf(winner)).toEqual({ available: 8_000, deposit: 0 });
  expect(await balancesOf(second)).toEqual({ available: 10_000, deposit: 0 });
  const [sale] = await salesOf(auction);
  expect(sale).toMatchObject({ state: 'paid', priceMinor: '2000' });
  await handOver(sale?.id ?? '', winner);
  await settle(auction);
  expect((await historyOf(market, auction)).at(-1)).toBe('cleared → settled');
  const { body } = await market.anybody.get(`/v1/auctions/${auction.id}/settlement`);
  expect(replayStatement(body['statement']).ok).toBe(true);
  expect(body['statement']).toMatchObject({ heldMinor: '200', grossMinor: '1800', netMinor: '1710' });
  // The seller is the only contributor; the bond is back.
  expect(await balancesOf(market.seller)).toEqual({ available: 2_010, deposit: 0 });
  expect((await winner.client.get('/v1/me/grants')).body['grants']).toMatchObject([
    { auctionId: auction.id, lotId: auction.lotId, quantity: null },
  ]);
  expect(JSON.stringify(await salesOf(auction))).not.toContain(winner.id);
});

test('an auction whose winner does not pay is in default, and its lot is for sale again', async () => {
  const auction = await openAuction(market);
  const winner = await enrolBuyer(market, 500);
  created(await bid(auction, winner, 3_000));
  await endAuctions(market, auction);
  await settle(auction);
  expect(await stateOf(market, auction)).toBe('cleared');
  market.skip(LIFECYCLE.paymentWindowMs);
  const [before] = [await balancesOf(market.seller)];
  await settle(auction);
  expect(await stateOf(market, auction)).toBe('defaulted');
  expect(await balancesOf(winner)).toEqual({ available: 0, deposit: 0 });
  expect((await balancesOf(market.seller)).available - before.available).toBe(500);
  expect((await market.anybody.get(`/v1/lots/${auction.lotId}`)).body['state']).toBe('listed');
});
