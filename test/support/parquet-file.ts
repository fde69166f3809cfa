/** Writes small Parquet files (parquet.apache.org/docs/file-format): plain pages, one a column and row group. */
import { brotliCompressSync, gzipSync } from 'node:zlib';

/** Codec and types by their numbers in parquet.thrift. */
const CODECS = { none: 0, gzip: 2, brotli: 4 } as const;
const COLUMNS = {
  text: { type: 6, convertedType: 0 },
  day: { type: 1, convertedType: 6 },
  json: { type: 6, convertedType: 19 },
  integer: { type: 2, convertedType: undefined },
} as const;
const OPTIONAL = 1;
const [PLAIN, RLE] = [0, 3];
const MAGIC = Buffer.from('PAR1');
const DAY_MS = 86_400_000;

export type ParquetColumn = { readonly name: string; readonly kind: keyof typeof COLUMNS };
type Row = Readonly<Record<string, unknown>>;

/** Wire types of the Thrift compact protocol. */
const [I32, I64, BINARY, LIST, STRUCT] = [5, 6, 8, 9, 12];

type Field = readonly [id: number, type: number, bytes: Buffer];

function varint(value: number): Buffer {
  const bytes: number[] = [];
  let rest = value;
  for (; rest > 127; rest = Math.floor(rest / 128)) bytes.push((rest % 128) | 128);
  return Buffer.from([...bytes, rest]);
}

/** Zigzag of what is never negative here. */
const i32 = (id: number, value: number): Field => [id, I32, varint(value * 2)];
const i64 = (id: number, value: number): Field => [id, I64, varint(value * 2)];
const bytesOf = (text: string): Buffer => Buffer.concat([varint(Buffer.byteLength(text)), Buffer.from(text)]);
const text = (id: number, value: string): Field => [id, BINARY, bytesOf(value)];
const struct = (id: number, ...fields: readonly Field[]): Field => [id, STRUCT, message(...fields)];
const list = (id: number, type: number, items: readonly Buffer[]): Field => [
  id,
  LIST,
  Buffer.concat([Buffer.from([(15 << 4) | type]), varint(items.length), ...items]),
];

/** Fields by rising id, each told by its distance from the one before. */
function message(...fields: readonly Field[]): Buffer {
  let before = 0;
  const parts = fields.map(([id, type, bytes]) => {
    const head = Buffer.from([((id - before) << 4) | type]);
    before = id;
    return Buffer.concat([head, bytes]);
  });
  return Buffer.concat([...parts, Buffer.from([0])]);
}

/** Which rows have a value, as one bit-packed run of definition levels. */
function levels(present: readonly boolean[]): Buffer {
  const packed = Buffer.alloc(Math.ceil(present.length / 8));
  for (const [index, is] of present.entries())
    if (is) packed.writeUInt8(packed.readUInt8(index >> 3) | (1 << (index & 7)), index >> 3);
  const run = Buffer.concat([varint(packed.length * 2 + 1), packed]);
  const length = Buffer.alloc(4);
  length.writeUInt32LE(run.length);
  return Buffer.concat([length, run]);
}

function plain(kind: ParquetColumn['kind'], value: unknown): Buffer {
  if (kind === 'integer') {
    const bytes = Buffer.alloc(8);
    bytes.writeBigInt64LE(value as bigint);
    return bytes;
  }
  const bytes = Buffer.from(kind === 'json' ? JSON.stringify(value) : (value as string));
  const head = Buffer.alloc(4);
  head.writeInt32LE(kind === 'day' ? Date.parse(value as string) / DAY_MS : bytes.length);
  return kind === 'day' ? head : Buffer.concat([head, bytes]);
}

function pageOf({ name, kind }: ParquetColumn, rows: readonly Row[], codec: keyof typeof CODECS): Buffer {
  const values = rows.map((row) => row[name]);
  const body = Buffer.concat([
    levels(values.map((value) => value !== undefined)),
    ...values.filter((value) => value !== undefined).map((value) => plain(kind, value)),
  ]);
  const stored = codec === 'gzip' ? gzipSync(body) : codec === 'brotli' ? brotliCompressSync(body) : body;
  const dataPage = struct(5, i32(1, rows.length), i32(2, PLAIN), i32(3, RLE), i32(4, RLE));
  return Buffer.concat([message(i32(1, 0), i32(2, body.length), i32(3, stored.length), dataPage), stored]);
}

/**
 * A file of these columns, all of which may lack a value.
 *
 * @param groups the rows of each row group
 */
export function parquetFile(
  columns: readonly ParquetColumn[],
  groups: readonly (readonly Row[])[],
  codec: keyof typeof CODECS = 'none',
): Buffer {
  const parts: Buffer[] = [MAGIC];
  let offset = MAGIC.length;
  const rowGroups = groups.map((rows) => {
    const start = offset;
    const chunks = columns.map((column) => {
      const page = pageOf(column, rows, codec);
      const { type } = COLUMNS[column.kind];
      const metadata = struct(
        3,
        i32(1, type),
        list(2, I32, [varint(PLAIN * 2)]),
        list(3, BINARY, [bytesOf(column.name)]),
        i32(4, CODECS[codec]),
        i64(5, rows.length),
        i64(6, page.length),
        i64(7, page.length),
        i64(9, offset),
      );
      parts.push(page);
      offset += page.length;
      return message(i64(2, 0), metadata);
    });
    return message(list(1, STRUCT, chunks), i64(2, offset - start), i64(3, rows.length));
  });
  const schema = columns.map(({ name, kind }) => {
    const { type, convertedType } = COLUMNS[kind];
    const converted = convertedType === undefined ? [] : [i32(6, convertedType)];
    return message(i32(1, type), i32(3, OPTIONAL), text(4, name), ...converted);
  });
  const root = message(text(4, 'rows'), i32(5, columns.length));
  const rowCount = groups.flat().length;
  const footer = message(
    i32(1, 1),
    list(2, STRUCT, [root, ...schema]),
    i64(3, rowCount),
    list(4, STRUCT, rowGroups),
  );
  const length = Buffer.alloc(4);
  length.writeUInt32LE(footer.length);
  return Buffer.concat([...parts, footer, length, MAGIC]);
}
