import { createHash, randomUUID } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { open, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { parse as parseYaml } from 'yaml';
import { assert, assertDefined, err, ok, parseJson, type Result, sha256Hex } from '#libs/kernel';
import { type DomainFolderError, parquetLines, unreadableReason } from './adapters/index.js';
import {
  type DomainDefinition,
  type DomainRow,
  parseDomainDefinition,
  parseDomainRow,
} from './core/index.js';

/** The rows of a domain where they lie: only their places are held, so that there may be millions. */
export interface DomainRows {
  /** How many rows each slice has; slices without rows are left out. */
  readonly counts: ReadonlyMap<string, number>;
  /** Rows of a slice by position, in the order of the file. */
  read(slice: string, first: number, count: number): Promise<readonly DomainRow[]>;
  close(): Promise<void>;
}

const DEFINITION_FILE = 'domain.yaml';

/** Lines longer than this are refused: no row needs one. */
const LINE_BYTES_MAX = 4 * 1024 * 1024;

/** Reads `domain.yaml` alone. The rows are pinned by the digests that stand in it. */
export async function readDefinition(
  folder: string,
): Promise<
  Result<{ readonly definition: DomainDefinition; readonly definitionDigest: string }, DomainFolderError>
> {
  const invalid = { code: 'definition-invalid', file: DEFINITION_FILE } as const;
  let bytes: Buffer;
  let document: unknown;
  try {
    bytes = await readFile(join(folder, DEFINITION_FILE));
  } catch (error) {
    return err({ code: 'file-unreadable', file: DEFINITION_FILE, reason: unreadableReason(error) });
  }
  try {
    document = parseYaml(bytes.toString('utf8'));
  } catch (error) {
    return err({ ...invalid, path: '', reason: error instanceof Error ? error.message : String(error) });
  }
  const definition = parseDomainDefinition(document);
  return definition.ok
    ? ok({ definition: definition.value, definitionDigest: sha256Hex(bytes) })
    : err({ ...invalid, ...definition.error });
}

/**
 * Opens a file of rows (JSON lines, compressed with gzip when its name ends with `.gz`, or Parquet when it ends with
 * `.parquet`): reads it once, checks the digest of its lines, every row and that none stands twice, and keeps where
 * each row lies, grouped by slice. Within gzip and Parquet nothing lies anywhere, so such rows are unpacked beside
 * our other temporary files.
 *
 * @param sha256 what the definition says of the lines
 */
export async function openRowFile(
  path: string,
  definition: Pick<DomainDefinition, 'labels' | 'slices'>,
  sha256: string,
): Promise<Result<DomainRows, DomainFolderError>> {
  if (!/\.(gz|parquet)$/.test(path)) return openLines(path, basename(path), definition, sha256);
  const unpacked = join(tmpdir(), `salvor-rows-${randomUUID()}`);
  const remove = (): Promise<void> => rm(unpacked, { force: true });
  try {
    await unpack(path, createWriteStream(unpacked, { mode: 0o600 }));
  } catch (error) {
    await remove();
    return err({ code: 'file-unreadable', file: basename(path), reason: unreadableReason(error) });
  }
  const rows = await openLines(unpacked, basename(path), definition, sha256);
  // Systems that keep an open file readable may forget its name at once, and so outlive a kill without litter.
  if (!rows.ok || process.platform !== 'win32') await remove();
  return rows.ok ? ok({ ...rows.value, close: () => rows.value.close().then(remove) }) : rows;
}

const unpack = (path: string, lines: NodeJS.WritableStream): Promise<void> =>
  path.endsWith('.gz')
    ? pipeline(createReadStream(path), createGunzip(), lines)
    : pipeline(parquetLines(path), lines);

async function openLines(
  path: string,
  file: string,
  definition: Pick<DomainDefinition, 'labels' | 'slices'>,
  sha256: string,
): Promise<Result<DomainRows, DomainFolderError>> {
  const index = new RowIndex();
  const hash = createHash('sha256');
  let line = 0;
  try {
    for await (const { bytes, offset } of linesOf(path, (data) => hash.update(data))) {
      line += 1;
      const json = parseJson(bytes.toString('utf8'));
      const row = json.ok ? parseDomainRow(definition, json.value) : json;
      if (!row.ok)
        return err({ code: 'row-invalid', file, line, path: row.error.path, reason: row.error.reason });
      index.add(row.value, offset, bytes.length);
    }
  } catch (error) {
    return err({ code: 'file-unreadable', file, reason: unreadableReason(error) });
  }
  const found = hash.digest('hex');
  if (found !== sha256) return err({ code: 'digest-differs', file, declared: sha256, found });
  if (index.holdsRowTwice())
    return err({ code: 'row-invalid', file, line, path: '/id', reason: 'a row stands twice' });
  return ok(await reader(path, definition, index.places()));
}

/** Where the rows of one slice lie in their file. */
type Places = { readonly offsets: Float64Array; readonly lengths: Uint32Array };

/** Numbers without a box each: a million of them are eight megabytes. */
class Column<A extends Float64Array | Uint32Array> {
  #values: A;
  readonly #ofLength: (length: number) => A;
  #length = 0;

  constructor(ofLength: (length: number) => A) {
    this.#ofLength = ofLength;
    this.#values = ofLength(1_024);
  }

  push(value: number): void {
    if (this.#length === this.#values.length) {
      const larger = this.#ofLength(this.#length * 2);
      larger.set(this.#values);
      this.#values = larger;
    }
    this.#values[this.#length] = value;
    this.#length += 1;
  }

  /** A copy of its very size. */
  toArray(): A {
    const exact = this.#ofLength(this.#length);
    exact.set(this.#values.subarray(0, this.#length));
    return exact;
  }
}

const offsetColumn = (): Column<Float64Array> => new Column((length) => new Float64Array(length));
const wordColumn = (): Column<Uint32Array> => new Column((length) => new Uint32Array(length));

class RowIndex {
  readonly #slices = new Map<string, { offsets: Column<Float64Array>; lengths: Column<Uint32Array> }>();
  /** The first 64 bits of each id, as two words. */
  readonly #idWords = wordColumn();

  add({ id, slice }: DomainRow, offset: number, length: number): void {
    const places = this.#slices.get(slice) ?? { offsets: offsetColumn(), lengths: wordColumn() };
    this.#slices.set(slice, places);
    places.offsets.push(offset);
    places.lengths.push(length);
    this.#idWords.push(Number.parseInt(id.slice(0, 8), 16));
    this.#idWords.push(Number.parseInt(id.slice(8, 16), 16));
  }

  /** Ids are SHA-256 digests: those of different rows share their first 64 bits less often than disks fail. */
  holdsRowTwice(): boolean {
    const words = this.#idWords.toArray();
    new BigUint64Array(words.buffer).sort();
    for (let at = 2; at < words.length; at += 2)
      if (words[at] === words[at - 2] && words[at + 1] === words[at - 1]) return true;
    return false;
  }

  places(): ReadonlyMap<string, Places> {
    return new Map(
      [...this.#slices].map(([slice, { offsets, lengths }]) => [
        slice,
        { offsets: offsets.toArray(), lengths: lengths.toArray() },
      ]),
    );
  }
}

/** The lines of a file with their places in it. What is read is shown to `observe` as it comes. */
async function* linesOf(
  path: string,
  observe: (data: Buffer) => void,
): AsyncGenerator<{ readonly bytes: Buffer; readonly offset: number }> {
  let rest: Buffer = Buffer.alloc(0);
  let offset = 0;
  for await (const chunk of createReadStream(path)) {
    const data = chunk as Buffer;
    observe(data);
    const buffer = rest.length === 0 ? data : Buffer.concat([rest, data]);
    let from = 0;
    for (let to = buffer.indexOf(10); to !== -1; to = buffer.indexOf(10, from)) {
      yield { bytes: buffer.subarray(from, to), offset: offset + from };
      from = to + 1;
    }
    rest = buffer.subarray(from);
    offset += from;
    if (rest.length > LINE_BYTES_MAX)
      throw Object.assign(new Error('a line is too long'), { code: 'EMSGSIZE' });
  }
  if (rest.length > 0) yield { bytes: rest, offset };
}

/** Rows that lie close together are read in one go. */
const GAP_BYTES_MAX = 64 * 1024;

async function reader(
  path: string,
  definition: Pick<DomainDefinition, 'labels' | 'slices'>,
  places: ReadonlyMap<string, Places>,
): Promise<DomainRows> {
  // Held open: a file that is replaced later is another file.
  const handle = await open(path, 'r');
  const readRow = (bytes: Buffer): DomainRow => {
    const json = parseJson(bytes.toString('utf8'));
    const row = json.ok ? parseDomainRow(definition, json.value) : json;
    assert(row.ok, `${basename(path)} was changed while it was in use`);
    return row.value;
  };
  return {
    counts: new Map([...places].map(([slice, { offsets }]) => [slice, offsets.length])),
    close: () => handle.close(),
    async read(slice, first, count) {
      const { offsets, lengths } = assertDefined(places.get(slice), `no rows in slice ${slice}`);
      const wanted = [...offsets.subarray(first, first + count)].map((offset, at) => ({
        offset,
        length: assertDefined(lengths[first + at], 'a length for each offset'),
      }));
      const rows: DomainRow[] = [];
      for (const span of spansOf(wanted)) {
        const [start, end] = [span.start, span.end];
        const bytes = Buffer.alloc(end - start);
        const { bytesRead } = await handle.read(bytes, 0, bytes.length, start);
        assert(bytesRead === bytes.length, `${basename(path)} was cut short while it was in use`);
        for (const { offset, length } of span.members)
          rows.push(readRow(bytes.subarray(offset - start, offset - start + length)));
      }
      return rows;
    },
  };
}

type Place = { readonly offset: number; readonly length: number };

/** Places in the order of the file, grouped where the gaps between them are small. */
function spansOf(places: readonly Place[]): readonly { start: number; end: number; members: Place[] }[] {
  const spans: { start: number; end: number; members: Place[] }[] = [];
  for (const place of places) {
    const last = spans.at(-1);
    const end = place.offset + place.length;
    if (last !== undefined && place.offset - last.end <= GAP_BYTES_MAX) {
      last.members.push(place);
      last.end = end;
    } else spans.push({ start: place.offset, end, members: [place] });
  }
  return spans;
}
