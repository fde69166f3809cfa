import { asId, assert, encodeId } from '#libs/kernel';
import { Outbox, Queues, SystemClock, UnitOfWork } from '#libs/platform';
import { AttributionProcessor } from '../../libs/attribution/src/attribution.processor.js';
import { ComputationStore } from '../../libs/attribution/src/computation.store.js';
import { TrainUtilities } from '../../libs/attribution/src/train-utilities.js';
import { type Market, openMarket } from './settlement-fixture.js';

let market: Market;
beforeAll(async () => {
  market = await openMarket();
}, 30_000);
afterAll(() => market.close());

/** The worker of this application settles only; attributions are computed when a test says so. */
const processor = (): AttributionProcessor => {
  const { app } = market.testApp;
  const get = <T>(type: new (...args: never[]) => T): T => app.get(type, { strict: false });
  return new AttributionProcessor(
    get(ComputationStore),
    get(Queues),
    get(UnitOfWork),
    get(Outbox),
    get(SystemClock),
    get(TrainUtilities),
  );
};

test('a sale after an adoption pays by what was computed, one before it by what was declared', async () => {
  const seller = await market.party('Seller', 'seller');
  const author = await market.party('Author', 'contributor');
  const annotator = await market.party('Annotator', 'contributor');
  const winner = await market.party('Winner');
  await market.fund(winner, 4_000n);
  const modelId = await market.model(seller, 'a model');
  await market.declare(seller, modelId, [[author, 1]]);
  const before = await market.clearedSale({ modelId, seller, winner, priceMinor: 1_000n });

  const queued = await seller.client.post(`/v1/models/${encodeId('model', modelId)}/attributions`, {
    method: 'shapley',
    players: [
      { name: 'texts', partyId: author.id },
      { name: 'labels', partyId: annotator.id },
    ],
    utilities: { '': 0, texts: 1, labels: 1, 'texts,labels': 4 },
  });
  assert(queued.status === 202, JSON.stringify(queued.body));
  const { id } = await market.prisma.attribution.findFirstOrThrow();
  await processor().attribute({ attributionId: asId('attribution', id) });
  const path = `/v1/attributions/${String(queued.body['id'])}/adoption`;
  const adopted = await seller.client.post(path, {});
  expect(adopted).toMatchObject({ status: 201, body: { version: 2 } });
  const after = await market.clearedSale({ modelId, seller, winner, priceMinor: 1_000n });

  await market.processor.settle({ auctionId: before });
  expect(await market.balances(author)).toEqual({ available: '950' });
  expect(await market.balances(annotator)).toEqual({});
  await market.processor.settle({ auctionId: after });
  expect(await market.balances(author)).toEqual({ available: '1425' });
  expect(await market.balances(annotator)).toEqual({ available: '475' });
  const { weightSetId } = await market.prisma.settlement.findFirstOrThrow({ where: { auctionId: after } });
  expect(encodeId('weightSet', asId('weightSet', weightSetId))).toBe(adopted.body['id']);
});
