import { assertDefined, type Id, type Random, seededRandom } from '#libs/kernel';
import { LedgerService } from '#libs/ledger';
import type { TestParty } from '../support/client.js';
import { DAY_MS } from './cleared-auctions.js';
import {
  act,
  DELIVERED,
  escrowOf,
  LICENCE_TERMS,
  money,
  openStage,
  salesOf,
  type Stage,
  statesOf,
  SWAPPED,
} from './sale-fixture.js';
import { ACCESS_TERMS } from './settlement-fixture.js';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
  stage.testApp.app.useLogger(false);
}, 30_000);
afterAll(() => stage.close());

const DEPOSIT = 100;
const BOND = 60;
const HOLDBACK_BPS = 1_000;

type Bid = { readonly winner: TestParty; readonly price: number; funded: number };

/** An auction of units with four winners, some of whom cannot pay yet; what everybody had before is noted. */
class Walk {
  readonly #random: Random;

  private constructor(
    random: Random,
    readonly auctionId: Id<'auction'>,
    readonly bids: readonly Bid[],
  ) {
    this.#random = random;
  }

  static async start(seed: string): Promise<Walk> {
    const random = seededRandom(seed);
    const bids: Bid[] = [];
    for (let index = 0; index < 4; index += 1) {
      const price = 50 + random.below(500);
      const funded = DEPOSIT + (random.below(2) === 0 ? 0 : price);
      bids.push({ winner: await stage.buyer(BigInt(funded)), price, funded });
    }
    await stage.fund(stage.seller, BigInt(BOND));
    const auctionId = await stage.cleared(
      bids.map(({ winner, price }) => ({ winner, priceMinor: BigInt(price), quantity: 1n })),
      {
        depositMinor: BigInt(DEPOSIT),
        bondMinor: BigInt(BOND),
        lifecycle: { holdbackBps: HOLDBACK_BPS, holdbackMs: 5 * DAY_MS },
      },
    );
    return new Walk(random, auctionId, bids);
  }

