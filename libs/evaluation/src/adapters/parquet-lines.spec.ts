import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parquetFile } from '../../../../test/support/parquet-file.js';
import { parquetLines } from './parquet-lines.js';

const COLUMNS = [
  { name: 'target', kind: 'text' },
  { name: 'input', kind: 'text' },
  { name: 'time', kind: 'day' },
  { name: 'assert', kind: 'json' },
  { name: 'count', kind: 'integer' },
] as const;

const ROWS = [
  { target: 'bot', input: 'zwei äöü 🤖', time: '2017-02-01' },
  { target: 'browser', input: '"', count: 2n ** 40n },
  { target: 'bot', input: 'last', assert: [{ type: 'equals', value: 'x' }] },
] as const;

const LINES = [
  '{"input":"zwei äöü 🤖","target":"bot","time":"2017-02-01"}\n',
  '{"count":1099511627776,"input":"\\"","target":"browser"}\n',
  '{"assert":[{"type":"equals","value":"x"}],"input":"last","target":"bot"}\n',
];

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'salvor-parquet-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function linesOf(bytes: Buffer): Promise<string> {
  const path = join(folder, 'rows.parquet');
  await writeFile(path, bytes);
  let text = '';
  for await (const lines of parquetLines(path)) text += lines;
  return text;
}

describe('parquetLines', () => {
  it.each(['none', 'gzip', 'brotli'] as const)(
    'writes rows in canonical form, compression %s',
    async (codec) => {
      expect(await linesOf(parquetFile(COLUMNS, [ROWS], codec))).toBe(LINES.join(''));
    },
  );

  it('takes row group after row group', async () => {
    const groups = [ROWS.slice(0, 1), ROWS.slice(1)];
    expect(await linesOf(parquetFile(COLUMNS, groups))).toBe(LINES.join(''));
  });

  it('loses no row where one window ends and the next begins', async () => {
    const many = Array.from({ length: 45_001 }, (_, index) => ({ input: String(index) }));
    const groups = [many.slice(0, 30_000), many.slice(30_000)];
    const text = await linesOf(parquetFile([{ name: 'input', kind: 'text' }], groups, 'gzip'));
    expect(text).toBe(many.map(({ input }) => `{"input":"${input}"}\n`).join(''));
  });

  it('has no lines of no rows', async () => {
    expect(await linesOf(parquetFile(COLUMNS, []))).toBe('');
  });

  it('says what is wrong with a file, without its name', async () => {
    const whole = parquetFile(COLUMNS, [ROWS]);
    await expect(linesOf(Buffer.from('{"input":"x"}\n'))).rejects.toThrow('footer != PAR1');
    await expect(linesOf(Buffer.alloc(0))).rejects.not.toThrow(folder);
    await expect(linesOf(whole.subarray(20))).rejects.not.toThrow(folder);
  });

  it('unpacks no row group that claims to be huge', async () => {
    const bytes = parquetFile(COLUMNS, [ROWS]);
    // The last field but one of the only row group: its size, a zigzag varint in front of the row count.
    const at = bytes.lastIndexOf(Buffer.from([0x16, 0x06, 0x00]));
    const size = bytes.subarray(0, at).lastIndexOf(0x16);
    const huge = Buffer.from([0x80, 0x80, 0x80, 0x80, 0x04]);
    const grown = Buffer.concat([bytes.subarray(0, size + 1), huge, bytes.subarray(at)]);
    const footerAt = grown.length - 8;
    grown.writeUInt32LE(bytes.readUInt32LE(bytes.length - 8) + grown.length - bytes.length, footerAt);
    await expect(linesOf(grown)).rejects.toThrow('a row group is larger than 268435456 bytes');
  });
});
