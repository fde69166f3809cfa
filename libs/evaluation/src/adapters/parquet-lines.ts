import { open } from 'node:fs/promises';
import { parquetMetadataAsync, parquetReadObjects } from 'hyparquet';
import { compressors } from 'hyparquet-compressors';
import { canonicalJson, type Json } from '#libs/kernel';

/** Rows that are decoded at a time. */
const WINDOW_ROWS = 20_000;

/** Of one row group before it is decompressed: a column of it is held as a whole. */
const GROUP_BYTES_MAX = 256 * 1024 * 1024;

/**
 * The rows of a Parquet file (parquet.apache.org) as lines of JSON in their RFC 8785 form, each with its newline:
 * columns become members, what has no value is left out, and dates become calendar days. So the same rows are the
 * same lines, however a writer has laid them out. Only a window of rows is held at a time.
 *
 * Throws with a system's code when the file cannot be read, and with a sentence without one when it is no such file.
 */
export async function* parquetLines(path: string): AsyncGenerator<string> {
  const handle = await open(path, 'r');
  try {
    const { size } = await handle.stat();
    const file = {
      byteLength: size,
      slice: async (start: number, end = size): Promise<ArrayBuffer> => {
        const bytes = new Uint8Array(end - start);
        const { bytesRead } = await handle.read(bytes, 0, bytes.length, start);
        if (bytesRead < bytes.length) throw new Error('the file ends early');
        return bytes.buffer;
      },
    };
    const metadata = await parquetMetadataAsync(file);
    if (metadata.row_groups.some((group) => group.total_byte_size > GROUP_BYTES_MAX))
      throw new Error(`a row group is larger than ${String(GROUP_BYTES_MAX)} bytes`);
    const rowCount = Number(metadata.num_rows);
    for (let rowStart = 0; rowStart < rowCount; rowStart += WINDOW_ROWS) {
      const rowEnd = Math.min(rowStart + WINDOW_ROWS, rowCount);
      const window = { rowStart, rowEnd, useOffsetIndex: true };
      const rows = await parquetReadObjects({ file, metadata, compressors, ...window });
      yield rows.map((row) => `${canonicalJson(jsonOf(row) ?? null)}\n`).join('');
    }
  } finally {
    await handle.close();
  }
}

/** Undefined where there is no value, or one that JSON has no word for. */
function jsonOf(value: unknown): Json | undefined {
  if (typeof value === 'string' || typeof value === 'boolean') return value;
  if (typeof value === 'number' || typeof value === 'bigint')
    return Number.isFinite(Number(value)) ? Number(value) : undefined;
  if (value instanceof Date) return value.toISOString().slice(0, 10);
  if (Array.isArray(value)) return value.flatMap((each) => jsonOf(each) ?? []);
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, jsonOf(each)]));
  return undefined;
}
