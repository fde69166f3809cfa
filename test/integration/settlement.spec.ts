import { replayStatement } from '#core/settlement';
import { asId, assert, digestOf, encodeId, type Id, type Json, seededRandom } from '#libs/kernel';
import { eventually, type TestParty } from '../support/client.js';
import { type Market, openMarket } from './settlement-fixture.js';

let market: Market;
let seller: TestParty;
let author: TestParty;
let annotator: TestParty;
let modelId: Id<'model'>;

beforeAll(async () => {
  market = await openMarket();
  seller = await market.party('Seller', 'seller');
  author = await market.party('Author', 'contributor');
  annotator = await market.party('Annotator', 'contributor');
  modelId = await market.model(seller, 'a model');
  await market.declare(seller, modelId, [
    [author, 2],
    [annotator, 1],
  ]);
}, 30_000);
afterAll(() => market.close());

let buyers = 0;
const buyer = async (amountMinor: bigint): Promise<TestParty> => {
  buyers += 1;
  const party = await market.party(`Buyer ${String(buyers)}`);
  if (amountMinor > 0n) await market.fund(party, amountMinor);
  return party;
};

const settlementOf = (auctionId: Id<'auction'>) =>
  market.anonymous.get(`/v1/auctions/${encodeId('auction', auctionId)}/settlement`);

const stateOf = async (auctionId: Id<'auction'>): Promise<string> =>
  (await market.prisma.auction.findUniqueOrThrow({ where: { id: auctionId } })).state;

const available = async (party: TestParty): Promise<bigint> =>
  BigInt((await market.balances(party))['available'] ?? '0');

const expectSoundLedger = async (): Promise<void> => {
  expect((await market.operator.get('/v1/ledger/integrity')).body).toEqual({ ok: true, faults: [] });
  const { body } = await market.operator.get('/v1/ledger/trial-balance');
  const [euro] = body['currencies'] as { purposes: { purpose: string; balanceMinor: string }[] }[];
  expect(euro?.purposes.find(({ purpose }) => purpose === 'escrow')?.balanceMinor ?? '0').toBe('0');
};

