import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { stringify } from 'yaml';
import { assert, canonicalJson, sha256Hex } from '#libs/kernel';
import { parquetFile } from '../../../../test/support/parquet-file.js';
import { type DomainRow, rowId } from '../core/domain-row.js';
import { readDomainFolder, readTrainingRows } from './domain-folder.js';

const row = (fields: Omit<DomainRow, 'id'>): DomainRow => ({ id: rowId(fields), ...fields });

const ROWS: readonly DomainRow[] = [
  row({ input: 'Crawler/1', target: 'bot', time: '2017-02-01', slice: '2017' }),
  row({ input: 'Crawler/2', target: 'bot', time: '2017-02-03', slice: '2017' }),
  row({ input: 'Firefox', target: 'browser', slice: 'browsers' }),
];

const linesOf = (rows: readonly DomainRow[]): string =>
  rows.map((each) => `${canonicalJson({ ...each })}\n`).join('');

const definitionFor = (rowsText: string, slices: Readonly<Record<string, unknown>> = {}): string =>
  stringify({
    task: 'bots',
    description: 'Tell bots from browsers.',
    dataset_path: 'json',
    dataset_kwargs: { data_files: { test: 'rows.jsonl' } },
    test_split: 'test',
    doc_to_text: 'input',
    doc_to_target: 'target',
    labels: ['bot', 'browser'],
    positive_label: 'bot',
    metric_list: [
      { metric: 'recall', aggregation: 'mean', higher_is_better: true },
      { metric: 'false_positive_rate', aggregation: 'mean', higher_is_better: false },
    ],
    chance_level: 0.5,
    repeats: 1,
    slice_field: 'slice',
    slices: [
      { key: '2017', label: '2017', metric: 'recall', rows: 2, mean_date: '2017-02-02', ...slices },
      { key: 'browsers', label: 'browsers', metric: 'false_positive_rate', rows: 1 },
    ],
    baselines: [],
    licence: 'MIT',
    caveats: [],
    metadata: { version: 1 },
    data_files_sha256: { test: sha256Hex(rowsText) },
  });

