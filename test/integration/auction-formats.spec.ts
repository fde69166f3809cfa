import { sealedOutcomeSchema, verifySealedOutcome } from '#core/auction';
import { AuctionService, type ClearedAuction } from '#libs/auction';
import { assertDefined, type Json, ok } from '#libs/kernel';
import { UnitOfWork } from '#libs/platform';
import type { TestParty } from '../support/client.js';
import {
  announceSale,
  type Announced,
  balancesOf,
  bidWith,
  completedValuation,
  created,
  endAuctions,
  enrolBuyer,
  idIn,
  join,
  listLot,
  type Market,
  openMarket,
  OPENS_IN_MS,
  registerVersion,
  stateOf,
  uuid,
} from './auction-fixture.js';

let house: Market;
/** With a version of its own for every test: rights that were sold bind whoever sells the next ones. */
let market: Market;
let versions = 0;

beforeAll(async () => {
  house = await openMarket();
});
beforeEach(async () => {
  versions += 1;
  const versionId = await registerVersion(house.seller, `Model ${String(versions)} of the formats`);
  const valuationId = await completedValuation(house.prisma, house.seller, versionId);
  market = { ...house, versionId, valuationId };
});
afterAll(() => house.close());

const lotOf = async (terms: object): Promise<string> => idIn(created(await listLot(market, terms)));

const SHARE = { kind: 'revenue-share', shareBps: 100, termMonths: 12, capMinor: null };

const licenceIn = (country: string): object => ({
  kind: 'exclusive-licence',
  fieldOfUse: 'web',
  territory: [country],
  termMonths: 12,
});

async function open(sale: object): Promise<Announced> {
  const auction = await announceSale(market, sale);
  market.skip(OPENS_IN_MS);
  await market.sweep();
  return auction;
}

/** Buyers with these bids, by the order of the bids. */
async function bidders(auction: Announced, ...bids: readonly Json[]): Promise<readonly TestParty[]> {
  const parties: TestParty[] = [];
  for (const content of bids) {
    const buyer = await enrolBuyer(market);
    created(await bidWith(auction, buyer, content));
    parties.push(buyer);
  }
  return parties;
}

async function outcomeOf({ id }: Announced): Promise<ReturnType<typeof sealedOutcomeSchema.parse>> {
  const { body } = await market.anybody.get(`/v1/auctions/${id}/outcome`);
  expect(verifySealedOutcome(body as Json)).toMatchObject({ valid: true });
  return sealedOutcomeSchema.parse(body);
}

/** What the settlement is told. */
async function clearedSale({ id }: Announced): Promise<ClearedAuction> {
  const service = market.testApp.app.get(AuctionService, { strict: false });
  const unitOfWork = market.testApp.app.get(UnitOfWork, { strict: false });
  const locked = await unitOfWork.run(async (tx) =>
    ok(await service.lockForSettlement(tx, uuid('auction', id))),
  );
  return assertDefined(locked.ok ? locked.value : undefined, 'the auction is cleared');
}

const steps = (...list: readonly (readonly [number, number])[]): Json => ({
  steps: list.map(([priceMinor, quantity]) => ({
    priceMinor: String(priceMinor),
    quantity: String(quantity),
  })),
});

const packages = (...list: readonly (readonly [readonly string[], number])[]): Json => ({
  packages: list.map(([items, priceMinor]) => ({ items, priceMinor: String(priceMinor) })),
});

describe('a single lot by first price', () => {
  it('costs the winner its own bid', async () => {
    const auction = await open({
      format: 'first-price',
      lotId: await lotOf({ kind: 'inference-access', callsPerMonth: 10, termMonths: 1 }),
      reserveMinor: '1000',
    });
    await bidders(auction, { priceMinor: '1500' }, { priceMinor: '1700' });
    await endAuctions(market, auction);
    expect((await outcomeOf(auction)).result).toMatchObject({ status: 'sold', priceMinor: '1700' });
  });
});

