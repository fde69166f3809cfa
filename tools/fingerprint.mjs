/** Tells whether inputs changed since some work was last done with them. Contents count, times do not. */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { inProject } from './project.mjs';

/** All files under the given files and folders (relative to the project, missing ones left out), sorted. */
export function listFiles(paths, isWanted = () => true) {
  return paths
    .filter((path) => existsSync(inProject(path)))
    .flatMap((path) => (statSync(inProject(path)).isDirectory() ? filesBelow(path) : [path]))
    .filter(isWanted)
    .sort();
}

function filesBelow(folder) {
  return readdirSync(inProject(folder), { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return entry.name === 'node_modules' ? [] : filesBelow(path);
    return entry.isFile() ? [path] : [];
  });
}

/** SHA-256 over the names and contents of files. */
export function fingerprintOf(files) {
  const hash = createHash('sha256');
  for (const file of files) {
    const content = readFileSync(inProject(file));
    hash.update(`${file.replaceAll('\\', '/')}\0${content.length}\0`).update(content);
  }
  return hash.digest('hex');
}

export function readStamp(path) {
  try {
    return readFileSync(inProject(path), 'utf8').trim();
  } catch {
    return undefined;
  }
}

export function writeStamp(path, fingerprint) {
  mkdirSync(dirname(inProject(path)), { recursive: true });
  writeFileSync(inProject(path), `${fingerprint}\n`);
}