describe('settling a cleared auction', () => {
  it('takes the price, pays the fee and the contributors, and hands over the right', async () => {
    const winner = await buyer(2_000n);
    const before = { author: await available(author), annotator: await available(annotator) };
    const auctionId = await market.clearedSale({
      modelId,
      seller,
      winner,
      priceMinor: 1_000n,
      depositMinor: 300n,
    });
    await market.processor.settle({ auctionId });
    expect(await stateOf(auctionId)).toBe('settled');
    expect(await market.balances(winner)).toEqual({ available: '1000', deposit: '0' });
    // 950 after the fee: 633.33… and 316.66…
    expect((await available(author)) - before.author).toBe(633n);
    expect((await available(annotator)) - before.annotator).toBe(317n);
    const auction = await market.prisma.auction.findUniqueOrThrow({
      where: { id: auctionId },
      include: { lots: { include: { lot: { include: { grants: true } } } } },
    });
    expect(auction.lots).toMatchObject([{ lot: { state: 'sold', grants: [{ auctionId, quantity: null }] } }]);
    await expectSoundLedger();
  });

  it('publishes a statement that anybody can compute again', async () => {
    const winner = await buyer(10_000n);
    const auctionId = await market.clearedSale({ modelId, seller, winner, priceMinor: 9_999n });
    await market.processor.settle({ auctionId });
    const { status, body } = await settlementOf(auctionId);
    expect(status).toBe(200);
    expect(digestOf(body['statement'] as Json)).toBe(body['statementDigest']);
    expect(replayStatement(body['statement']).ok).toBe(true);
    expect(body['statement']).toMatchObject({
      grossMinor: '9999',
      fee: { bps: 500, amountMinor: '499' },
      netMinor: '9500',
    });
    const weights = await market.anonymous.get(`/v1/models/${encodeId('model', modelId)}/weights`);
    expect(body['statement']).toMatchObject({
      weights: { weightSetId: weights.body['id'], digest: weights.body['digest'] },
    });
    expect(body['parties']).toEqual([
      { partyId: author.id, partyName: 'Author' },
      { partyId: annotator.id, partyName: 'Annotator' },
    ]);
  });

  it('gives back what the price leaves of the deposit', async () => {
    const winner = await buyer(500n);
    const auctionId = await market.clearedSale({
      modelId,
      seller,
      winner,
      priceMinor: 120n,
      depositMinor: 500n,
    });
    await market.processor.settle({ auctionId });
    expect(await market.balances(winner)).toEqual({ available: '380', deposit: '0' });
  });

  it('settles a price of zero without moving money', async () => {
    const winner = await buyer(0n);
    const auctionId = await market.clearedSale({ modelId, seller, winner, priceMinor: 0n });
    await market.processor.settle({ auctionId });
    expect(await stateOf(auctionId)).toBe('settled');
    expect((await settlementOf(auctionId)).body['statement']).toMatchObject({
      grossMinor: '0',
      netMinor: '0',
    });
  });

  it('lets a contributor buy', async () => {
    await market.fund(author, 1_000n);
    const before = await available(author);
    const auctionId = await market.clearedSale({ modelId, seller, winner: author, priceMinor: 1_000n });
    await market.processor.settle({ auctionId });
    expect((await available(author)) - before).toBe(-1_000n + 633n);
  });

  it('happens once, however often and at once it is asked for', async () => {
    const winner = await buyer(5_000n);
    const auctionId = await market.clearedSale({
      modelId,
      seller,
      winner,
      priceMinor: 1_000n,
      depositMinor: 100n,
    });
    await Promise.all(Array.from({ length: 8 }, () => market.processor.settle({ auctionId })));
    await market.processor.settle({ auctionId });
    expect(await market.balances(winner)).toEqual({ available: '4000', deposit: '0' });
    const reference = encodeId('auction', auctionId);
    const { id } = await market.prisma.sale.findFirstOrThrow({ where: { auctionId } });
    const booked = await market.prisma.ledgerTransaction.findMany({
      where: { reference: { in: [reference, encodeId('sale', asId('sale', id))] } },
      orderBy: { kind: 'asc' },
    });
    expect(booked.map(({ kind }) => kind)).toEqual([
      'auction-deposit',
      'sale-collect',
      'settlement-distribute',
    ]);
    const told = await market.prisma.outbox.findMany({ where: { topic: 'settlement.settled' } });
    expect(told.filter(({ payload }) => JSON.stringify(payload).includes(reference))).toHaveLength(1);
  });

  it('is woken by the event of the clearing', async () => {
    const winner = await buyer(50n);
    const auctionId = await market.clearedSale({ modelId, seller, winner, priceMinor: 50n });
    await market.announceCleared(auctionId);
    await eventually(
      () => stateOf(auctionId),
      (state) => state === 'settled',
    );
  }, 20_000);
});

describe('a winner who cannot pay', () => {
  it('leaves everything as it was, and pays when the money is there', async () => {
    const winner = await buyer(500n);
    const auctionId = await market.clearedSale({
      modelId,
      seller,
      winner,
      priceMinor: 501n,
      depositMinor: 100n,
    });
    const entries = await market.prisma.ledgerEntry.count();
    await market.processor.settle({ auctionId });
    await market.processor.sweep();
    expect(await stateOf(auctionId)).toBe('cleared');
    expect(await market.balances(winner)).toEqual({ available: '400', deposit: '100' });
    expect(await market.prisma.ledgerEntry.count()).toBe(entries);
    expect((await settlementOf(auctionId)).status).toBe(404);
    await market.fund(winner, 1n);
    await market.processor.sweep();
    expect(await stateOf(auctionId)).toBe('settled');
    expect(await market.balances(winner)).toEqual({ available: '0', deposit: '0' });
  });
});

describe('the sweep', () => {
  it('settles the rest when one auction fails', async () => {
    const winner = await buyer(1_000n);
    const broken = await market.clearedSale({ modelId, seller, winner, priceMinor: 10n });
    // A lot in a state that the rights do not expect makes the settlement fail by assertion.
    await market.prisma.lot.updateMany({
      where: { auctions: { some: { auctionId: broken } } },
      data: { state: 'withdrawn' },
    });
    const fine = await market.clearedSale({ modelId, seller, winner, priceMinor: 20n });
    market.testApp.app.useLogger(false);
    await market.processor.sweep();
    market.testApp.app.useLogger(['error']);
    expect([await stateOf(broken), await stateOf(fine)]).toEqual(['cleared', 'settled']);
    await market.prisma.lot.updateMany({
      where: { auctions: { some: { auctionId: broken } } },
      data: { state: 'in-auction' },
    });
    await market.processor.sweep();
    expect(await stateOf(broken)).toBe('settled');
  });

  it('pays by the weights that were announced, whatever was declared since', async () => {
    const model = await market.model(seller, 'a model whose weights change');
    const painter = await market.party('Announced painter', 'contributor');
    await market.declare(seller, model, [[painter, 1]]);
    const winner = await buyer(100n);
    const auctionId = await market.clearedSale({ modelId: model, seller, winner, priceMinor: 100n });
    await market.declare(seller, model, [[seller, 1]]);
    await market.processor.sweep();
    expect(await stateOf(auctionId)).toBe('settled');
    expect(await market.balances(painter)).toMatchObject({ available: '95' });
  });
});

