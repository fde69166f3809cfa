import { readFileSync } from 'node:fs';

const POLL_MS = 500;

/**
 * npm starts a script by way of a shell. Ending npm ends that shell, or leaves it waiting, and the script behind
 * it never hears of it: it would hold on to port and database for ever. So, when npm started us, losing npm
 * counts as SIGTERM.
 */
export function endWithNpm() {
  if (process.env.npm_lifecycle_event === undefined) return;
  const line = lineToNpm();
  const watch = setInterval(() => {
    if (lineToNpm() === line) return;
    clearInterval(watch);
    process.kill(process.pid, 'SIGTERM');
  }, POLL_MS);
  watch.unref();
}

/** The processes between npm and us; orphans get another parent. Only Linux shows the parent of a parent cheaply. */
function lineToNpm() {
  const parent = process.ppid;
  try {
    const stat = readFileSync(`/proc/${parent}/stat`, 'utf8');
    const [, name, grandparent] = /\((.*)\) \S (\d+)/s.exec(stat);
    return name === 'sh' ? `${parent} ${grandparent}` : `${parent}`;
  } catch {
    return `${parent}`;
  }
}
