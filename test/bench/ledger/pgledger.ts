import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { assertDefined } from '#libs/kernel';
import pg from 'pg';
import { arrayText, type Contender } from './contender.js';

/** In the order in which they need each other. */
const SCRIPTS = [
  'vendor/scoville-pgsql-ulid/uuid-to-ulid.sql',
  'vendor/scoville-pgsql-ulid/ulid-to-uuid.sql',
  'pgledger.sql',
];

/**
 * pgledger (https://github.com/pgr0ss/pgledger, MIT) from a checkout of its repository, with that many accounts. The
 * hot account is the first.
 */
export async function openPgledger(pool: pg.Pool, checkout: string, accounts: number): Promise<Contender> {
  for (const script of SCRIPTS) await pool.query(await readFile(join(checkout, script), 'utf8'));
  const { rows } = await pool.query<{ id: string }>(
    `SELECT (a.account).id FROM (
       SELECT pgledger_create_account('account ' || n, 'EUR') FROM generate_series(1, $1::int) n
     ) a(account)`,
    [accounts],
  );
  const idOf = (account: number | 'hot'): string =>
    assertDefined(rows[account === 'hot' ? 0 : account], 'there are that many accounts').id;
  return {
    name: 'pgledger',
    call: (batch) => ({
      name: 'pgledger',
      text: `SELECT * FROM pgledger_create_transfers((
        SELECT array_agg((t."from", t."to", 5)::transfer_request) FROM unnest($1::text[], $2::text[]) t("from", "to")))`,
      values: [arrayText(batch.map(({ from }) => idOf(from))), arrayText(batch.map(({ to }) => idOf(to)))],
    }),
  };
}
