import { digestOf, encodeId, type Id, type Json } from '#libs/kernel';
import { newId } from '#libs/platform';
import type { Reply, TestParty } from '../support/client.js';
import { type Market, openMarket } from './settlement-fixture.js';

let market: Market;
let seller: TestParty;
let other: TestParty;

beforeAll(async () => {
  market = await openMarket();
  seller = await market.party('Seller', 'seller');
  other = await market.party('Other', 'seller', 'contributor');
}, 30_000);
afterAll(() => market.close());

const weightsOf = (modelId: Id<'model'>): Promise<Reply> =>
  market.anonymous.get(`/v1/models/${encodeId('model', modelId)}/weights`);

describe('declared weights', () => {
  it('are frozen to parts per billion and published with their digest', async () => {
    const modelId = await market.model(seller, 'model A');
    const declared = await market.declare(seller, modelId, [
      [other, 2],
      [seller, 1],
    ]);
    expect(declared.status).toBe(201);
    const { body } = await weightsOf(modelId);
    expect(body).toEqual(declared.body);
    expect(body).toMatchObject({
      version: 1,
      shares: [
        { partyId: seller.id, partyName: 'Seller', weightPpb: 333_333_333 },
        { partyId: other.id, partyName: 'Other', weightPpb: 666_666_667 },
      ],
    });
    expect(digestOf(body['document'] as Json)).toBe(body['digest']);
  });

  it('replace each other by version, also when declared at the same time', async () => {
    const modelId = await market.model(seller, 'model B');
    const replies = await Promise.all(
      [1, 2, 3, 4, 5].map((weight) =>
        market.declare(seller, modelId, [
          [seller, weight],
          [other, 10],
        ]),
      ),
    );
    expect(replies.map(({ body }) => body['version']).sort()).toEqual([1, 2, 3, 4, 5]);
    const newest = replies.find(({ body }) => body['version'] === 5);
    expect((await weightsOf(modelId)).body).toEqual(newest?.body);
  });

  it('can be declared by the seller of the model only', async () => {
    const modelId = await market.model(seller, 'model C');
    expect((await market.declare(other, modelId, [[other, 1]])).status).toBe(404);
    const stranger = await market.party('Stranger', 'buyer');
    expect((await market.declare(stranger, modelId, [[stranger, 1]])).status).toBe(403);
    expect((await weightsOf(modelId)).status).toBe(404);
  });

  it('name parties that exist, once', async () => {
    const modelId = await market.model(seller, 'model D');
    const ghost = { ...seller, id: encodeId('party', newId('party')) };
    const unknown = await market.declare(seller, modelId, [
      [seller, 1],
      [ghost, 1],
    ]);
    expect(unknown.status).toBe(400);
    expect(unknown.body['errors']).toMatchObject([{ path: '/weights/1/partyId' }]);
    const twice = await market.declare(seller, modelId, [
      [seller, 1],
      [other, 1],
      [seller, 1],
    ]);
    expect(twice.body['errors']).toMatchObject([
      { path: '/weights/2/partyId', message: 'names a party twice' },
    ]);
  });

  it.each([[0], [-1], [0.5], [1_000_000_001]])('refuse a weight of %d', async (weight) => {
    const modelId = await market.model(seller, `model with ${String(weight)}`);
    expect((await market.declare(seller, modelId, [[seller, weight]])).status).toBe(400);
  });

  it('sum to a billion in the table, even for raw SQL', async () => {
    const modelId = await market.model(seller, 'model E');
    const set = newId('weightSet');
    const writes = market.prisma.$transaction(async (tx) => {
      await tx.weightSet.create({
        data: { id: set, modelId, version: 1, method: 'declared', document: '{}', digest: '0'.repeat(64) },
      });
      await tx.$executeRaw`INSERT INTO weight_share SELECT ${set}::uuid, id, 999999999 FROM party LIMIT 1`;
    });
    await expect(writes).rejects.toThrow(/do not sum to a billion/);
  });
});
