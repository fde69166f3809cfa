import type { Id } from '#libs/kernel';
import type { TestParty } from '../support/client.js';
import { type AuctionInput, type AwardInput, DAY_MS, FILES } from './cleared-auctions.js';
import {
  act,
  DELIVERED,
  escrowOf,
  historyOf,
  LICENCE_TERMS,
  money,
  openStage,
  saleOf,
  salesOf,
  settlementOf,
  type Stage,
  statesOf,
  SWAPPED,
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

type Paid = { readonly winner: TestParty; readonly auctionId: Id<'auction'>; readonly id: string };

/** A licence for 1,000, paid for; the seller has locked a bond of 200. */
async function paid(over: Partial<AuctionInput> = {}): Promise<Paid> {
  const winner = await stage.buyer(1_000n);
  await stage.fund(stage.seller, 200n);
  const auctionId = await stage.cleared([{ winner, priceMinor: 1_000n }], { bondMinor: 200n, ...over });
  return { winner, auctionId, id: (await saleOf(stage, auctionId)).id };
}

async function delivered(): Promise<Paid> {
  const sale = await paid();
  expect(await act(stage.seller, sale.id, 'delivery', DELIVERED)).toMatchObject({
    status: 200,
    body: { state: 'delivered' },
  });
  return sale;
}

async function contested(): Promise<Paid> {
  const sale = await delivered();
  const reply = await act(sale.winner, sale.id, 'receipt', SWAPPED);
  expect(reply.body['state']).toBe('contested');
  return sale;
}

const refusalOf = (reply: { readonly body: Record<string, unknown> }): unknown => reply.body['type'];
const REFUSED = 'urn:salvor:problem:sale-step-refused';

/** How much more a party has at its disposal than before. */
async function gainOf(party: TestParty, during: () => Promise<unknown>): Promise<number> {
  const [before] = await money(stage, party);
  await during();
  return (await money(stage, party))[0] - before;
}

describe('a delivery', () => {
  it('of what was announced is inspected, received and paid out', async () => {
    const { winner, auctionId, id } = await delivered();
    const earned = await gainOf(stage.author, async () => {
      expect((await act(winner, id, 'receipt', DELIVERED)).body['state']).toBe('accepted');
      await stage.processor.settle({ auctionId });
    });
    expect(earned).toBe(950);
    expect((await historyOf(winner, id)).slice(2)).toEqual([
      'paid → delivered: delivered as announced',
      'delivered → accepted: received as announced',
      'accepted → released: nothing is held back',
    ]);
    const lots = await stage.prisma.lot.findMany({ where: { auctions: { some: { auctionId } } } });
    expect(lots.map(({ state }) => state)).toEqual(['sold']);
  });

  it.each([
    ['another file', SWAPPED, 'config.json has another digest or size than announced'],
    ['a file too few', { files: FILES.slice(0, 1) }, 'weights.bin is missing'],
  ])('of %s is refused by its name, and may be repeated', async (_what, files, difference) => {
    const { auctionId, id } = await paid();
    const refused = await act(stage.seller, id, 'delivery', files);
    expect(refused).toMatchObject({
      status: 422,
      body: {
        type: 'urn:salvor:problem:manifest-mismatch',
        errors: [{ path: '/files', message: difference }],
      },
    });
    expect(await statesOf(stage, auctionId)).toEqual(['paid']);
    expect((await act(stage.seller, id, 'delivery', { files: FILES.toReversed() })).status).toBe(200);
    stage.skip(5 * DAY_MS);
    await stage.processor.sweep();
  });

  it('of files that could not be a version’s is refused by its field', async () => {
    const { winner, id } = await paid();
    const twice = await act(stage.seller, id, 'delivery', { files: [...FILES, FILES[0]] });
    expect(twice.body['errors']).toMatchObject([{ path: '/files/2/path' }]);
    // Others than the seller have nothing to deliver.
    expect((await act(winner, id, 'delivery', DELIVERED)).status).toBe(403);
    expect((await act(stage.seller, id, 'receipt', DELIVERED)).status).toBe(404);
    stage.skip(4 * DAY_MS);
    await stage.processor.sweep();
  });

  it('that does not come refunds the buyer, who gets the bond as well, and the lot is for sale again', async () => {
    const { winner, auctionId, id } = await paid();
    stage.skip(3 * DAY_MS);
    // The deadline counts, not when the sweep finds it.
    expect(refusalOf(await act(stage.seller, id, 'delivery', DELIVERED))).toBe(REFUSED);
    const earned = await gainOf(stage.author, () =>
      Promise.all([1, 2, 3].map(() => stage.processor.sweep())),
    );
    expect(earned).toBe(0);
    expect(await money(stage, winner)).toEqual([1_200, 0]);
    expect((await money(stage, stage.seller))[1]).toBe(0);
    expect(await stage.auctions.endOf(auctionId)).toBe('settled: every sale was refunded');
    expect((await settlementOf(stage, auctionId)).status).toBe(404);
    const lots = await stage.prisma.lot.findMany({
      where: { auctions: { some: { auctionId } } },
      include: { grants: true },
    });
    expect(lots).toMatchObject([{ state: 'listed', grants: [] }]);
  });

  it('that nobody objects to is accepted when the inspection window ends', async () => {
    const { winner, auctionId, id } = await delivered();
    stage.skip(4 * DAY_MS);
    expect(refusalOf(await act(winner, id, 'receipt', SWAPPED))).toBe(REFUSED);
    await stage.processor.sweep();
    expect(await statesOf(stage, auctionId)).toEqual(['released']);
    expect((await historyOf(winner, id))[3]).toMatch('the buyer kept silent');
  });
});

describe('a contested delivery', () => {
  it('waits for a ruling, however long, and pays nobody meanwhile', async () => {
    const { winner, auctionId, id } = await contested();
    stage.skip(100 * DAY_MS);
    await stage.processor.sweep();
    expect(await statesOf(stage, auctionId)).toEqual(['contested']);
    expect((await historyOf(winner, id))[3]).toBe(
      'delivered → contested: received otherwise: config.json has another digest or size than announced',
    );
    expect(refusalOf(await act(winner, id, 'receipt', DELIVERED))).toBe(REFUSED);
    expect((await act(stage.seller, id, 'ruling', { verdict: 'uphold', reason: 'mine' })).status).toBe(403);
    await act({ client: stage.operator }, id, 'ruling', { verdict: 'uphold', reason: 'the log shows it' });
    await stage.processor.settle({ auctionId });
  });

  it('is paid for when it is upheld', async () => {
    const { winner, auctionId, id } = await contested();
    const [bonded] = await money(stage, stage.seller);
    const earned = await gainOf(stage.author, async () => {
      const ruling = { verdict: 'uphold', reason: 'the transfer log shows it' };
      const reply = await act({ client: stage.operator }, id, 'ruling', ruling);
      expect(reply.body['state']).toBe('accepted');
      await stage.processor.settle({ auctionId });
      expect(refusalOf(await act({ client: stage.operator }, id, 'ruling', ruling))).toBe(REFUSED);
    });
    expect(earned).toBe(950);
    expect((await money(stage, stage.seller))[0] - bonded).toBe(200);
    expect(await money(stage, winner)).toEqual([0, 0]);
  });

  it('is refunded, with the bond, when it is not', async () => {
    const { winner, auctionId, id } = await contested();
    const ruling = { verdict: 'refund', reason: 'other bytes were served' };
    const reply = await act({ client: stage.operator }, id, 'ruling', ruling);
    expect(reply.body['state']).toBe('refunded');
    await stage.processor.settle({ auctionId });
    expect(await money(stage, winner)).toEqual([1_200, 0]);
    expect((await historyOf(winner, id)).at(-1)).toBe(
      'contested → refunded: refund: other bytes were served',
    );
  });
});

describe('a package', () => {
  it('grants all of its lots, and needs a delivery as soon as one of them does', async () => {
    const winner = await stage.buyer(500n);
    const auctionId = await stage.cleared([{ winner, priceMinor: 500n, lots: [0, 1] }], {
      lots: [ACCESS_TERMS, LICENCE_TERMS, ACCESS_TERMS],
    });
    const { id } = await saleOf(stage, auctionId);
    expect(await statesOf(stage, auctionId)).toEqual(['paid']);
    await act(stage.seller, id, 'delivery', DELIVERED);
    await act(winner, id, 'receipt', DELIVERED);
    await stage.processor.settle({ auctionId });
    const lots = await stage.prisma.auctionLot.findMany({
      where: { auctionId },
      orderBy: { position: 'asc' },
      include: { lot: { include: { grants: true } } },
    });
    expect(lots.map(({ lot }) => [lot.state, lot.grants.length])).toEqual([
      ['sold', 1],
      ['sold', 1],
      ['listed', 0],
    ]);
  });
});

describe('several buyers of whom some are not served', () => {
  it('share the bond by their prices, by largest remainder', async () => {
    const winners = [await stage.buyer(100n), await stage.buyer(200n), await stage.buyer(50n)];
    await stage.fund(stage.seller, 100n);
    const awards = winners.map((winner, index): AwardInput => {
      const priceMinor = [100n, 200n, 50n][index] ?? 0n;
      return { winner, priceMinor, quantity: 1n };
    });
    const auctionId = await stage.cleared(awards, { bondMinor: 100n });
    const [, , served] = await salesOf(stage, auctionId);
    await act(stage.seller, served?.id ?? '', 'delivery', DELIVERED);
    stage.skip(3 * DAY_MS);
    await stage.processor.sweep();
    expect(await stage.auctions.endOf(auctionId)).toBeUndefined();
    stage.skip(DAY_MS);
    await stage.processor.sweep();
    expect((await statesOf(stage, auctionId)).toSorted()).toEqual(['refunded', 'refunded', 'released']);
    const held = await Promise.all(winners.map(async (winner) => (await money(stage, winner))[0]));
    // 33.33 and 66.67 of the bond.
    expect(held).toEqual([133, 267, 0]);
    expect(await stage.auctions.endOf(auctionId)).toBe('settled: paid, delivered and paid out');
  });
});
