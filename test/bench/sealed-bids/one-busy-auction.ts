import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { quantile } from 'simple-statistics';
import Tinypool from 'tinypool';
import { sealing } from '#core/auction';
import { assert, assertDefined, canonicalJson, type Json, parseJson, seededRandom } from '#libs/kernel';
import { createTestDatabase } from '../../support/test-database.js';
import { say, tell } from '../report.js';
import { BenchClient, bodyOf } from './bench-client.js';
import {
  announceAuction,
  type AnnouncedAuction,
  type Bidder,
  enrolBidders,
  joinAll,
} from './bench-market.js';
import { OPERATOR_KEY, TRUSTEES } from './bench-market.js';
import { BenchService, tellMemory, type Usage } from './bench-service.js';
import { openAndVerify } from './opening.js';
import type { SealedBid } from './outside-worker.js';

const BIDS = Number(process.env['SALVOR_BENCH_BIDS'] ?? 10_000);
const CLIENTS = 50;
const RECEIPTS_VERIFIED = 200;
const SEALED_AT_ONCE = 50;

const SETTINGS = {
  SALVOR_SECRET_KEY: '5a'.repeat(32),
  SALVOR_OPERATOR_KEY: OPERATOR_KEY,
  SALVOR_TRUSTEES: TRUSTEES.map(({ id, publicKey }) => `${id}:${publicKey}`).join(),
  SALVOR_TRUSTEE_THRESHOLD: '2',
  SALVOR_RATE_LIMIT_PER_MINUTE: '1000000',
  // The clock is turned to the close: that is no outage.
  SALVOR_AUCTION_OUTAGE_MS: '3600000',
};

/** Many bids in one auction, each of a bidder of its own, from the first receipt to a verified outcome. */
export async function oneBusyAuction(): Promise<void> {
  assert(Number.isSafeInteger(BIDS) && BIDS > 1, 'SALVOR_BENCH_BIDS is how many bids, two or more');
  say(`\n${String(BIDS)} bids on one auction by ${String(CLIENTS)} clients over HTTP, two of three trustees`);
  const database = await createTestDatabase();
  const pool = new pg.Pool({ connectionString: database.url });
  const threads = new Tinypool({
    filename: fileURLToPath(new URL('./outside-worker.js', import.meta.url)),
    maxThreads: availableParallelism(),
  });
  const service = await BenchService.start({ ...SETTINGS, DATABASE_URL: database.url });
  const client = new BenchClient(service.url, CLIENTS);
  try {
    const bidders = await enrolBidders(pool, BIDS);
    const auction = await announceAuction(client, pool);
    const sealed = await sealAll(threads, auction, bidders);
    await joinAll(
      pool,
      auction,
      bidders,
      sealed.map(({ bidderPublicKey }) => bidderPublicKey),
    );
    const receipts = await bidAll({ service, client, auction, bidders, sealed });
    checkReceipts(auction, receipts);
    await openAndVerify({ service, client, threads, auction, receipts });
  } finally {
    client.close();
    await service.stop();
    await threads.destroy();
    await pool.end();
    await database.drop();
  }
}

async function sealAll(
  threads: Tinypool,
  { announcementText }: AnnouncedAuction,
  bidders: readonly Bidder[],
): Promise<readonly SealedBid[]> {
  const random = seededRandom('sealed bids');
  const bids = bidders.map(({ bidderId }) => ({
    bidderId,
    priceMinor: String(500 + random.below(1_000_000)),
  }));
  const orders = Array.from({ length: Math.ceil(bids.length / SEALED_AT_ONCE) }, (_, at) => ({
    announcementText,
    bids: bids.slice(at * SEALED_AT_ONCE, (at + 1) * SEALED_AT_ONCE),
  }));
  const sealed = await Promise.all(
    orders.map((order) => threads.run(order, { name: 'seal' }) as Promise<readonly SealedBid[]>),
  );
  return sealed.flat();
}

type Bidding = {
  readonly service: BenchService;
  readonly client: BenchClient;
  readonly auction: AnnouncedAuction;
  readonly bidders: readonly Bidder[];
  readonly sealed: readonly SealedBid[];
};

/** Every client hands in the next bid as soon as it holds the receipt of its last one. */
async function bidAll({ service, client, auction, bidders, sealed }: Bidding): Promise<readonly Json[]> {
  const receipts: Json[] = [];
  const latenciesMs: number[] = [];
  let next = 0;
  const bidOn = async (): Promise<void> => {
    while (next < bidders.length) {
      const at = next;
      next += 1;
      const body = { sequence: 1, envelope: assertDefined(sealed[at], 'each was sealed').envelope };
      const { apiKey } = assertDefined(bidders[at], 'there are that many');
      const startedMs = performance.now();
      const reply = await client.post(`/v1/auctions/${auction.id}/bids`, body, apiKey);
      latenciesMs.push(performance.now() - startedMs);
      receipts.push(bodyOf(reply, 201)['receipt'] as Json);
    }
  };
  const before = await service.usage();
  const startedMs = performance.now();
  await Promise.all(Array.from({ length: CLIENTS }, bidOn));
  tellBidding(performance.now() - startedMs, latenciesMs, before, await service.usage());
  return receipts;
}

function tellBidding(ms: number, latenciesMs: readonly number[], before: Usage, after: Usage): void {
  const count = latenciesMs.length;
  tell('receipts', `${String(count)} of ${String(BIDS)}`, 'all');
  tell('bids taken', `${((count / ms) * 1_000).toFixed(0)} /s`);
  const latency = [0.5, 0.95, 0.99].map((p) => quantile([...latenciesMs], p).toFixed(0));
  tell('latency: median, 95 %, 99 %', `${latency.join(', ')} ms`);
  const processorMs = after.processorMs - before.processorMs;
  tell('processor time of the service, a bid', `${(processorMs / count).toFixed(1)} ms`);
  tell('… of the time that passed', `${((processorMs / ms) * 100).toFixed(0)} % of one core`);
  tellMemory('memory of the service after the bids', after);
}

/** Every one is different, and a sample is signed by the operator for what was handed in. */
function checkReceipts({ announcementText }: AnnouncedAuction, receipts: readonly Json[]): void {
  assert(new Set(receipts.map(canonicalJson)).size === receipts.length, 'no receipt was given twice');
  const announcement = parseJson(announcementText);
  assert(announcement.ok, 'an announcement is JSON');
  const auction = sealing.readSealedAuction(announcement.value);
  assert(auction.ok, 'what was announced can be read');
  const every = Math.max(1, Math.floor(receipts.length / RECEIPTS_VERIFIED));
  const sample = receipts.filter((_, at) => at % every === 0);
  for (const receipt of sample)
    assert(sealing.verifyReceipt(auction.value, receipt).ok, 'a receipt is signed with the announced key');
  tell('receipts verified', String(sample.length));
}
