import { closeSync, fsyncSync, linkSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/**
 * Puts a file in place as a whole, readable by its owner only, and waits until it is on the disk. False when there is
 * one already, which stays: linking, unlike renaming, replaces nothing, also when two processes try at once. A crash
 * leaves the whole file or none.
 */
export function writeOnce(file: string, text: string): boolean {
  const draft = `${file}.${String(process.pid)}.draft`;
  writeFileSync(draft, text, { mode: 0o600, flush: true });
  try {
    linkSync(draft, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  } finally {
    rmSync(draft);
  }
  flushFolder(dirname(file));
  return true;
}

/** A new name in a folder survives a loss of power once the folder is on the disk too. Windows has no such call. */
function flushFolder(folder: string): void {
  if (process.platform === 'win32') return;
  const descriptor = openSync(folder, 'r');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
