import { sealing, verifySealedOutcome } from '#core/auction';
import { assert, assertDefined, type Json, parseJson } from '#libs/kernel';
import pg from 'pg';
import { ApiModule } from '../../apps/api/src/api.module.js';
import {
  announce,
  type Announced,
  bidWith,
  created,
  enrolBuyer,
  LIFECYCLE,
  type Market,
  openMarket,
  OPENS_IN_MS,
  sharesOf,
  TRUSTEES,
  WINDOW_MS,
} from '../integration/auction-fixture.js';
import { eventually } from '../support/client.js';
import { WorkerProcess } from '../support/worker-process.js';

/** By this name the database knows the sessions of the process that is killed. */
const WORKER = 'killed-auctioneer';
const TIMEOUT_MS = 300_000;
const STEP_MS = 40_000;

/** The API’s clock is so far behind that the auction it has announced is over for a worker that starts now. */
const BEHIND_MS = OPENS_IN_MS + WINDOW_MS + 5_000;

/** A tenth of the revenue in hundred units, and no files that anybody would have to deliver. */
const TERMS = { kind: 'revenue-share', shareBps: 100, termMonths: 12, capMinor: null };
const saleOf = (lotId: string): object => ({ format: 'pay-as-bid', lotId, reserveMinor: '50' });

const units = (priceMinor: number, quantity: number): Json => ({
  steps: [{ priceMinor: String(priceMinor), quantity: String(quantity) }],
});

/** Two winners, two who tie for what is left and of whom one cannot pay, one below the reserve, one void. */
const BIDS: readonly (readonly [fundsMinor: number, bid: Json])[] = [
  [20_000, units(300, 35)],
  [20_000, units(200, 35)],
  [500, units(100, 20)],
  [20_000, units(100, 20)],
  [20_000, units(49, 5)],
  [20_000, { priceMinor: '1000' }],
];

let market: Market;
let database: pg.Client;
const workers: WorkerProcess[] = [];

beforeAll(async () => {
  market = await openMarket({}, ApiModule);
  database = await connect(market.testApp.database.url);
  await deliverEverythingTwice();
}, TIMEOUT_MS);

afterAll(async () => {
  for (const worker of workers) await worker.end('SIGKILL');
  await database.end();
  await market.close();
});

async function connect(url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url });
  // A session that the server ends is no error of the test.
  client.on('error', () => undefined);
  await client.connect();
  return client;
}

/** Each job and each event stands in the outbox a second time, under an id of its own. */
async function deliverEverythingTwice(): Promise<void> {
  await database.query(`
    CREATE FUNCTION write_again() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      INSERT INTO outbox (kind, topic, payload) VALUES (NEW.kind, NEW.topic, NEW.payload);
      RETURN NULL;
    END $$;
    CREATE TRIGGER outbox_twice AFTER INSERT ON outbox FOR EACH ROW
      WHEN (pg_trigger_depth() = 0) EXECUTE FUNCTION write_again();`);
}

function startWorker(databaseUrl = market.testApp.database.url): WorkerProcess {
  const url = new URL(databaseUrl);
  url.searchParams.set('application_name', WORKER);
  const worker = new WorkerProcess(url.href);
  workers.push(worker);
  return worker;
}

async function rowsOf<Row extends object>(
  sql: string,
  values: readonly unknown[] = [],
  on = database,
): Promise<readonly Row[]> {
  return (await on.query<Row>(sql, [...values])).rows;
}

async function countOf(sql: string): Promise<number> {
  const [row] = await rowsOf<{ count: number }>(`SELECT count(*)::int AS count ${sql}`);
  return row?.count ?? 0;
}

/** Waits until the worker has brought something about. */
async function until(by: WorkerProcess, isSo: () => Promise<boolean>): Promise<void> {
  const ask = (): Promise<boolean> => {
    if (by.hasEnded()) throw new Error(`the worker ended by itself:\n${by.output}`);
    return isSo();
  };
  await eventually(ask, (answer) => answer, STEP_MS);
}

/** What was sent before the kill may still happen after it; then the worker’s sessions are gone. */
const workerIsGone = (): Promise<number> =>
  eventually(
    () =>
      countOf(`FROM pg_stat_activity WHERE application_name = '${WORKER}' AND datname = current_database()`),
    (count) => count === 0,
  );

const waitsFor = async (table: string): Promise<boolean> =>
  (await countOf(`FROM pg_locks JOIN pg_stat_activity USING (pid)
    WHERE relation = '${table}'::regclass AND datname = current_database() AND NOT granted
      AND application_name = '${WORKER}'`)) > 0;

/** Lets nobody write to a table. Answers what ends that. */
async function hold(table: string): Promise<() => Promise<void>> {
  const holder = await connect(market.testApp.database.url);
  await holder.query(`BEGIN; LOCK TABLE ${table} IN EXCLUSIVE MODE`);
  return () => holder.end();
}