describe('basis points of a revenue share', () => {
  const units = async (over: object = {}): Promise<Announced> =>
    open({
      format: 'uniform-price',
      lotId: await lotOf(SHARE),
      reserveMinor: '5',
      capPerBidder: '60',
      ...over,
    });

  it('are sold at one price, the remainder by the largest remainders, and the settlement learns all of it', async () => {
    const auction = await units();
    const buyers = await bidders(auction, steps([20, 30], [9, 20]), steps([12, 40]), steps([9, 20]), {
      nonCompetitiveQuantity: '10',
    });
    await endAuctions(market, auction);
    const { result } = await outcomeOf(auction);
    expect(result).toMatchObject({ status: 'sold', clearingPriceMinor: '9' });
    const sale = await clearedSale(auction);
    // 80 units are served above the stop-out price, 20 are left for two bids of 20 each.
    expect(Object.fromEntries(sale.awards.map(({ partyId, quantity }) => [partyId, quantity]))).toEqual(
      Object.fromEntries(
        [40n, 40n, 10n, 10n].map((quantity, at) => [uuid('party', buyers[at]?.id ?? ''), quantity]),
      ),
    );
    expect(sale.awards.reduce((sum, { priceMinor }) => sum + priceMinor, 0n)).toBe(900n);
    expect(sale.lots).toHaveLength(1);
  });

  it('are capped for each bidder at 35 % unless the seller says otherwise', async () => {
    const auction = await open({
      format: 'pay-as-bid',
      lotId: await lotOf(SHARE),
      reserveMinor: '5',
    });
    expect(auction.announcement).toMatchObject({ supply: '100', capPerBidder: '35', minimumFill: '0' });
    await bidders(auction, steps([20, 90]));
    await endAuctions(market, auction);
    expect((await clearedSale(auction)).awards).toMatchObject([{ quantity: 35n, priceMinor: 700n }]);
  });

  it('are not sold at all below the minimum fill', async () => {
    const auction = await units({ minimumFill: '90' });
    const [buyer] = await bidders(auction, steps([20, 60]));
    await endAuctions(market, auction);
    expect(await stateOf(market, auction)).toBe('unsold');
    expect((await outcomeOf(auction)).result).toMatchObject({ reason: 'below-minimum-fill' });
    expect(buyer && (await balancesOf(buyer))).toEqual({ available: 10_000, deposit: 0 });
  });

  it('void a bid that could never be paid', async () => {
    const auction = await units();
    await bidders(auction, steps([9_000_000_000_000_000, 9_000]), steps([7, 10]));
    await endAuctions(market, auction);
    const outcome = await outcomeOf(auction);
    expect(outcome.void.map(({ reason }) => reason)).toEqual(['amount-out-of-range']);
    expect(outcome.result).toMatchObject({ status: 'partly-sold' });
  });
});

describe('packages of licences', () => {
  const countries = ['DE', 'FR', 'JP'];
  const announcePackages = async (over: object = {}): Promise<Announced> => {
    const items = [];
    for (const item of countries)
      items.push({ item, lotId: await lotOf(licenceIn(item)), reserveMinor: '10' });
    return open({ format: 'core-selecting', items, ...over });
  };

  it('go to those who value them most, at prices that no coalition would outbid', async () => {
    const auction = await announcePackages();
    const [one, two] = await bidders(
      auction,
      packages([['DE'], 80]),
      packages([['FR'], 60]),
      packages([['DE', 'FR'], 100]),
    );
    await endAuctions(market, auction);
    const outcome = await outcomeOf(auction);
    // Local, local, global: VCG 40 and 20, the nearest point of the core 60 and 40.
    expect(outcome.result).toMatchObject({ status: 'partly-sold', welfareMinor: '140' });
    expect(outcome.certificate).not.toBeNull();
    const { awards, lots } = await clearedSale(auction);
    const priceOf = (party: TestParty | undefined): bigint | undefined =>
      awards.find(({ partyId }) => partyId === uuid('party', party?.id ?? ''))?.priceMinor;
    expect([priceOf(one), priceOf(two)]).toEqual([60n, 40n]);
    expect(lots.map(({ item }) => item)).toEqual(countries);
    expect(awards.flatMap(({ lotIds }) => lotIds).sort()).toEqual(
      lots
        .slice(0, 2)
        .map(({ lotId }) => lotId)
        .sort(),
    );
  });

  it('void a bid on an item that is not for sale', async () => {
    const auction = await announcePackages();
    const [wrong] = await bidders(auction, packages([['IT'], 80]), packages([['FR'], 60]));
    await endAuctions(market, auction);
    expect((await outcomeOf(auction)).void).toMatchObject([
      { bidder: wrong && (await join(auction, wrong)), reason: 'unknown-item' },
    ]);
  });

  it('are refunded rather than sold on less than a proof', async () => {
    const ring = ['DE', 'FR', 'JP', 'BR', 'IN'];
    const items = [];
    for (const item of ring) items.push({ item, lotId: await lotOf(licenceIn(item)), reserveMinor: '1' });
    const auction = await open({ format: 'vcg', items, nodeLimit: 1 });
    // Each wants two neighbours of a ring of five: every relaxation is worth more than what can be sold.
    const buyers = await bidders(
      auction,
      ...ring.map((item, at) => packages([[item, ring[(at + 1) % 5] ?? ''], 10])),
    );
    await endAuctions(market, auction);
    expect(await stateOf(market, auction)).toBe('void');
    expect((await outcomeOf(auction)).result).toEqual({ status: 'undecided' });
    for (const buyer of buyers) expect(await balancesOf(buyer)).toEqual({ available: 10_000, deposit: 0 });
  });

  it('are not announced when two of them could not both be granted', async () => {
    const items = [];
    for (const item of ['DE', 'DE-again'])
      items.push({ item, lotId: await lotOf(licenceIn('DE')), reserveMinor: '10' });
    await expect(announceSale(market, { format: 'vcg', items })).rejects.toThrow('rights-conflict');
  });
});
