import { RightsService } from '#libs/rights';
import { ok } from '#libs/kernel';
import { newId, UnitOfWork } from '#libs/platform';
import { enrol, type TestParty } from '../support/client.js';
import {
  announcementOf,
  completedValuation,
  created,
  idIn,
  listLot,
  type Market,
  openMarket,
  secondPrice,
  registerVersion,
  USAGE_TERMS,
  uuid,
} from './auction-fixture.js';

let market: Market;
let stranger: TestParty;

beforeAll(async () => {
  market = await openMarket();
  stranger = await enrol(market.operator, 'Stranger', ['seller', 'buyer']);
});
afterAll(() => market.close());

const EXCLUSIVE = {
  kind: 'exclusive-licence',
  fieldOfUse: 'web/bot-detection',
  territory: ['DE'],
  termMonths: 12,
};

/** A market stall of its own, so that what is granted here does not bind the other tests. */
const onNewVersion = async (name: string): Promise<Market> => {
  const versionId = await registerVersion(market.seller, name);
  return {
    ...market,
    versionId,
    valuationId: await completedValuation(market.prisma, market.seller, versionId),
  };
};

/** Grants the lot as a settlement does. */
const grant = async (stall: Market, lotId: string, holder: TestParty): Promise<void> => {
  const rights = market.testApp.app.get(RightsService, { strict: false });
  const actor = { partyId: uuid('party', stall.seller.id), scopes: new Set(['seller'] as const) };
  const done = await market.testApp.app.get(UnitOfWork, { strict: false }).run(async (tx) => {
    const lot = await rights.takeIntoAuction(tx, uuid('lot', lotId), actor);
    if (!lot.ok) return lot;
    const holderId = uuid('party', holder.id);
    const auctionId = newId('auction');
    await rights.grant(tx, { lotId: uuid('lot', lotId), holderId, auctionId, quantity: null });
    await rights.endAuction(tx, uuid('lot', lotId), auctionId);
    return ok(undefined);
  });
  expect(done.ok).toBe(true);
};

describe('POST /v1/lots', () => {
  it('lists a right in a version, for everybody to see', async () => {
    const lot = created(await listLot(market));
    expect(lot).toMatchObject({
      versionId: market.versionId,
      sellerId: market.seller.id,
      terms: USAGE_TERMS,
      state: 'listed',
    });
    expect((await market.anybody.get(`/v1/lots/${idIn(lot)}`)).body).toEqual(lot);
  });

  it('takes somebody else’s version for one that does not exist', async () => {
    const reply = await stranger.client.post('/v1/lots', {
      versionId: market.versionId,
      terms: USAGE_TERMS,
    });
    expect(reply.status).toBe(404);
  });

  it('names the field of the terms that is wrong', async () => {
    const reply = await listLot(market, { ...USAGE_TERMS, copies: 0 });
    expect(reply.status).toBe(400);
    expect(reply.body['errors']).toEqual([expect.objectContaining({ path: '/terms/copies' })]);
  });

  it('refuses what a granted exclusive licence forbids, and names it', async () => {
    const stall = await onNewVersion('Exclusive');
    const lotId = idIn(created(await listLot(stall, EXCLUSIVE)));
    await grant(stall, lotId, stranger);
    const refused = await listLot(stall);
    expect(refused.status).toBe(409);
    expect(refused.body['type']).toBe('urn:salvor:problem:rights-conflict');
    expect(refused.body['detail']).toContain(lotId);
    expect((await listLot(stall, { ...USAGE_TERMS, territory: ['FR'] })).status).toBe(201);
  });

  it('refuses everything after an assignment of the weights', async () => {
    const stall = await onNewVersion('Assigned');
    await grant(stall, idIn(created(await listLot(stall, { kind: 'weights', assignment: true }))), stranger);
    expect((await listLot(stall)).status).toBe(409);
  });
});

describe('DELETE /v1/lots/:lotId', () => {
  it('withdraws a lot for good', async () => {
    const id = idIn(created(await listLot(market)));
    const withdrawn = await market.seller.client.delete(`/v1/lots/${id}`);
    expect(withdrawn).toMatchObject({ status: 200, body: { state: 'withdrawn' } });
    const again = await market.seller.client.delete(`/v1/lots/${id}`);
    expect(again.body['type']).toBe('urn:salvor:problem:lot-unavailable');
  });

  it('leaves a lot alone that is in an auction', async () => {
    const id = idIn(created(await listLot(market)));
    created(await market.seller.client.post('/v1/auctions', announcementOf(market, secondPrice(id))));
    expect((await market.seller.client.delete(`/v1/lots/${id}`)).status).toBe(409);
  });

  it('knows no lot of somebody else', async () => {
    const id = idIn(created(await listLot(market)));
    expect((await stranger.client.delete(`/v1/lots/${id}`)).status).toBe(404);
  });
});

describe('two lots that exclude each other', () => {
  it('may both be listed, but only one of them gets into an auction, even at the same moment', async () => {
    const stall = await onNewVersion('Contested');
    const lots = [
      idIn(created(await listLot(stall, EXCLUSIVE))),
      idIn(created(await listLot(stall, { kind: 'weights', assignment: true }))),
    ];
    const replies = await Promise.all(
      lots.map((lotId) =>
        stall.seller.client.post('/v1/auctions', announcementOf(stall, secondPrice(lotId))),
      ),
    );
    expect(replies.map(({ status }) => status).sort()).toEqual([201, 409]);
    const states = await Promise.all(
      lots.map(async (lotId) => (await market.anybody.get(`/v1/lots/${lotId}`)).body['state']),
    );
    expect(states.sort()).toEqual(['in-auction', 'listed']);
  });
});

describe('GET /v1/me/grants', () => {
  it('shows holders what they hold, and nobody else’s', async () => {
    const stall = await onNewVersion('Granted');
    const holder = await enrol(market.operator, 'Holder', ['buyer']);
    const lotId = idIn(created(await listLot(stall)));
    await grant(stall, lotId, holder);
    const mine = await holder.client.get('/v1/me/grants');
    expect(mine.body['grants']).toEqual([
      expect.objectContaining({ lotId, holderId: holder.id, versionId: stall.versionId, terms: USAGE_TERMS }),
    ]);
    expect((await market.seller.client.get('/v1/me/grants')).body['grants']).toEqual([]);
    expect((await market.anybody.get('/v1/me/grants')).status).toBe(401);
  });
});

describe('GET /v1/lots', () => {
  it('gives every lot once, page by page', async () => {
    type Page = { readonly lots: readonly { readonly id: string }[]; readonly next: string | null };
    const ids: string[] = [];
    let next: string | null = null;
    do {
      const after: string = next === null ? '' : `&after=${next}`;
      const page = (await market.anybody.get(`/v1/lots?limit=3${after}`)).body as unknown as Page;
      ids.push(...page.lots.map(({ id }) => id));
      next = page.next;
    } while (next !== null);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids).toHaveLength(await market.prisma.lot.count());
  });

  it('refuses a page after something that is no lot', async () => {
    expect((await market.anybody.get('/v1/lots?after=x')).status).toBe(400);
  });
});
