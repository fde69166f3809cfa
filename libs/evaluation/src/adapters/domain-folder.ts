import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { parse as parseYaml } from 'yaml';
import { err, ok, parseJson, type Result, sha256Hex } from '#libs/kernel';
import { findInconsistency } from '../core/domain-consistency.js';
import {
  type DomainDataFile,
  type DomainDefinition,
  parseDomainDefinition,
} from '../core/domain-definition.js';
import { type DomainRow, parseDomainRow } from '../core/domain-row.js';
import { parquetLines } from './parquet-lines.js';
import { unreadableReason } from './unreadable-reason.js';

const DEFINITION_FILE = 'domain.yaml';
const DEFINITION_BYTES_MAX = 1024 * 1024;
const ROWS_BYTES_MAX = 256 * 1024 * 1024;

/** A domain as it lies on disk, verified against its own digests. */
export interface Domain {
  readonly definition: DomainDefinition;
  /** SHA-256 of the bytes of domain.yaml, which names the digests of the data: it pins the whole domain. */
  readonly definitionDigest: string;
  /** The test rows, in the order of the file. */
  readonly rows: readonly DomainRow[];
}

export type DomainFolderError =
  | { readonly code: 'file-unreadable'; readonly file: string; readonly reason: string }
  | {
      readonly code: 'digest-differs';
      readonly file: string;
      readonly declared: string;
      readonly found: string;
    }
  /** `path` is a JSON Pointer into the definition. */
  | {
      readonly code: 'definition-invalid';
      readonly file: string;
      readonly path: string;
      readonly reason: string;
    }
  /** `path` is a JSON Pointer into the row of that line, counted from 1. */
  | {
      readonly code: 'row-invalid';
      readonly file: string;
      readonly line: number;
      readonly path: string;
      readonly reason: string;
    };

/** Reads `domain.yaml` and the test rows beside it; checks the digest of the rows, every id and every slice. */
export async function readDomainFolder(folder: string): Promise<Result<Domain, DomainFolderError>> {
  const document = await readBounded(folder, DEFINITION_FILE, DEFINITION_BYTES_MAX);
  if (!document.ok) return document;
  const definition = parseDefinition(document.value.toString('utf8'));
  if (!definition.ok) return definition;
  const rows = await readRowFile(folder, definition.value, definition.value.testFile);
  if (!rows.ok) return rows;
  const inconsistency = findInconsistency(definition.value, rows.value);
  if (inconsistency !== undefined)
    return err({ code: 'definition-invalid', file: DEFINITION_FILE, ...inconsistency });
  const definitionDigest = sha256Hex(document.value);
  return ok({ definition: definition.value, definitionDigest, rows: rows.value });
}

function parseDefinition(text: string): Result<DomainDefinition, DomainFolderError> {
  let document: unknown;
  try {
    document = parseYaml(text);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return err({ code: 'definition-invalid', file: DEFINITION_FILE, path: '', reason });
  }
  const definition = parseDomainDefinition(document);
  return definition.ok
    ? definition
    : err({ code: 'definition-invalid', file: DEFINITION_FILE, ...definition.error });
}

/** The rows that learned candidates may have seen. Refuses nothing that {@link readDomainFolder} accepts; none are none. */
export async function readTrainingRows(
  folder: string,
  definition: DomainDefinition,
): Promise<Result<readonly DomainRow[], DomainFolderError>> {
  return definition.trainFile === undefined ? ok([]) : readRowFile(folder, definition, definition.trainFile);
}

/** Reads a file of rows; checks the digest of its lines and every row. */
export async function readRowFile(
  folder: string,
  definition: DomainDefinition,
  { file, sha256: declared }: DomainDataFile,
): Promise<Result<readonly DomainRow[], DomainFolderError>> {
  const bytes = file.endsWith('.parquet') ? await unpacked(folder, file) : await readLines(folder, file);
  if (!bytes.ok) return bytes;
  const found = sha256Hex(bytes.value);
  if (found !== declared) return err({ code: 'digest-differs', file, declared, found });
  const rows: DomainRow[] = [];
  for (const [index, line] of bytes.value.toString('utf8').trimEnd().split('\n').entries()) {
    const json = parseJson(line);
    const row = json.ok ? parseDomainRow(definition, json.value) : json;
    if (!row.ok) {
      const { path, reason } = row.error;
      return err({ code: 'row-invalid', file, line: index + 1, path, reason });
    }
    rows.push(row.value);
  }
  return ok(rows);
}

async function readLines(folder: string, file: string): Promise<Result<Buffer, DomainFolderError>> {
  const stored = await readBounded(folder, file, ROWS_BYTES_MAX);
  return stored.ok && file.endsWith('.gz') ? inflated(file, stored.value) : stored;
}

async function unpacked(folder: string, file: string): Promise<Result<Buffer, DomainFolderError>> {
  const windows: Buffer[] = [];
  let size = 0;
  try {
    for await (const lines of parquetLines(join(folder, file))) {
      const bytes = Buffer.from(lines);
      size += bytes.length;
      if (size > ROWS_BYTES_MAX) throw new Error(`larger than ${String(ROWS_BYTES_MAX)} bytes`);
      windows.push(bytes);
    }
  } catch (error) {
    return err({ code: 'file-unreadable', file, reason: unreadableReason(error) });
  }
  return ok(Buffer.concat(windows));
}

/** What is compressed well may be huge: beyond the limit it is not even unpacked. */
async function inflated(file: string, bytes: Buffer): Promise<Result<Buffer, DomainFolderError>> {
  try {
    return ok(await promisify(gunzip)(bytes, { maxOutputLength: ROWS_BYTES_MAX }));
  } catch (error) {
    return err({ code: 'file-unreadable', file, reason: unreadableReason(error) });
  }
}

async function readBounded(
  folder: string,
  file: string,
  bytesMax: number,
): Promise<Result<Buffer, DomainFolderError>> {
  try {
    const { size } = await stat(join(folder, file));
    if (size > bytesMax)
      return err({ code: 'file-unreadable', file, reason: `larger than ${String(bytesMax)} bytes` });
    return ok(await readFile(join(folder, file)));
  } catch (error) {
    return err({ code: 'file-unreadable', file, reason: unreadableReason(error) });
  }
}
