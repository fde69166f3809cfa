import { replayStatement } from '#core/settlement';
import { encodeId } from '#libs/kernel';
import { eventually } from '../support/client.js';
import { DAY_MS } from './cleared-auctions.js';
import {
  act,
  DELIVERED,
  escrowOf,
  historyOf,
  money,
  openStage,
  saleOf,
  salesOf,
  settlementOf,
  type Stage,
  statesOf,
} from './sale-fixture.js';
import { ACCESS_TERMS } from './settlement-fixture.js';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
}, 30_000);
afterEach(async () => {
  expect((await stage.operator.get('/v1/ledger/integrity')).body).toEqual({ ok: true, faults: [] });
  expect(await escrowOf(stage)).toBe(0);
});
afterAll(() => stage.close());

describe('a winner who has the price', () => {
  it('pays at once, and nobody is paid before the delivery', async () => {
    const winner = await stage.buyer(1_000n);
    const before = await money(stage, stage.author);
    const auctionId = await stage.cleared([{ winner, priceMinor: 900n }], { depositMinor: 300n });
    const { id } = await saleOf(stage, auctionId);
    expect(await statesOf(stage, auctionId)).toEqual(['paid']);
    expect(await money(stage, winner)).toEqual([100, 0]);
    expect(await escrowOf(stage)).toBe(900);
    expect(await money(stage, stage.author)).toEqual(before);
    await act(stage.seller, id, 'delivery', DELIVERED);
    await act(winner, id, 'receipt', DELIVERED);
    await stage.processor.settle({ auctionId });
    expect((await money(stage, stage.author))[0] - before[0]).toBe(855);
  });

  it('has a right that is used on the seller’s side at once, without a delivery', async () => {
    const winner = await stage.buyer(100n);
    const auctionId = await stage.cleared([{ winner, priceMinor: 100n }], { lots: [ACCESS_TERMS] });
    const { id } = await saleOf(stage, auctionId);
    expect(await historyOf(winner, id)).toEqual([
      '→ due: the auction was cleared',
      'due → paid: the buyer had the price',
      'paid → delivered: nothing is to be delivered for this kind of right',
      'delivered → accepted: nothing is to be delivered for this kind of right',
      'accepted → released: nothing is held back',
    ]);
    expect(await stage.auctions.endOf(auctionId)).toBe('settled: paid, delivered and paid out');
  });
});

describe('a winner who has not', () => {
  it('may pay until the window ends, any number of times for once', async () => {
    const winner = await stage.buyer(300n);
    const auctionId = await stage.cleared([{ winner, priceMinor: 900n }], {
      depositMinor: 300n,
      lots: [ACCESS_TERMS],
    });
    const { id } = await saleOf(stage, auctionId);
    const short = await act(winner, id, 'payment');
    expect(short.body['type']).toBe('urn:salvor:problem:insufficient-funds');
    expect(await money(stage, winner)).toEqual([0, 300]);
    await stage.fund(winner, 700n);
    const replies = await Promise.all([1, 2, 3].map(() => act(winner, id, 'payment')));
    expect(replies.map(({ status, body }) => [status, body['state']])).toEqual(
      [1, 2, 3].map(() => [200, 'accepted']),
    );
    expect((await act(winner, id, 'payment')).status).toBe(200);
    expect(await money(stage, winner)).toEqual([100, 0]);
    await stage.processor.settle({ auctionId });
    expect((await act(winner, id, 'payment')).body['state']).toBe('released');
  });

  it('is collected from by the sweep as soon as the money is there, also when the deadline has come', async () => {
    const winner = await stage.buyer(0n);
    const auctionId = await stage.cleared([{ winner, priceMinor: 50n }], { lots: [ACCESS_TERMS] });
    await stage.processor.sweep();
    expect(await statesOf(stage, auctionId)).toEqual(['due']);
    stage.skip(2 * DAY_MS);
    await stage.fund(winner, 50n);
    await stage.processor.sweep();
    expect(await statesOf(stage, auctionId)).toEqual(['released']);
  });

  it('loses the deposit to the seller when the window has ended', async () => {
    const winner = await stage.buyer(300n);
    const [before] = await money(stage, stage.seller);
    const auctionId = await stage.cleared([{ winner, priceMinor: 900n }], { depositMinor: 300n });
    const { id } = await saleOf(stage, auctionId);
    stage.skip(2 * DAY_MS - 60_000);
    await stage.processor.sweep();
    expect(await statesOf(stage, auctionId)).toEqual(['due']);
    stage.skip(60_000);
    await Promise.all([1, 2, 3].map(() => stage.processor.sweep()));
    expect(await historyOf(winner, id)).toContain(
      'due → defaulted: the payment window ended and the price was not there',
    );
    expect(await money(stage, winner)).toEqual([0, 0]);
    expect((await money(stage, stage.seller))[0] - before).toBe(300);
    expect(await stage.auctions.endOf(auctionId)).toBe('defaulted: nobody paid');
    expect((await settlementOf(stage, auctionId)).status).toBe(404);
    const lots = await stage.prisma.lot.findMany({ where: { auctions: { some: { auctionId } } } });
    expect(lots.map(({ state }) => state)).toEqual(['listed']);
    const late = await act(winner, id, 'payment');
    expect(late.body['type']).toBe('urn:salvor:problem:sale-step-refused');
  });
});

