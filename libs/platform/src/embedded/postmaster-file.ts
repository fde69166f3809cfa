import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What a running server says of itself in its data folder (PostgreSQL source, miscadmin.h: LOCK_FILE_LINE_*). */
export interface PostmasterFile {
  readonly pid: number;
  readonly port: number;
  readonly isReady: boolean;
}

export const postmasterFilePath = (dataFolder: string): string => join(dataFolder, 'postmaster.pid');

/** Undefined when no server runs or ran here. A server that is just starting has written some lines only. */
export function readPostmasterFile(dataFolder: string): PostmasterFile | undefined {
  let lines: string[];
  try {
    lines = readFileSync(postmasterFilePath(dataFolder), 'utf8').split('\n');
  } catch {
    return undefined;
  }
  // A stand-alone backend writes its pid negated.
  const pid = Math.abs(Number.parseInt(lines[0] ?? '', 10));
  if (!Number.isInteger(pid) || pid === 0) return undefined;
  return { pid, port: Number.parseInt(lines[3] ?? '0', 10), isReady: lines[7]?.trim() === 'ready' };
}
