import { replayStatement } from '#core/settlement';
import { asId, digestOf, encodeId, type Id, type Json } from '#libs/kernel';
import { newId } from '#libs/platform';
import type { TestParty } from '../support/client.js';
import { type AuctionInput, DAY_MS } from './cleared-auctions.js';
import {
  act,
  DELIVERED,
  escrowOf,
  historyOf,
  money,
  openStage,
  saleOf,
  settlementOf,
  type Stage,
  statesOf,
} from './sale-fixture.js';
import { ACCESS_TERMS, idIn } from './settlement-fixture.js';

let stage: Stage;
let domainId: Id<'domain'>;
beforeAll(async () => {
  stage = await openStage();
  domainId = asId('domain', (await stage.prisma.domain.findFirstOrThrow()).id);
}, 30_000);
afterEach(async () => {
  expect((await stage.operator.get('/v1/ledger/integrity')).body).toEqual({ ok: true, faults: [] });
  expect(await escrowOf(stage)).toBe(0);
});
afterAll(() => stage.close());

const HELD = { holdbackBps: 1_000, holdbackMs: 30 * DAY_MS };

/** A completed run of the version, as of now, with this rate of right answers. */
async function scored(versionId: Id<'version'>, value: number): Promise<string> {
  const id = newId('run');
  const at = stage.testApp.clock.now();
  await stage.prisma.evaluationRun.create({
    data: {
      id,
      versionId,
      domainId,
      requestedById: idIn('party', stage.seller.id),
      state: 'completed',
      queuedAt: at,
      startedAt: at,
      finishedAt: at,
      slices: {
        create: {
          slice: 'all',
          position: 0,
          sampleCount: 100,
          scoredAt: at,
          metric: 'accuracy',
          successes: Math.round(100 * value),
          value,
          lower: value,
          upper: value,
          n: 100,
          chunks: { create: { ordinal: 0, firstRow: 0, sampleCount: 100, answered: 100, completedAt: at } },
        },
      },
    },
  });
  return encodeId('run', id);
}

type Held = {
  readonly auctionId: Id<'auction'>;
  readonly versionId: Id<'version'>;
  readonly winner: TestParty;
  readonly id: string;
};

/** Sold for 1,000 and accepted, a tenth of it held back; scored with 80 % before, if at all. */
async function held(scoreAtSale?: number, over: Partial<AuctionInput> = {}): Promise<Held> {
  const winner = await stage.buyer(1_000n);
  const { auctionId, versionId } = await stage.auctions.clear({
    modelId: stage.modelId,
    seller: stage.seller,
    lots: [ACCESS_TERMS],
    awards: [{ winner, priceMinor: 1_000n }],
    lifecycle: HELD,
    ...over,
  });
  if (scoreAtSale !== undefined) {
    stage.skip(-60_000);
    await scored(versionId, scoreAtSale);
    stage.skip(60_000);
  }
  await stage.processor.settle({ auctionId });
  return { auctionId, versionId, winner, id: (await saleOf(stage, auctionId)).id };
}

const releasesOf = async (auctionId: Id<'auction'>): Promise<readonly Record<string, unknown>[]> => {
  const { body } = await stage.anonymous.get(`/v1/auctions/${encodeId('auction', auctionId)}/releases`);
  return body['releases'] as readonly Record<string, unknown>[];
};

