import { databaseBefore, type EarlierDatabase } from '../support/database-before.js';

const uuid = (digit: string): string => `019a0000-0000-7000-8000-${digit.padStart(12, '0')}`;
const DIGEST = 'a'.repeat(64);
const REQUEST = JSON.stringify({ valuationDate: '2026-11-01', domain: 'mail' });

let database: EarlierDatabase;

/** A completed, a refused and a queued valuation of the time when one was of a single domain. */
beforeAll(async () => {
  database = await databaseBefore('20261121000800_valuation_documents');
  const { sql } = database;
  await sql.query(`INSERT INTO party (id, name) VALUES ('${uuid('a')}', 'Seller')`);
  await sql.query(
    `INSERT INTO model (id, seller_id, name, description, licence) VALUES ('${uuid('b')}', '${uuid('a')}', 'Old', '', 'MIT')`,
  );
  await sql.query(
    `INSERT INTO model_version (id, model_id, label, manifest, root_digest, adapter) VALUES ('${uuid('c')}', '${uuid('b')}', '1', '{}', '${DIGEST}', '{}')`,
  );
  await sql.query(
    `INSERT INTO domain (id, name, version, definition, digest, row_count) VALUES ('${uuid('d')}', 'mail', 1, '{}', '${DIGEST}', 1)`,
  );
  await sql.query(
    `INSERT INTO valuation (id, version_id, domain_id, requested_by_id, currency, state, request, reason, dossier, dossier_digest, appraisal, appraisal_digest, finished_at)
     SELECT v.id::uuid, '${uuid('c')}', '${uuid('d')}', '${uuid('a')}', 'EUR', v.state, $1::jsonb, v.reason, v.dossier, v.digest, v.appraisal, v.appraisal_digest, v.finished_at::timestamptz
     FROM (VALUES
       ('${uuid('1')}', 'completed', NULL, '{"a":1}', '${DIGEST}', '{"rulesVersion":"valuation-1"}', '${DIGEST}', '2026-11-02'),
       ('${uuid('2')}', 'refused', 'usage-stale: known until 2024-01: too long ago', '{}', '${DIGEST}', NULL, NULL, '2026-11-02'),
       ('${uuid('3')}', 'queued', NULL, NULL, NULL, NULL, NULL, NULL)
     ) AS v (id, state, reason, dossier, digest, appraisal, appraisal_digest, finished_at)`,
    [REQUEST],
  );
  await database.migrate();
}, 60_000);
afterAll(() => database.drop());

const row = async (digit: string): Promise<Record<string, unknown>> =>
  (
    await database.sql.query<Record<string, unknown>>(
      'SELECT *, valuation_date::text AS valued_on FROM valuation WHERE id = $1',
      [uuid(digit)],
    )
  ).rows[0] ?? {};

test('a completed valuation keeps its documents and names its domain and day', async () => {
  expect(await row('1')).toMatchObject({
    state: 'completed',
    domains: ['mail'],
    valued_on: '2026-11-01',
    dossier: '{"a":1}',
    document: '{"rulesVersion":"valuation-1"}',
    document_digest: DIGEST,
    refusal: null,
  });
});

test('a refusal keeps its code and its whole reason', async () => {
  expect((await row('2'))['refusal']).toEqual({
    code: 'usage-stale',
    reason: 'known until 2024-01: too long ago',
  });
});

test('what was still queued has failed, and says what to do', async () => {
  expect(await row('3')).toMatchObject({
    state: 'failed',
    refusal: { code: 'valuation-failed', reason: 'asked for under an earlier method; ask again' },
  });
});

test('what has ended stays frozen', async () => {
  await expect(
    database.sql.query(`UPDATE valuation SET document = '{}' WHERE id = '${uuid('1')}'`),
  ).rejects.toThrow('is frozen');
});
