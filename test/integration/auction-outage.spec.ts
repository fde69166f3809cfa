import {
  announce,
  type Announced,
  bid,
  created,
  enrolBuyer,
  historyOf,
  type Market,
  openAuction,
  openMarket,
  OPENS_IN_MS,
  stateOf,
  WINDOW_MS,
} from './auction-fixture.js';

/** An outage begins after five seconds of silence. */
let market: Market;

beforeEach(async () => {
  market = await openMarket({ SALVOR_AUCTION_OUTAGE_MS: '5000', SALVOR_SWEEP_INTERVAL_MS: '1000' });
  await market.sweep();
});
afterEach(() => market.close());

const SILENCE_MS = 600_000;

const closesAt = async ({ id }: Announced): Promise<number> =>
  Date.parse(String((await market.anybody.get(`/v1/auctions/${id}`)).body['closesAt']));

const lastReason = async ({ id }: Announced): Promise<string> => {
  const { body } = await market.anybody.get(`/v1/auctions/${id}`);
  return String((body['transitions'] as { reason: string }[]).at(-1)?.reason);
};

describe('an outage', () => {
  it('gives an open auction back all the time it took', async () => {
    const auction = await openAuction(market);
    const before = await closesAt(auction);
    market.skip(SILENCE_MS);
    await market.sweep();
    const extendedMs = (await closesAt(auction)) - before;
    expect(extendedMs).toBeGreaterThanOrEqual(SILENCE_MS);
    expect(extendedMs).toBeLessThan(SILENCE_MS + 5_000);
    expect((await historyOf(market, auction)).at(-1)).toBe('open → open');
    expect(await lastReason(auction)).toMatch(/^extended by 60\d{4} ms: the service was silent from 2/);
  });

  it('leaves room for bids after the announced close', async () => {
    const auction = await openAuction(market);
    market.skip(SILENCE_MS);
    const buyer = await enrolBuyer(market);
    expect((await bid(auction, buyer, 1_500)).status).toBe(409);
    await market.sweep();
    created(await bid(auction, buyer, 1_500));
    for (let skipped = 0; skipped < WINDOW_MS; skipped += 4_000) {
      market.skip(4_000);
      await market.sweep();
    }
    expect(await stateOf(market, auction)).toBe('closed');
  });

  it('extends once, however many sweeps come back at the same moment', async () => {
    const auction = await openAuction(market);
    market.skip(SILENCE_MS);
    await Promise.all([market.sweep(), market.sweep(), market.sweep()]);
    const history = await historyOf(market, auction);
    expect(history.filter((step) => step === 'open → open')).toHaveLength(1);
  });

  it('extends an auction that should have opened meanwhile, and opens it', async () => {
    const auction = await announce(market);
    market.skip(SILENCE_MS);
    await market.sweep();
    expect(await historyOf(market, auction)).toEqual([
      '→ announced',
      'announced → announced',
      'announced → open',
    ]);
    expect(await closesAt(auction)).toBeGreaterThan(market.testApp.clock.nowMs());
  });

  it('leaves an auction alone that opens later', async () => {
    const nowMs = market.testApp.clock.nowMs();
    const auction = await announce(market, {
      opensAt: new Date(nowMs + 2 * SILENCE_MS).toISOString(),
      closesAt: new Date(nowMs + 3 * SILENCE_MS).toISOString(),
    });
    const before = await closesAt(auction);
    market.skip(SILENCE_MS);
    await market.sweep();
    expect(await closesAt(auction)).toBe(before);
  });

  it('is not what a delay of seconds is', async () => {
    const auction = await openAuction(market);
    const before = await closesAt(auction);
    market.skip(4_000);
    await market.sweep();
    expect(await closesAt(auction)).toBe(before);
  });

  it('counts from the silence that was announced', async () => {
    const { body } = await announce(market);
    expect((body['announcement'] as { outage: unknown }).outage).toEqual({
      rule: 'extend-by-silence',
      silenceMs: 5_000,
    });
  });
});

describe('a slow schedule', () => {
  it('is no outage, not even for an auction that was announced under a quick one', async () => {
    await market.close();
    market = await openMarket({ SALVOR_AUCTION_OUTAGE_MS: '5000', SALVOR_SWEEP_INTERVAL_MS: '10000' });
    await market.sweep();
    const auction = await openAuction(market);
    await market.prisma.$executeRaw`
      UPDATE auction SET announcement = replace(announcement, '"silenceMs":30000', '"silenceMs":5000')`;
    const before = await closesAt(auction);
    market.skip(25_000);
    await market.sweep();
    expect(await closesAt(auction)).toBe(before);
    market.skip(35_000);
    await market.sweep();
    expect(await closesAt(auction)).toBeGreaterThan(before);
  });
});

describe('the first sweep ever', () => {
  it('knows of no silence', async () => {
    await market.prisma.heartbeat.deleteMany();
    const auction = await announce(market);
    const before = await closesAt(auction);
    market.skip(OPENS_IN_MS + 30_000);
    await market.sweep();
    expect(await closesAt(auction)).toBe(before);
    expect(await stateOf(market, auction)).toBe('open');
  });
});
