import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { assert, canonicalJson } from '#libs/kernel';
import { parquetFile } from '../../../test/support/parquet-file.js';
import { type DomainDefinition, rowId } from './core/index.js';
import { openRowFile } from './domain-rows.js';

const DEFINITION: Pick<DomainDefinition, 'labels' | 'slices'> = {
  labels: ['bot', 'browser'],
  slices: ['a', 'b'].map((key) => ({ key, label: key, metric: 'accuracy', rows: 3, meanDate: undefined })),
};

const rowOf = (input: string, slice: string) => {
  const row = { input, target: 'bot', slice };
  return { id: rowId(row), ...row };
};

/** Slices by turns, with an input longer than what is read in one go. */
const ROWS = [
  rowOf('one', 'a'),
  rowOf('zwei äöü 🤖', 'b'),
  rowOf('x'.repeat(60_000), 'a'),
  rowOf('y'.repeat(60_000), 'b'),
  rowOf('z'.repeat(60_000), 'b'),
  rowOf('last', 'a'),
];

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
const linesOf = (rows: readonly Readonly<Record<string, string>>[]): string =>
  rows.map((row) => `${canonicalJson(row)}\n`).join('');

const COLUMNS = ['id', 'input', 'target', 'slice'].map((name) => ({ name, kind: 'text' }) as const);

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'salvor-rows-test-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function opened(name: string, bytes: string | Buffer, digest: string) {
  const path = join(folder, name);
  await writeFile(path, bytes);
  return openRowFile(path, DEFINITION, digest);
}

describe.each([
  ['plain lines', 'rows.jsonl', linesOf(ROWS)],
  ['lines without a newline at the end', 'trimmed.jsonl', linesOf(ROWS).trimEnd()],
  ['compressed lines', 'rows.jsonl.gz', gzipSync(linesOf(ROWS))],
  ['Parquet', 'rows.parquet', parquetFile(COLUMNS, [ROWS.slice(0, 2), ROWS.slice(2)], 'gzip')],
])('rows of %s', (_what, name, bytes) => {
  it('are found by slice and position', async () => {
    const text = typeof bytes === 'string' ? bytes : linesOf(ROWS);
    const rows = await opened(name, bytes, sha256(text));
    assert(rows.ok, JSON.stringify(rows));
    expect(Object.fromEntries(rows.value.counts)).toEqual({ a: 3, b: 3 });
    expect(await rows.value.read('a', 0, 3)).toEqual(ROWS.filter(({ slice }) => slice === 'a'));
    expect(await rows.value.read('b', 1, 1)).toEqual([ROWS[3]]);
    expect(await rows.value.read('b', 2, 100)).toEqual([ROWS[4]]);
    await rows.value.close();
  });
});

it('refuses bytes that the definition does not name', async () => {
  const text = linesOf(ROWS);
  expect(await opened('other.jsonl', text, sha256(`${text} `))).toMatchObject({
    ok: false,
    error: { code: 'digest-differs', found: sha256(text) },
  });
});

it('refuses a row that stands twice', async () => {
  const text = linesOf([...ROWS, ...ROWS.slice(0, 1)]);
  expect(await opened('twice.jsonl', text, sha256(text))).toMatchObject({
    ok: false,
    error: { code: 'row-invalid', reason: 'a row stands twice' },
  });
});

it('names the row of Parquet that is none, and says what is no Parquet', async () => {
  const rows = [...ROWS, { ...rowOf('new', 'a'), target: 'human' }];
  expect(await opened('wrong.parquet', parquetFile(COLUMNS, [rows]), sha256(linesOf(rows)))).toMatchObject({
    error: { code: 'row-invalid', file: 'wrong.parquet', line: 7, path: '/target' },
  });
  expect(await opened('text.parquet', linesOf(ROWS), sha256(linesOf(ROWS)))).toMatchObject({
    error: { code: 'file-unreadable', file: 'text.parquet', reason: 'parquet file invalid (footer != PAR1)' },
  });
});

it('names the line that is no row', async () => {
  const text = linesOf([...ROWS, { ...rowOf('new', 'a'), target: 'human' }]);
  expect(await opened('wrong.jsonl', text, sha256(text))).toMatchObject({
    ok: false,
    error: { code: 'row-invalid', line: 7, path: '/target' },
  });
});

it('notices that the file was changed under its hands', async () => {
  const text = linesOf(ROWS);
  const rows = await opened('changed.jsonl', text, sha256(text));
  assert(rows.ok, JSON.stringify(rows));
  await writeFile(join(folder, 'changed.jsonl'), text.replace('one', 'two'));
  await expect(rows.value.read('a', 0, 1)).rejects.toThrow('was changed');
  await rows.value.close();
});