describe('two winners of units, one of whom defaults', () => {
  it('settles for the other, whose grant says how many units it has', async () => {
    const [payer, defaulter] = [await stage.buyer(1_000n), await stage.buyer(100n)];
    await stage.fund(stage.seller, 500n);
    const [before] = await money(stage, stage.seller);
    const [earned] = await money(stage, stage.author);
    const auctionId = await stage.cleared(
      [
        { winner: payer, priceMinor: 600n, quantity: 3n },
        { winner: defaulter, priceMinor: 400n, quantity: 2n },
      ],
      { depositMinor: 100n, bondMinor: 500n, lots: [ACCESS_TERMS] },
    );
    expect(await statesOf(stage, auctionId)).toEqual(['accepted', 'due']);
    expect(await stage.auctions.endOf(auctionId)).toBeUndefined();
    stage.skip(2 * DAY_MS);
    await stage.processor.sweep();
    expect(await statesOf(stage, auctionId)).toEqual(['released', 'defaulted']);
    // The bond came back, and the deposit of the other with it.
    expect((await money(stage, stage.seller))[0] - before).toBe(100);
    expect((await money(stage, stage.author))[0] - earned).toBe(570);
    const { grants } = await stage.prisma.lot.findFirstOrThrow({
      where: { auctions: { some: { auctionId } } },
      include: { grants: true },
    });
    expect(grants).toMatchObject([{ auctionId, quantity: 3n }]);
    const { body } = await settlementOf(stage, auctionId);
    expect(replayStatement(body['statement']).ok).toBe(true);
    expect(body['statement']).toMatchObject({
      document: 'sales-statement',
      sales: [{ quantity: '3', priceMinor: '600', heldMinor: '0' }],
    });
    expect((await payer.client.get('/v1/me/grants')).body['grants']).toMatchObject([{ quantity: '3' }]);
  });
});

describe('what is told of sales', () => {
  it('names nobody to everybody, each to the other, and nothing to strangers', async () => {
    const winner = await stage.buyer(0n);
    const auctionId = await stage.cleared([{ winner, priceMinor: 5n }]);
    const { id } = await saleOf(stage, auctionId);
    const everybody = JSON.stringify(await salesOf(stage, auctionId));
    for (const { id: partyId } of [winner, stage.seller]) expect(everybody).not.toContain(partyId);
    for (const { client } of [winner, stage.seller, { client: stage.operator }])
      expect((await client.get(`/v1/sales/${id}`)).body).toMatchObject({
        buyerId: winner.id,
        sellerId: stage.seller.id,
      });
    const stranger = await stage.buyer(0n);
    expect((await stranger.client.get(`/v1/sales/${id}`)).status).toBe(404);
    expect((await act(stranger, id, 'payment')).status).toBe(404);
    expect((await stage.anonymous.get(`/v1/sales/${id}`)).status).toBe(401);
    const mine = (await winner.client.get('/v1/me/sales')).body['sales'];
    expect(mine).toMatchObject([{ id, role: 'buyer' }]);
    const sold = (await stage.seller.client.get('/v1/me/sales?limit=200')).body['sales'] as { id: string }[];
    expect(sold).toContainEqual(expect.objectContaining({ id, role: 'seller' }));
    stage.skip(2 * DAY_MS);
    await stage.processor.sweep();
  });

  it('is refused for auctions that do not exist', async () => {
    const path = `/v1/auctions/auc_${'0'.repeat(32)}/sales`;
    expect((await stage.anonymous.get(path)).status).toBe(404);
  });

  it('does not name the buyer in the settlement', async () => {
    const winner = await stage.buyer(10n);
    const auctionId = await stage.cleared([{ winner, priceMinor: 10n }], { lots: [ACCESS_TERMS] });
    expect(JSON.stringify((await settlementOf(stage, auctionId)).body)).not.toContain(winner.id);
  });
});

test('the event of the clearing wakes the settlement', async () => {
  const winner = await stage.buyer(50n);
  const { auctionId } = await stage.auctions.clear({
    modelId: stage.modelId,
    seller: stage.seller,
    lots: [ACCESS_TERMS],
    awards: [{ winner, priceMinor: 50n }],
  });
  await stage.announceCleared(auctionId);
  await eventually(
    () => stage.auctions.endOf(auctionId),
    (end) => end !== undefined,
  );
  const { body } = await stage.operator.get(`/v1/sales/${(await saleOf(stage, auctionId)).id}`);
  expect(body).toMatchObject({ auctionId: encodeId('auction', auctionId), state: 'released' });
}, 20_000);