  /** One thing that may happen, whether it is possible now or not. */
  async step(): Promise<unknown> {
    const index = this.#random.below(this.bids.length);
    const bid = assertDefined(this.bids[index], 'there is such a bid');
    const id = assertDefined((await salesOf(stage, this.auctionId))[index], 'and its sale').id;
    const files = this.#random.below(4) === 0 ? SWAPPED : DELIVERED;
    const verdict = this.#random.below(2) === 0 ? 'refund' : 'uphold';
    const things: readonly (() => Promise<unknown>)[] = [
      () => act(bid.winner, id, 'payment'),
      () => act(stage.seller, id, 'delivery', files),
      () => act(stage.seller, id, 'delivery', files),
      () => act(bid.winner, id, 'receipt', files),
      () => act({ client: stage.operator }, id, 'ruling', { verdict, reason: 'heard both' }),
      () => this.#fund(bid),
      () => stage.processor.sweep(),
      () => stage.processor.settle({ auctionId: this.auctionId }).catch(() => undefined),
      () => this.#turnClock(),
    ];
    return assertDefined(things[this.#random.below(things.length)], 'one of them')();
  }

  async #fund(bid: Bid): Promise<void> {
    await stage.fund(bid.winner, 200n);
    bid.funded += 200;
  }

  /** A day on, or an hour back, as clocks do. */
  #turnClock(): Promise<void> {
    stage.skip(this.#random.below(3) === 0 ? -DAY_MS / 24 : DAY_MS);
    return Promise.resolve();
  }

  /** All deadlines pass, and what is contested is ruled. */
  async finish(): Promise<void> {
    for (let round = 0; round < 5; round += 1) {
      for (const { id, state } of await salesOf(stage, this.auctionId))
        if (state === 'contested')
          await act({ client: stage.operator }, id, 'ruling', { verdict: 'uphold', reason: 'at last' });
      stage.skip(10 * DAY_MS);
      await stage.processor.sweep();
    }
  }
}

const held = (price: number): number => Math.floor((price * HOLDBACK_BPS) / 10_000);

/** What a buyer has and what escrow holds for the sale, told from its state alone. */
function expected(state: string, { price, funded }: Bid, isSettled: boolean) {
  switch (state) {
    case 'due':
      return { available: funded - DEPOSIT, deposit: DEPOSIT, escrow: 0 };
    case 'defaulted':
      return { available: funded - DEPOSIT, deposit: 0, escrow: 0 };
    case 'refunded':
      return { available: funded, deposit: 0, escrow: 0 };
    case 'accepted':
      return { available: funded - price, deposit: 0, escrow: isSettled ? held(price) : price };
    case 'released':
      return { available: funded - price, deposit: 0, escrow: 0 };
    default:
      return { available: funded - price, deposit: 0, escrow: price };
  }
}

/** Everybody has what the states say; the bond, once the auction has ended, is with the seller or with those refunded. */
async function expectMoneyAsStated({ auctionId, bids }: Walk): Promise<void> {
  const isOver = (await stage.auctions.endOf(auctionId)) !== undefined;
  const isSettled = (await stage.prisma.settlement.count({ where: { auctionId, saleId: null } })) > 0;
  const states = await statesOf(stage, auctionId);
  let [escrow, bonds] = [0, 0];
  for (const [index, bid] of bids.entries()) {
    const state = assertDefined(states[index], 'one sale a bid');
    const { available, ...rest } = expected(state, bid, isSettled);
    const [has, deposit] = await money(stage, bid.winner);
    escrow += rest.escrow;
    expect(deposit).toBe(rest.deposit);
    if (state === 'refunded' && isOver) bonds += has - available;
    else expect(has).toBe(available);
  }
  expect(await escrowOf(stage)).toBe(escrow);
  expect((await money(stage, stage.seller))[1]).toBe(isOver ? 0 : BOND);
  expect(bonds).toBe(isOver && states.includes('refunded') ? BOND : 0);
  expect((await stage.operator.get('/v1/ledger/integrity')).body).toEqual({ ok: true, faults: [] });
}

describe.each(['a', 'b', 'c'])('walk %s', (seed) => {
  it('leaves every unit of money where the states of the sales say, at every step, to the end', async () => {
    const walk = await Walk.start(seed);
    await expectMoneyAsStated(walk);
    for (let count = 0; count < 25; count += 1) {
      await walk.step();
      await expectMoneyAsStated(walk);
    }
    await walk.finish();
    await expectMoneyAsStated(walk);
    const ends = ['released', 'refunded', 'defaulted'];
    expect((await statesOf(stage, walk.auctionId)).filter((state) => !ends.includes(state))).toEqual([]);
    expect(await escrowOf(stage)).toBe(0);
  });
});

/** The process dies in the middle of a step, when all is written and nothing is committed. */
async function dyingAtEveryOtherStep(during: () => Promise<void>): Promise<number> {
  const ledger = stage.testApp.app.get(LedgerService, { strict: false });
  const postAll = ledger.postAll.bind(ledger);
  let [calls, deaths] = [0, 0];
  ledger.postAll = async (tx, requests) => {
    const posted = await postAll(tx, requests);
    calls += 1;
    if (calls % 2 === 0) return posted;
    deaths += 1;
    throw new Error('killed');
  };
  try {
    await during();
  } finally {
    ledger.postAll = postAll;
  }
  return deaths;
}

test('an auction whose every step dies once ends as if none had', async () => {
  const winners = [await stage.buyer(100n), await stage.buyer(100n), await stage.buyer(10n)];
  await stage.fund(stage.seller, BigInt(BOND));
  const { auctionId } = await stage.auctions.clear({
    modelId: stage.modelId,
    seller: stage.seller,
    lots: [ACCESS_TERMS, LICENCE_TERMS],
    awards: winners.map((winner, index) => ({ winner, priceMinor: 100n, lots: [index === 1 ? 1 : 0] })),
    depositMinor: 10n,
    bondMinor: BigInt(BOND),
    lifecycle: { holdbackBps: HOLDBACK_BPS, holdbackMs: DAY_MS },
  });
  const [before] = await money(stage, stage.author);
  const deaths = await dyingAtEveryOtherStep(async () => {
    for (let round = 0; round < 12; round += 1) {
      await stage.processor.settle({ auctionId }).catch(() => undefined);
      await stage.processor.sweep();
      stage.skip(DAY_MS);
    }
  });
  // Collected twice, defaulted, refunded, settled, released.
  expect(deaths).toBeGreaterThanOrEqual(6);
  expect(await statesOf(stage, auctionId)).toEqual(['released', 'refunded', 'defaulted']);
  expect(await Promise.all(winners.map(async (winner) => money(stage, winner)))).toEqual([
    [0, 0],
    [100 + BOND, 0],
    [0, 0],
  ]);
  // 90 less 4 of the platform, then 10 of which a twentieth is less than a unit.
  expect((await money(stage, stage.author))[0] - before).toBe(86 + 10);
  expect(await escrowOf(stage)).toBe(0);
});
