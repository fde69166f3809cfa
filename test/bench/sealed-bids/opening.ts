import type Tinypool from 'tinypool';
import { sealing } from '#core/auction';
import { assert, canonicalJson, type Json } from '#libs/kernel';
import { tell } from '../report.js';
import { type BenchClient, bodyOf } from './bench-client.js';
import { type AnnouncedAuction, TRUSTEES } from './bench-market.js';
import { type BenchService, tellMemory } from './bench-service.js';
import type { LoggedText, StatedShare, TrusteeTask } from './outside-worker.js';

/** Most that the service takes, and gives, at once. */
const SHARES_AT_ONCE = 500;
const PAGE = 500;
const POLL_MS = 50;

type Closed = {
  readonly service: BenchService;
  readonly client: BenchClient;
  readonly threads: Tinypool;
  readonly auction: AnnouncedAuction;
  readonly receipts: readonly Json[];
};

/** Closes the auction, holds its log against the receipts, has it opened by all trustees, and verifies the outcome. */
export async function openAndVerify(closed: Closed): Promise<void> {
  const { service, client, threads, auction, receipts } = closed;
  const path = `/v1/auctions/${auction.id}`;
  const closing = await close(closed);
  const log = await readLog(client, path);
  const [logged, promised] = [log.map(({ entry }) => canonicalJson(entry)), receipts.map(entryIn)];
  assert(logged.length === promised.length, 'the log holds as many bids as there are receipts');
  const held = new Set(logged);
  assert(
    promised.every((entry) => held.has(entry)),
    'no receipt is without its entry',
  );
  tell(
    'entries of the closed log that receipts promised',
    `${String(held.size)} of ${String(promised.length)}`,
    'all',
  );
  await publishShares(closed, closing, log);
  const sharedMs = performance.now();
  const state = await until(async () => {
    const { state: now } = bodyOf(await client.get(path), 200);
    return now === 'closed' ? undefined : String(now);
  });
  tellSeconds('opened and cleared, after the last share', performance.now() - sharedMs);
  assert(state === 'cleared', `an auction with a reserve that was reached is cleared, not ${state}`);
  const fetchedMs = performance.now();
  const { status, text } = await client.get(`${path}/outcome`);
  assert(status === 200, `the outcome is public: ${text.slice(0, 200)}`);
  tellSeconds('outcome fetched', performance.now() - fetchedMs);
  tell('outcome', `${(Buffer.byteLength(text) / 1_000_000).toFixed(1)} MB`);
  const verifiedMs = performance.now();
  const faults = (await threads.run(text, { name: 'verify' })) as readonly string[];
  assert(faults.length === 0, `the outcome verifies: ${faults.join()}`);
  tellSeconds('outcome verified by anybody, one thread', performance.now() - verifiedMs);
  tellMemory('memory of the service at the end', await service.usage());
}

async function close({ service, client, auction }: Closed): Promise<sealing.SignedClosing> {
  const startedMs = performance.now();
  service.advance(auction.closesAtMs - Date.now());
  const body = await until(async () => {
    const reply = await client.get(`/v1/auctions/${auction.id}/closing`);
    return reply.status === 404 ? undefined : bodyOf(reply, 200);
  });
  tellSeconds('closed, the sweep’s interval included', performance.now() - startedMs);
  return sealing.signedClosingSchema.parse(body['closing']);
}

async function readLog(client: BenchClient, path: string): Promise<readonly LoggedText[]> {
  const startedMs = performance.now();
  const log: LoggedText[] = [];
  let after: number | null = -1;
  while (after !== null) {
    const from: string = after < 0 ? '' : `after=${String(after)}&`;
    const page = bodyOf(await client.get(`${path}/envelopes?${from}limit=${String(PAGE)}`), 200);
    log.push(...(page['envelopes'] as LoggedText[]));
    after = page['next'] as number | null;
  }
  tellSeconds('log with its envelopes read', performance.now() - startedMs);
  return log;
}

const entryIn = (receipt: Json): string => canonicalJson((receipt as { readonly entry: Json }).entry);

/** All trustees at once, batch after batch: what is timed is what the service does with their shares. */
async function publishShares(
  { client, threads, auction }: Closed,
  closing: sealing.SignedClosing,
  log: readonly LoggedText[],
): Promise<void> {
  const decryptedMs = performance.now();
  const byTrustee = await Promise.all(
    TRUSTEES.map(async ({ id: trusteeId, secretKey: trusteeSecretKey }) => {
      const { announcementText } = auction;
      const task: TrusteeTask = { announcementText, trusteeId, trusteeSecretKey, closing, log };
      const shares = (await threads.run(task, { name: 'decrypt' })) as readonly StatedShare[];
      return { trusteeId, shares };
    }),
  );
  tellSeconds('shares decrypted by three trustees, in threads', performance.now() - decryptedMs);
  const publishedMs = performance.now();
  for (let first = 0; first < log.length; first += SHARES_AT_ONCE)
    await Promise.all(
      byTrustee.map(async ({ trusteeId, shares: own }) => {
        const shares = own.slice(first, first + SHARES_AT_ONCE);
        const path = `/v1/auctions/${auction.id}/shares`;
        const { accepted } = bodyOf(await client.post(path, { trusteeId, shares }), 200);
        assert(accepted === shares.length, 'all shares of an honest trustee are accepted');
      }),
    );
  tellSeconds('shares of three trustees taken and checked', performance.now() - publishedMs);
}

/** Asks until there is an answer. */
async function until<T>(ask: () => Promise<T | undefined>): Promise<T> {
  for (;;) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}

const tellSeconds = (what: string, ms: number): void => {
  tell(what, `${(ms / 1_000).toFixed(1)} s`);
};
