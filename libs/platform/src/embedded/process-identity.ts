import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/**
 * When a process started, as an opaque text that differs between two processes that had the same pid one after
 * the other; undefined when no such process runs (a zombie does not run). Windows tells us nothing cheaply, so
 * there every living process has the same mark.
 */
export function startMarkOf(pid: number): string | undefined {
  if (!pidExists(pid)) return undefined;
  if (process.platform === 'linux') return linuxStartMark(pid);
  if (process.platform === 'win32') return 'running';
  return psStartMark(pid);
}

/** True while the pid is taken, be it by a zombie or by a process of another user. */
export function pidExists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** The command line, a space after each argument; undefined where the system does not show it. */
export function commandLineOf(pid: number): string | undefined {
  if (process.platform === 'linux') return readProc(`/proc/${String(pid)}/cmdline`)?.replaceAll('\0', ' ');
  if (process.platform === 'win32') return undefined;
  const command = ps(pid, 'command=');
  return command === undefined ? undefined : `${command} `;
}

/** proc(5): the fields after the parenthesised name start with the state (3); the start time is field 22. */
function linuxStartMark(pid: number): string | undefined {
  const stat = readProc(`/proc/${String(pid)}/stat`);
  if (stat === undefined) return undefined;
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  if (fields[0] === 'Z' || fields[0] === 'X') return undefined;
  const boot = readProc('/proc/sys/kernel/random/boot_id')?.trim() ?? '';
  return `${boot}/${fields[19] ?? ''}`;
}

function psStartMark(pid: number): string | undefined {
  const line = ps(pid, 'stat=,lstart=');
  return line === undefined || line.startsWith('Z') ? undefined : line.replace(/^\S+\s+/, '');
}

function readProc(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

function ps(pid: number, columns: string): string | undefined {
  const env = { ...process.env, LC_ALL: 'C', TZ: 'UTC' };
  const { status, stdout } = spawnSync('ps', ['-p', String(pid), '-o', columns], { env, encoding: 'utf8' });
  return status === 0 && stdout.trim() !== '' ? stdout.trim() : undefined;
}
