/** One set-up at a time: `npm start` and `npm test` in two terminals must not install into each other. */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { inProject } from './project.mjs';

const LOCK = inProject('.cache', 'set-up.lock');
const POLL_MS = 250;

/** Does the work while holding the lock; waits for another living process to finish its own first. */
export function withSetUpLock(work) {
  acquire();
  try {
    return work();
  } finally {
    rmSync(LOCK, { force: true });
  }
}

function acquire() {
  mkdirSync(inProject('.cache'), { recursive: true });
  for (let isAnnounced = false; !tryAcquire();) {
    const owner = readOwner();
    if (owner === undefined || isAlive(owner)) {
      if (!isAnnounced) console.error('Waiting for another set-up to finish …');
      isAnnounced = true;
      sleep(POLL_MS);
    } else {
      rmSync(LOCK, { force: true });
    }
  }
}

function tryAcquire() {
  try {
    writeFileSync(LOCK, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if (error.code === 'EEXIST') return false;
    throw error;
  }
}

/** Undefined while the file is being written or removed. */
function readOwner() {
  try {
    return Number.parseInt(readFileSync(LOCK, 'utf8'), 10) || undefined;
  } catch {
    return undefined;
  }
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

/** Set-up is synchronous throughout; so is the wait for it. */
const sleep = (ms) => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
