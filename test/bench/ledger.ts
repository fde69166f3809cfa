import { assert, seededRandom } from '#libs/kernel';
import pg from 'pg';
import { median } from 'simple-statistics';
import { createTestDatabase } from '../support/test-database.js';
import type { BenchTransfer, Call, Contender } from './ledger/contender.js';
import { openOurs } from './ledger/ours.js';
import { openPgledger } from './ledger/pgledger.js';
import { say, tell } from './report.js';

/** A checkout of pgledger's repository; without one only our own figures are told. */
const CHECKOUT = process.env['SALVOR_BENCH_PGLEDGER'];
const ACCOUNTS = 1_000;
const ROUNDS = 5;
const CLIENTS_MAX = 20;

/** What is posted: how many transfers a call, by how many clients at once, how many calls a round. */
type Load = {
  readonly what: string;
  readonly hot: boolean;
  readonly batch: number;
  readonly clients: number;
  readonly calls: number;
};

const SINGLE: Load = { what: 'single, 1,000 accounts', hot: false, batch: 1, clients: 20, calls: 2_000 };
const HOT: Load = { what: 'single, one hot', hot: true, batch: 1, clients: 20, calls: 800 };
const HUNDRED: Load = { what: 'batches of 100, one hot', hot: true, batch: 100, clients: 4, calls: 40 };
const THOUSAND: Load = { what: 'batches of 1,000, one hot', hot: true, batch: 1_000, clients: 4, calls: 8 };

/** Transfers per second beside pgledger: same server, same run, by turns. */
export async function bench(): Promise<void> {
  say(`\nLedger: transfers/s, medians of ${String(ROUNDS)} rounds by turns, every commit durable`);
  if (CHECKOUT === undefined) say('  pgledger: SALVOR_BENCH_PGLEDGER names no checkout of it');
  await onDatabase(async (pool) => {
    const ours = await openOurs(pool, ACCOUNTS);
    const theirs = CHECKOUT === undefined ? undefined : await openPgledger(pool, CHECKOUT, ACCOUNTS);
    const beside = (load: Load, contender: Contender, what: string, goal: string): Promise<void> =>
      compare(pool, { ...load, what: `${load.what}${what}` }, contender, theirs, goal);
    await beside(SINGLE, ours.exact, '', '≥ 2');
    await beside(HOT, ours.exact, ' account of a party', '≥ 1.3');
    await beside(HOT, ours.shared, ' account of the system', '≥ 1.3');
    await beside(HUNDRED, ours.shared, ' account of the system', '≥ 4');
    await beside(THOUSAND, ours.shared, ' account of the system', '≥ 20');
    await beside(THOUSAND, ours.oneTransaction, ', one transaction', '≥ 20');
    await checkBooks(pool);
  });
  await tellInvariants();
}

async function compare(
  pool: pg.Pool,
  load: Load,
  ours: Contender,
  theirs: Contender | undefined,
  goal: string,
): Promise<void> {
  // Tables grow from case to case: plans and statistics of neither shall be those of the one before.
  await pool.query('VACUUM ANALYZE');
  const [own, other] = await rounds(pool, load, ours, pool, theirs);
  if (other === undefined) tell(load.what, own.toFixed(0));
  else tell(load.what, `${own.toFixed(0)} beside ${other.toFixed(0)}: ${(own / other).toFixed(2)}`, goal);
}

/** What the guards cost: our own ledger with and without its triggers and checks. */
async function tellInvariants(): Promise<void> {
  await onDatabase((pool) =>
    onDatabase(async (bare) => {
      const [guarded, unguarded] = [await openOurs(pool, ACCOUNTS), await openOurs(bare, ACCOUNTS)];
      await bare.query(await guardsRemoved(bare));
      for (const one of [pool, bare]) await one.query('VACUUM ANALYZE');
      for (const [load, pick] of [
        [SINGLE, 'exact'],
        [HUNDRED, 'shared'],
      ] as const) {
        const [on, off] = await rounds(pool, load, guarded[pick], bare, unguarded[pick]);
        const lost = off === undefined ? 0 : 1 - on / off;
        tell(`${load.what}: lost to triggers and checks`, `${(lost * 100).toFixed(0)} %`, '≤ 30 %');
      }
    }),
  );
}

/** Medians of two contenders that take turns: who comes second meets a warmer machine, or a busier one. */
async function rounds(
  pool: pg.Pool,
  load: Load,
  first: Contender,
  otherPool: pg.Pool,
  second: Contender | undefined,
): Promise<readonly [number, number | undefined]> {
  const rates: number[] = [];
  const others: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const turns = [
      async () => rates.push(await rateOf(pool, load, first, round)),
      async () => {
        if (second !== undefined) others.push(await rateOf(otherPool, load, second, round));
      },
    ];
    for (const turn of round % 2 === 0 ? turns : turns.reverse()) await turn();
  }
  return [median(rates), others.length === 0 ? undefined : median(others)];
}

/** Transfers per second; the calls are made before the clock runs. */
async function rateOf(
  pool: pg.Pool,
  { hot, batch, clients, calls }: Load,
  contender: Contender,
  round: number,
): Promise<number> {
  const random = seededRandom(`ledger bench ${String(round)}`);
  const transfer = (): BenchTransfer => {
    const from = random.below(ACCOUNTS);
    // Never the first, which may be the hot one, and never the giving one.
    const to = 1 + ((from + random.below(ACCOUNTS - 2)) % (ACCOUNTS - 1));
    return { from: hot ? 'hot' : from, to };
  };
  const waiting: Call[] = Array.from({ length: calls }, () =>
    contender.call(Array.from({ length: batch }, transfer)),
  );
  const client = async (): Promise<void> => {
    const connection = await pool.connect();
    for (let call = waiting.pop(); call !== undefined; call = waiting.pop()) await connection.query(call);
    connection.release();
  };
  const startedMs = performance.now();
  await Promise.all(Array.from({ length: clients }, client));
  return ((calls * batch) / (performance.now() - startedMs)) * 1_000;
}

/** A figure of a ledger that lost count would be worth nothing. */
async function checkBooks(pool: pg.Pool): Promise<void> {
  const { rows } = await pool.query<{ faults: string }>(`
    SELECT count(*) AS faults FROM ledger_balance b
      WHERE b.balance_minor <> (SELECT coalesce(sum(e.amount_minor), 0) FROM ledger_entry e WHERE e.account_id = b.id)`);
  assert(rows[0]?.faults === '0', 'every balance is the sum of its entries');
}

/** SQL that takes every trigger and check from the tables of the ledger. */
async function guardsRemoved(pool: pg.Pool): Promise<string> {
  const { rows } = await pool.query<{ sql: string }>(`
    SELECT format('ALTER TABLE %s DROP CONSTRAINT %I', conrelid::regclass, conname) AS sql FROM pg_constraint
      WHERE contype = 'c' AND conrelid::regclass::text LIKE 'ledger%'
    UNION ALL
    SELECT format('DROP TRIGGER %I ON %s', tgname, tgrelid::regclass) FROM pg_trigger
      WHERE NOT tgisinternal AND tgrelid::regclass::text LIKE 'ledger%'`);
  return rows.map(({ sql }) => sql).join(';\n');
}

async function onDatabase(work: (pool: pg.Pool) => Promise<void>): Promise<void> {
  const database = await createTestDatabase();
  const pool = new pg.Pool({ connectionString: database.url, max: CLIENTS_MAX });
  try {
    await work(pool);
  } finally {
    await pool.end();
    await database.drop();
  }
}