describe('many settlements at once', () => {
  it('of winners who are contributors of each other lose nothing and never wait in a circle', async () => {
    const random = seededRandom('settlements');
    const parties = await Promise.all(Array.from({ length: 5 }, () => buyer(100_000n)));
    const pick = (): TestParty => {
      const party = parties[random.below(parties.length)];
      assert(party !== undefined, 'the index is below the length');
      return party;
    };
    const models = await Promise.all(
      parties.map(async (_, index) => {
        const id = await market.model(seller, `shared model ${String(index)}`);
        await market.declare(
          seller,
          id,
          parties.map((party) => [party, 1 + random.below(100)] as const),
        );
        return id;
      }),
    );
    const auctionIds: Id<'auction'>[] = [];
    let gross = 0n;
    for (let index = 0; index < 40; index += 1) {
      const model = models[index % models.length];
      assert(model !== undefined, 'there are models');
      const priceMinor = BigInt(1 + random.below(5_000));
      gross += priceMinor;
      const depositMinor = BigInt(random.below(1_000));
      auctionIds.push(
        await market.clearedSale({ modelId: model, seller, winner: pick(), priceMinor, depositMinor }),
      );
    }
    await Promise.all(auctionIds.map((auctionId) => market.processor.settle({ auctionId })));
    expect(await Promise.all(auctionIds.map(stateOf))).toEqual(auctionIds.map(() => 'settled'));
    const statements = await Promise.all(
      auctionIds.map(async (id) => (await settlementOf(id)).body['statement']),
    );
    const fees = statements.reduce(
      (sum: bigint, statement) =>
        sum + BigInt((statement as { fee: { amountMinor: string } }).fee.amountMinor),
      0n,
    );
    const held = await Promise.all(parties.map(available));
    expect(gross).toBeGreaterThan(0n);
    expect(held.reduce((sum, amount) => sum + amount, 0n)).toBe(500_000n - fees);
    await expectSoundLedger();
  }, 60_000);
});

describe('GET /v1/me/payouts', () => {
  it('lists own lines, oldest first, each as it stands in the statement', async () => {
    const painter = await market.party('Painter', 'contributor');
    const model = await market.model(seller, 'a painted model');
    await market.declare(seller, model, [
      [painter, 3],
      [seller, 1],
    ]);
    const auctionIds: Id<'auction'>[] = [];
    for (const priceMinor of [100n, 200n, 300n]) {
      auctionIds.push(
        await market.clearedSale({ modelId: model, seller, winner: await buyer(priceMinor), priceMinor }),
      );
      await market.processor.sweep();
      // New weights do not change what was settled.
      await market.declare(seller, model, [[painter, 1]]);
    }
    const { body } = await painter.client.get('/v1/me/payouts');
    expect(body).toMatchObject({
      next: null,
      payouts: auctionIds.map((id) => ({ auctionId: encodeId('auction', id) })),
    });
    expect(body['payouts']).toMatchObject([
      {
        amountMinor: '71',
        weightPpb: 750_000_000,
        exact: '95 * 750000000 / 1000000000',
        grossMinor: '100',
        netMinor: '95',
      },
      { amountMinor: '190', weightPpb: 1_000_000_000 },
      { amountMinor: '285' },
    ]);
    const first = await painter.client.get('/v1/me/payouts?limit=2');
    const rest = await painter.client.get(`/v1/me/payouts?after=${String(first.body['next'])}`);
    expect([...(first.body['payouts'] as unknown[]), ...(rest.body['payouts'] as unknown[])]).toEqual(
      body['payouts'],
    );
  });

  it('is empty for who contributed to nothing', async () => {
    const { client } = await buyer(0n);
    expect((await client.get('/v1/me/payouts')).body).toEqual({ payouts: [], next: null });
    expect((await client.get('/v1/me/payouts?after=stl_1')).status).toBe(400);
    expect((await market.anonymous.get('/v1/me/payouts')).status).toBe(401);
  });
});