describe('readDomainFolder', () => {
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'salvor-domain-'));
  });

  afterEach(() => rm(folder, { recursive: true }));

  async function reading(
    rowsText: string,
    definition = definitionFor(rowsText),
  ): ReturnType<typeof readDomainFolder> {
    await writeFile(join(folder, 'rows.jsonl'), rowsText);
    await writeFile(join(folder, 'domain.yaml'), definition);
    return readDomainFolder(folder);
  }

  it('returns the definition, its digest and the rows', async () => {
    const definition = definitionFor(linesOf(ROWS));
    expect(await reading(linesOf(ROWS), definition)).toMatchObject({
      ok: true,
      value: { definition: { task: 'bots' }, definitionDigest: sha256Hex(definition), rows: ROWS },
    });
  });

  it('notices a single changed byte of the rows', async () => {
    const definition = definitionFor(linesOf(ROWS));
    expect(await reading(linesOf(ROWS).replace('Firefox', 'Firefax'), definition)).toMatchObject({
      error: { code: 'digest-differs', file: 'rows.jsonl', declared: sha256Hex(linesOf(ROWS)) },
    });
  });

  it('notices a row that kept its id when its target was turned, even with a fitting digest', async () => {
    const turned = ROWS.map((each) => (each.input === 'Crawler/2' ? { ...each, target: 'browser' } : each));
    expect(await reading(linesOf(turned))).toMatchObject({
      error: { code: 'row-invalid', line: 2, path: '/id' },
    });
  });

  it.each([
    [{ input: 'x', target: 'robot', slice: 'browsers' }, '/target'],
    [{ input: 'x', target: 'bot', slice: '1999' }, '/slice'],
    [{ input: 'x', target: 'browser', slice: 'browsers', time: '2017-02-01' }, '/time'],
    [{ input: 'x', target: 'bot', slice: '2017' }, '/time'],
    [{ input: 'x', target: 'bot', slice: '2017', time: '2017-13-01' }, '/time'],
  ])('names line and field of the row %j', async (fields, path) => {
    expect(await reading(linesOf([...ROWS, row(fields)]))).toMatchObject({
      error: { code: 'row-invalid', line: 4, path },
    });
  });

  it('names a line that is no JSON', async () => {
    expect(await reading(`${linesOf(ROWS)}{\n`)).toMatchObject({ error: { code: 'row-invalid', line: 4 } });
  });

  it.each([
    [{ rows: 3 }, '/slices/0/rows'],
    [{ mean_date: '2017-02-01' }, '/slices/0/mean_date'],
  ])('names what the definition says of the rows wrongly: %j', async (slices, path) => {
    expect(await reading(linesOf(ROWS), definitionFor(linesOf(ROWS), slices))).toMatchObject({
      error: { code: 'definition-invalid', path },
    });
  });

  it('notices a row that is given twice', async () => {
    expect(await reading(linesOf([...ROWS.slice(0, 2), ...ROWS.slice(0, 1)]))).toMatchObject({
      error: { code: 'definition-invalid', path: '/dataset_kwargs/data_files/test' },
    });
  });

  it('reports broken YAML, and YAML that is no definition', async () => {
    expect(await reading('', 'task: [')).toMatchObject({ error: { code: 'definition-invalid', path: '' } });
    expect(await reading('', 'task: bots')).toMatchObject({
      error: { code: 'definition-invalid', path: '/description' },
    });
  });

  describe('of compressed rows', () => {
    const compressed = (rowsText: string): string =>
      definitionFor(rowsText).replace('test: rows.jsonl', 'test: rows.jsonl.gz');
    const readingCompressed = async (bytes: Buffer): ReturnType<typeof readDomainFolder> => {
      await writeFile(join(folder, 'rows.jsonl.gz'), bytes);
      return reading(linesOf(ROWS), compressed(linesOf(ROWS)));
    };

    it('pins the lines, however they were compressed', async () => {
      for (const level of [1, 9])
        expect(await readingCompressed(gzipSync(linesOf(ROWS), { level }))).toMatchObject({
          ok: true,
          value: { rows: ROWS },
        });
    });

    it('notices other lines, and what is no gzip', async () => {
      expect(await readingCompressed(gzipSync(`${linesOf(ROWS)}\n`))).toMatchObject({
        error: { code: 'digest-differs', file: 'rows.jsonl.gz' },
      });
      expect(await readingCompressed(Buffer.from(linesOf(ROWS)))).toMatchObject({
        error: { code: 'file-unreadable', reason: 'Z_DATA_ERROR' },
      });
    });

    it('does not unpack what is huge', async () => {
      const bomb = gzipSync(Buffer.alloc(257 * 1024 * 1024));
      expect(await readingCompressed(bomb)).toMatchObject({
        error: { code: 'file-unreadable', reason: 'ERR_BUFFER_TOO_LARGE' },
      });
    });
  });

  it('reads Parquet, pinned by the lines that its rows would be', async () => {
    const columns = ['id', 'input', 'target', 'slice'].map((name) => ({ name, kind: 'text' }) as const);
    const bytes = parquetFile(
      [...columns, { name: 'time', kind: 'day' }],
      [ROWS.map((each) => ({ ...each }))],
    );
    await writeFile(join(folder, 'rows.parquet'), bytes);
    const definition = definitionFor(linesOf(ROWS))
      .replace('dataset_path: json', 'dataset_path: parquet')
      .replace('test: rows.jsonl', 'test: rows.parquet');
    expect(await reading('', definition)).toMatchObject({ ok: true, value: { rows: ROWS } });
    await writeFile(join(folder, 'rows.parquet'), bytes.subarray(0, -1));
    expect(await reading('', definition)).toMatchObject({
      error: { code: 'file-unreadable', file: 'rows.parquet' },
    });
  });

  it('reads training rows where there are any', async () => {
    const domain = await reading(linesOf(ROWS));
    assert(domain.ok, 'expected a domain');
    const { definition } = domain.value;
    expect(await readTrainingRows(folder, definition)).toEqual({ ok: true, value: [] });
    const trainFile = { file: 'rows.jsonl', sha256: sha256Hex(linesOf(ROWS)) };
    expect(await readTrainingRows(folder, { ...definition, trainFile })).toEqual({ ok: true, value: ROWS });
  });

  it('reports a missing file without naming folders of this machine', async () => {
    expect(await readDomainFolder(folder)).toEqual({
      ok: false,
      error: { code: 'file-unreadable', file: 'domain.yaml', reason: 'ENOENT' },
    });
  });
});