/** A worker gets so far that its transaction wants to write to this table, and is killed there. */
async function killWriting(table: string): Promise<void> {
  const letGo = await hold(table);
  const running = startWorker();
  await until(running, () => waitsFor(table));
  await running.end('SIGKILL');
  await letGo();
  await workerIsGone();
}

const stateOf = async (on = database): Promise<string> => {
  const [row] = await rowsOf<{ state: string }>('SELECT state FROM auction', [], on);
  return assertDefined(row, 'there is one auction').state;
};

const isIn =
  (state: string, on = database) =>
  async (): Promise<boolean> =>
    (await stateOf(on)) === state;

const salesIn =
  (states: readonly string[], on = database) =>
  async (): Promise<boolean> => {
    const sales = await rowsOf<{ state: string }>('SELECT state FROM sale', [], on);
    return sales.length > 0 && sales.every(({ state }) => states.includes(state));
  };

/** A time that sales wait for has come. */
async function skipTo(deadline: 'pay_by' | 'release_at', on = database): Promise<void> {
  await on.query(`UPDATE sale SET ${deadline} = now() WHERE ${deadline} > now()`);
}

/** Announced, open and bid on in the past of the worker. Answers with the receipts, in their order. */
async function bidOn(): Promise<{ auction: Announced; receipts: readonly sealing.LogEntry[] }> {
  market.skip(-BEHIND_MS);
  const auction = await announce(
    market,
    { lifecycle: { ...LIFECYCLE, holdbackBps: 1_000 }, bondMinor: '0' },
    saleOf,
    TERMS,
  );
  market.skip(OPENS_IN_MS);
  await market.sweep();
  const receipts: sealing.LogEntry[] = [];
  for (const [fundsMinor, content] of BIDS) {
    const { receipt } = created(await bidWith(auction, await enrolBuyer(market, fundsMinor), content));
    receipts.push(sealing.receiptSchema.parse(receipt).entry);
  }
  market.skip(BEHIND_MS - OPENS_IN_MS);
  return { auction, receipts };
}

/** Killed when the log is fixed and signed and nothing is committed. */
async function closeWithKill(): Promise<void> {
  await killWriting('auction_transition');
  expect(await stateOf()).toBe('open');
  expect(await countOf('FROM auction_leaf')).toBe(0);
}

/** The close goes through. Half of a trustee’s shares are in when the worker is killed; one of them comes again. */
async function openWithKill(auction: Announced): Promise<void> {
  const running = startWorker();
  await until(running, isIn('closed'));
  const [first, second] = TRUSTEES;
  assert(first !== undefined && second !== undefined, 'there are three');
  const publish = async (trusteeId: string, shares: readonly object[]): Promise<void> => {
    const reply = await market.anybody.post(`/v1/auctions/${auction.id}/shares`, { trusteeId, shares });
    expect(reply.status).toBe(200);
  };
  const shares = await sharesOf(market, auction, first);
  const half = shares.length / 2;
  await publish(first.id, shares.slice(0, half));
  await running.end('SIGKILL');
  await workerIsGone();
  await publish(first.id, shares.slice(half - 1));
  await publish(second.id, await sharesOf(market, auction, second));
  expect(await stateOf()).toBe('closed');
}

/** Killed with the decision made and written, and again when it is committed and its event has not left. */
async function clearWithKills(): Promise<void> {
  await killWriting('ledger_entry');
  expect(await stateOf()).toBe('closed');
  expect(await countOf(`FROM outbox WHERE topic = 'auction.cleared'`)).toBe(0);

  const commits = await hold('ledger_entry');
  const running = startWorker();
  await until(running, () => waitsFor('ledger_entry'));
  const queues = await hold('bullmq_salvor.job');
  await commits();
  await until(running, isIn('cleared'));
  await running.end('SIGKILL');
  await queues();
  await workerIsGone();
  expect(await countOf(`FROM outbox WHERE topic = 'auction.cleared' AND relayed_at IS NULL`)).toBe(2);
}

/** Killed when sales are opened, when a price is collected, and when the proceeds are paid out. */
async function settleWithKills(): Promise<void> {
  await killWriting('sale_transition');
  expect(await countOf('FROM sale')).toBe(0);
  await killWriting('ledger_entry');
  expect(await salesIn(['due'])()).toBe(true);
  await skipTo('pay_by');
  await killWriting('settlement');
  expect(await stateOf()).toBe('cleared');
  expect(await salesIn(['accepted', 'defaulted'])()).toBe(true);
}