describe('a holdback', () => {
  it('stays in escrow, and says so in the settlement, until its time', async () => {
    const [before] = await money(stage, stage.author);
    const { auctionId } = await held();
    expect(await statesOf(stage, auctionId)).toEqual(['accepted']);
    expect(await escrowOf(stage)).toBe(100);
    expect((await money(stage, stage.author))[0] - before).toBe(855);
    const { body } = await settlementOf(stage, auctionId);
    expect(body['statement']).toMatchObject({ heldMinor: '100', grossMinor: '900', netMinor: '855' });
    expect(replayStatement(body['statement']).ok).toBe(true);
    stage.skip(30 * DAY_MS - 60_000);
    await stage.processor.sweep();
    expect(await releasesOf(auctionId)).toEqual([]);
    stage.skip(60_000);
    await stage.processor.sweep();
    expect(await statesOf(stage, auctionId)).toEqual(['released']);
  });

  it('is released in full, once, when the version was not scored again', async () => {
    const { auctionId, winner, id } = await held(0.8);
    const [before] = await money(stage, stage.author);
    stage.skip(30 * DAY_MS);
    await Promise.all([1, 2, 3].map(() => stage.processor.sweep()));
    await stage.processor.sweep();
    expect((await money(stage, stage.author))[0] - before).toBe(95);
    expect(await money(stage, winner)).toEqual([0, 0]);
    expect((await historyOf(winner, id)).at(-1)).toBe('accepted → released: the holdback ended');
    expect(await releasesOf(auctionId)).toHaveLength(1);
  });

  it('is released in full when the score is as good', async () => {
    const { versionId, winner } = await held(0.8);
    stage.skip(DAY_MS);
    await scored(versionId, 0.79);
    stage.skip(29 * DAY_MS);
    await stage.processor.sweep();
    expect(await money(stage, winner)).toEqual([0, 0]);
  });

  it('goes back in part when the newest score has dropped, the rest by the same weights', async () => {
    const { auctionId, versionId, winner, id } = await held(0.8);
    const [before] = await money(stage, stage.author);
    stage.skip(DAY_MS);
    await scored(versionId, 0.1);
    stage.skip(DAY_MS);
    const runNow = await scored(versionId, 0.6);
    stage.skip(28 * DAY_MS);
    await stage.processor.sweep();
    // A quarter of the score is gone: 25 of 100 go back, 75 less 5 % are paid out.
    expect(await money(stage, winner)).toEqual([25, 0]);
    expect((await money(stage, stage.author))[0] - before).toBe(72);
    const [release] = await releasesOf(auctionId);
    expect(release?.['statement']).toMatchObject({
      document: 'holdback-statement',
      saleId: id,
      heldMinor: '100',
      changes: [{ runNow, atSaleBps: 8_000, nowBps: 6_000 }],
      release: { refundMinor: '25' },
      grossMinor: '75',
    });
    expect(replayStatement(release?.['statement']).ok).toBe(true);
    expect(digestOf(release?.['statement'] as Json)).toBe(release?.['statementDigest']);
    expect(JSON.stringify(release)).not.toContain(winner.id);
    const { body } = await stage.author.client.get('/v1/me/payouts?limit=200');
    expect((body['payouts'] as { amountMinor: string }[]).at(-1)).toMatchObject({ amountMinor: '72' });
  });

  it('goes back whole, and no more, when nothing is left of the score', async () => {
    const { versionId, winner } = await held(0.8);
    stage.skip(DAY_MS);
    await scored(versionId, 0);
    stage.skip(29 * DAY_MS);
    await stage.processor.sweep();
    expect(await money(stage, winner)).toEqual([100, 0]);
  });

  it('waits for the settlement of its auction when another sale takes longer', async () => {
    const [first, second] = [await stage.buyer(500n), await stage.buyer(500n)];
    const auctionId = await stage.cleared(
      [
        { winner: first, priceMinor: 500n, quantity: 1n },
        { winner: second, priceMinor: 500n, quantity: 1n },
      ],
      { lifecycle: { ...HELD, holdbackMs: 0 } },
    );
    const { id } = await saleOf(stage, auctionId);
    await act(stage.seller, id, 'delivery', DELIVERED);
    await act(first, id, 'receipt', DELIVERED);
    await stage.processor.sweep();
    expect((await statesOf(stage, auctionId))[0]).toBe('accepted');
    stage.skip(3 * DAY_MS);
    await stage.processor.sweep();
    await stage.processor.sweep();
    expect((await statesOf(stage, auctionId)).toSorted()).toEqual(['refunded', 'released']);
  });
});
