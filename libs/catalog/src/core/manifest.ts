import { utf8ToBytes } from '@noble/hashes/utils.js';
import { assert, digestOf, err, ok, type Result } from '#libs/kernel';

/** One file of a model version, as its bytes were delivered. */
export type ManifestFile = {
  /** Relative, `/` between segments, no `.` or `..`. */
  readonly path: string;
  readonly sizeBytes: number;
  /** SHA-256 of the bytes, 64 lower-case hexadecimal digits. */
  readonly sha256: string;
};

/** What pins a model version: its files, sorted by the UTF-8 bytes of their paths, no path twice. */
export type Manifest = {
  readonly files: readonly ManifestFile[];
};

export interface ManifestError {
  readonly code: 'manifest-invalid';
  /** JSON Pointer (RFC 6901) to the field. */
  readonly path: string;
  readonly reason: string;
}

/** Far above the shards of any model, far below what a request may weigh. */
export const MANIFEST_FILES_MAX = 10_000;

/** PATH_MAX of Linux: no longer path could be delivered. */
const PATH_BYTES_MAX = 4096;

/**
 * Reads a manifest out of untrusted JSON. Files may come in any order and leave sorted, so that one set of
 * files has one manifest. Refuses unknown fields, paths that could leave the folder, and paths given twice.
 */
export function parseManifest(input: unknown): Result<Manifest, ManifestError> {
  const outside = unexpectedField(input, ['files'], '');
  if (outside !== undefined) return err(outside);
  const { files } = input as { files: unknown };
  if (!Array.isArray(files)) return err(problem('/files', 'must be an array'));
  if (files.length > MANIFEST_FILES_MAX)
    return err(problem('/files', `must hold at most ${String(MANIFEST_FILES_MAX)} files`));
  const seen = new Set<string>();
  for (const [index, file] of files.entries()) {
    const wrong = fileProblem(file, `/files/${String(index)}`, seen);
    if (wrong !== undefined) return err(wrong);
  }
  return ok(manifestOf(files as ManifestFile[]));
}

/** The manifest of files that the shell itself has read; sorts them. */
export function manifestOf(files: readonly ManifestFile[]): Manifest {
  const sorted = files
    .map(({ path, sizeBytes, sha256 }) => ({ path, sizeBytes, sha256, key: utf8ToBytes(path) }))
    .sort((a, b) => compareBytes(a.key, b.key));
  for (const [index, file] of sorted.entries())
    assert(file.path !== sorted[index + 1]?.path, `path twice in a manifest: ${file.path}`);
  return { files: sorted.map(({ path, sizeBytes, sha256 }) => ({ path, sizeBytes, sha256 })) };
}

/** SHA-256 of the RFC 8785 bytes of the sorted file list. Equal for equal files, whoever made the list. */
export const rootDigest = (manifest: Manifest): string => digestOf(manifest.files);

/** Paths, in manifest order, by what happened to them between two manifests. */
export interface ManifestDifference {
  readonly added: readonly string[];
  readonly removed: readonly string[];
  readonly changed: readonly string[];
}

/** Names what a buyer would find different from what was declared. All empty when the root digests agree. */
export function diffManifests(declared: Manifest, found: Manifest): ManifestDifference {
  const before = new Map(declared.files.map((file) => [file.path, file]));
  const after = new Map(found.files.map((file) => [file.path, file]));
  const paths = (files: readonly ManifestFile[], keep: (file: ManifestFile) => boolean): string[] =>
    files.filter(keep).map(({ path }) => path);
  return {
    added: paths(found.files, ({ path }) => !before.has(path)),
    removed: paths(declared.files, ({ path }) => !after.has(path)),
    changed: paths(declared.files, (file) => {
      const other = after.get(file.path);
      return other !== undefined && (other.sha256 !== file.sha256 || other.sizeBytes !== file.sizeBytes);
    }),
  };
}

const problem = (path: string, reason: string): ManifestError => ({ code: 'manifest-invalid', path, reason });

function unexpectedField(input: unknown, names: readonly string[], path: string): ManifestError | undefined {
  if (typeof input !== 'object' || input === null || Array.isArray(input))
    return problem(path, 'must be an object');
  const unknown = Object.keys(input).find((name) => !names.includes(name));
  if (unknown !== undefined)
    return problem(`${path}/${unknown.replaceAll('~', '~0').replaceAll('/', '~1')}`, 'unknown field');
  const missing = names.find((name) => !Object.hasOwn(input, name));
  return missing === undefined ? undefined : problem(`${path}/${missing}`, 'is required');
}

function fileProblem(file: unknown, at: string, seen: Set<string>): ManifestError | undefined {
  const outside = unexpectedField(file, ['path', 'sizeBytes', 'sha256'], at);
  if (outside !== undefined) return outside;
  const { path, sizeBytes, sha256 } = file as Record<keyof ManifestFile, unknown>;
  if (typeof path !== 'string') return problem(`${at}/path`, 'must be text');
  const unsafe = pathProblem(path);
  if (unsafe !== undefined) return problem(`${at}/path`, unsafe);
  if (seen.has(path)) return problem(`${at}/path`, 'names a file that an earlier entry names');
  seen.add(path);
  if (typeof sizeBytes !== 'number' || !Number.isSafeInteger(sizeBytes) || sizeBytes < 0)
    return problem(`${at}/sizeBytes`, 'must be a whole number of bytes, not negative');
  if (typeof sha256 !== 'string' || !/^[0-9a-f]{64}$/.test(sha256))
    return problem(`${at}/sha256`, 'must be 64 lower-case hexadecimal digits');
  return undefined;
}

/** A path that means the same file under the delivery folder on every system, or why it does not. */
function pathProblem(path: string): string | undefined {
  if (path === '') return 'must not be empty';
  if (/[\ud800-\udfff]/u.test(path)) return 'must not hold unpaired surrogates';
  if (utf8ToBytes(path).length > PATH_BYTES_MAX) return `must have at most ${String(PATH_BYTES_MAX)} bytes`;

  if (/\p{Cc}/u.test(path)) return 'must not hold control characters';
  if (path.includes('\\')) return 'must separate segments with /';
  if (/^[A-Za-z]:/.test(path)) return 'must be relative';
  const segments = path.split('/');
  if (segments.some((segment) => segment === '' || segment === '.' || segment === '..'))
    return 'must be relative, without empty, . or .. segments';
  return undefined;
}

/** Bytewise order, which differs from the order of JavaScript strings beyond the basic multilingual plane. */
function compareBytes(a: Uint8Array, b: Uint8Array): number {
  for (let index = 0; index < a.length && index < b.length; index++) {
    const difference = (a[index] ?? 0) - (b[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}
