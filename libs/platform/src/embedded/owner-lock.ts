import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { EmbeddedPostgresFailure } from './embedded-postgres-failure.js';
import { startMarkOf } from './process-identity.js';

/** Who may start and stop the database of one data folder. */
interface Owner {
  readonly pid: number;
  /** See {@link startMarkOf}: the same pid with another mark is another process. */
  readonly startMark: string;
  readonly sinceMs: number;
}

export interface OwnerLock {
  readonly release: () => void;
}

/**
 * Claims a data folder for this process. A lock whose process died is taken over; one whose process lives is
 * respected, because recovering "its" database would shut it down under its feet.
 * Throws {@link EmbeddedPostgresFailure} when another process owns the folder.
 */
export function claimFolder(lockFile: string, nowMs: number): OwnerLock {
  const mine: Owner = { pid: process.pid, startMark: startMarkOf(process.pid) ?? '', sinceMs: nowMs };
  const draft = `${lockFile}.${String(process.pid)}`;
  writeFileSync(draft, JSON.stringify(mine));
  try {
    while (!linkIfAbsent(draft, lockFile)) evictDeadOwner(lockFile, `${draft}.evicted`);
  } finally {
    rmSync(draft, { force: true });
  }
  const release = (): void => {
    rmSync(lockFile, { force: true });
  };
  return { release };
}

/** A hard link appears with its whole content or not at all, and never replaces what is there. */
function linkIfAbsent(draft: string, lockFile: string): boolean {
  try {
    linkSync(draft, lockFile);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

/**
 * Moves a dead owner's lock away. Between reading and moving another process may have taken the lock over, so
 * what was moved is looked at again and put back when its owner lives.
 */
function evictDeadOwner(lockFile: string, evicted: string): void {
  refuseIfAlive(readOwner(lockFile));
  try {
    renameSync(lockFile, evicted);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
    throw error;
  }
  const moved = readOwner(evicted);
  if (isAlive(moved)) linkIfAbsent(evicted, lockFile);
  rmSync(evicted, { force: true });
  refuseIfAlive(moved);
}

/** Undefined when the file is gone or is not a lock of ours. */
function readOwner(file: string): Owner | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Owner;
  } catch {
    return undefined;
  }
}

const isAlive = (owner: Owner | undefined): owner is Owner =>
  owner !== undefined && Number.isInteger(owner.pid) && startMarkOf(owner.pid) === owner.startMark;

function refuseIfAlive(owner: Owner | undefined): void {
  if (!isAlive(owner)) return;
  throw new EmbeddedPostgresFailure(
    `Another Salvor (process ${String(owner.pid)}, since ${new Date(owner.sinceMs).toISOString()}) is using this ` +
      'data folder. Stop it first, or give this one another data folder.',
  );
}
