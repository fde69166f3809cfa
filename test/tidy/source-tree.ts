import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { projectRoot } from '#libs/platform';

/** Folders that are made, not written. */
const MADE = new Set(['node_modules', 'dist', 'coverage', 'generated', '.git', '.cache', '.salvor']);

/** Paths of the files under a folder of the project, with forward slashes, sorted. */
export function filesUnder(folder: string): readonly string[] {
  const entries = readdirSync(join(projectRoot(), folder), { withFileTypes: true });
  return entries
    .filter(({ name }) => !MADE.has(name))
    .flatMap((entry) => {
      const path = folder === '.' ? entry.name : `${folder}/${entry.name}`;
      return entry.isDirectory() ? filesUnder(path) : [path.split(sep).join('/')];
    })
    .sort();
}

export const bytesOf = (path: string): Buffer => readFileSync(join(projectRoot(), path));

/** Digests are of what was packed: another packer makes other bytes of it. */
export const unpackedBytesOf = (path: string): Buffer =>
  path.endsWith('.gz') ? gunzipSync(bytesOf(path)) : bytesOf(path);

export const isThere = (path: string): boolean => existsSync(join(projectRoot(), path));

export const textOf = (path: string): string => bytesOf(path).toString('utf8');

/** What people write: TypeScript and the scripts around it. */
export const CODE_FOLDERS = ['libs', 'apps', 'test', 'tools'] as const;
export const isCode = (path: string): boolean => /\.(ts|tsx|mjs|cjs|js|css)$/.test(path);
export const isSpec = (path: string): boolean => path.endsWith('.spec.ts');

/** `file:line` of each line that matches. */
export const linesWith = (paths: readonly string[], pattern: RegExp): readonly string[] =>
  paths.flatMap((path) =>
    textOf(path)
      .split('\n')
      .flatMap((line, index) => (pattern.test(line) ? [`${path}:${String(index + 1)}`] : [])),
  );