/** The rest of the way, which is all of it where nobody was killed. */
async function finish(running: WorkerProcess, on = database): Promise<void> {
  await until(running, async () => (await countSales(on)) === 4);
  await until(running, async () => (await stateOf(on)) === 'settled' || (await onlyOneIsDue(on)));
  await skipTo('pay_by', on);
  await until(running, isIn('settled', on));
  await skipTo('release_at', on);
  await until(running, salesIn(['released', 'defaulted'], on));
  await running.end('SIGTERM');
}

async function finishWithKills(): Promise<void> {
  await clearWithKills();
  await settleWithKills();
  await finish(startWorker());
}

const countSales = async (on: pg.Client): Promise<number> =>
  (await rowsOf('SELECT 1 FROM sale', [], on)).length;

const onlyOneIsDue = async (on: pg.Client): Promise<boolean> =>
  (await rowsOf(`SELECT 1 FROM sale WHERE state = 'due'`, [], on)).length === 1;

/** The database as it stands, a second time. Its sessions end for that; whoever needs one opens another. */
async function cloneDatabase(): Promise<{ url: string; drop: () => Promise<void> }> {
  const server = await connect(assertDefined(process.env['SALVOR_TEST_DATABASE_URL'], 'set up'));
  const url = new URL(market.testApp.database.url);
  const name = url.pathname.slice(1);
  url.pathname = `/${name}_undisturbed`;
  await server.query(`ALTER DATABASE ${name} ALLOW_CONNECTIONS false`);
  await server.query('SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1', [name]);
  await server.query(`CREATE DATABASE ${name}_undisturbed TEMPLATE ${name}`);
  await server.query(`ALTER DATABASE ${name} ALLOW_CONNECTIONS true`);
  database = await connect(market.testApp.database.url);
  const drop = async (): Promise<void> => {
    await server.query(`DROP DATABASE ${name}_undisturbed WITH (FORCE)`);
    await server.end();
  };
  return { url: url.href, drop };
}

/** Everything that the end of an auction comes to, but for ids and times of what was made on the way. */
async function endOf(on: pg.Client) {
  const [auction] = await rowsOf<{ outcome: string; outcome_digest: string }>(
    'SELECT outcome, outcome_digest FROM auction',
    [],
    on,
  );
  const all = (sql: string): Promise<readonly object[]> => rowsOf(sql, [], on);
  return {
    ...assertDefined(auction, 'there is one auction'),
    states: await all('SELECT from_state, to_state, reason FROM auction_transition ORDER BY id'),
    sales: await rowsOf<{ state: string }>(
      'SELECT bidder_id, quantity, price_minor, held_minor, state FROM sale ORDER BY bidder_id',
      [],
      on,
    ),
    steps: await all(`SELECT bidder_id, from_state, to_state FROM sale_transition t
      JOIN sale s ON s.id = t.sale_id ORDER BY bidder_id, t.id`),
    grants: await all('SELECT holder_id, quantity FROM rights_grant ORDER BY holder_id'),
    settlements: await all(`SELECT s.bidder_id, gross_minor FROM settlement t
      LEFT JOIN sale s ON s.id = t.sale_id ORDER BY s.bidder_id`),
    events: await all(
      `SELECT topic, count(*) FROM outbox WHERE kind = 'event' GROUP BY topic ORDER BY topic`,
    ),
    balances: await all(`SELECT party_id, currency, purpose, balance_minor, held_minor FROM ledger_balance
      ORDER BY party_id, currency, purpose`),
    postings: await all('SELECT kind, count(*) FROM ledger_transaction GROUP BY kind ORDER BY kind'),
  };
}

test(
  'an auction whose worker is killed at every step ends as the same one whose worker never was',
  async () => {
    const { auction, receipts } = await bidOn();
    await closeWithKill();
    await openWithKill(auction);
    const clone = await cloneDatabase();
    const undisturbed = await connect(clone.url);
    try {
      await Promise.all([finish(startWorker(clone.url), undisturbed), finishWithKills()]);

      const [killed, calm] = [await endOf(database), await endOf(undisturbed)];
      expect(killed).toEqual(calm);
      const ends = killed.sales.map(({ state }) => state);
      expect(ends.sort()).toEqual(['defaulted', 'released', 'released', 'released']);
      const outcome = parseJson(killed.outcome);
      expect(outcome.ok && verifySealedOutcome(outcome.value)).toMatchObject({ valid: true });
      expect(outcome.ok && outcome.value).toMatchObject({
        entries: receipts,
        void: [{ leafIndex: 5, reason: 'not-a-bid-of-this-format' }],
        result: { status: 'sold' },
      });
      const integrity = await market.operator.get('/v1/ledger/integrity');
      expect(integrity.body).toEqual({ ok: true, faults: [] });
    } finally {
      await undisturbed.end();
      await clone.drop();
    }
  },
  TIMEOUT_MS,
);
