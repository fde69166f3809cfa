import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { claimFolder } from './owner-lock.js';
import { startMarkOf } from './process-identity.js';

const NOW_MS = Date.UTC(2025, 0, 2, 3, 4, 5);

let folder: string;
let lockFile: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'salvor-lock-'));
  lockFile = join(folder, 'owner.json');
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

const writeOwner = (owner: object): void => {
  writeFileSync(lockFile, JSON.stringify(owner));
};

describe('claimFolder', () => {
  it('writes who owns the folder, and nothing else', () => {
    claimFolder(lockFile, NOW_MS);
    expect(JSON.parse(readFileSync(lockFile, 'utf8'))).toMatchObject({ pid: process.pid, sinceMs: NOW_MS });
    expect(readdirSync(folder)).toEqual(['owner.json']);
  });

  it('frees the folder on release', () => {
    claimFolder(lockFile, NOW_MS).release();
    expect(readdirSync(folder)).toEqual([]);
  });

  it('names the living owner when it refuses', () => {
    writeOwner({ pid: process.ppid, startMark: startMarkOf(process.ppid), sinceMs: NOW_MS });
    expect(() => claimFolder(lockFile, NOW_MS)).toThrow(
      `process ${String(process.ppid)}, since 2025-01-02T03:04:05.000Z`,
    );
    expect(readdirSync(folder)).toEqual(['owner.json']);
  });

  it.each([
    ['a dead process', { pid: 2 ** 22 - 3, startMark: 'any', sinceMs: 0 }],
    ['a pid that is another process now', { pid: process.ppid, startMark: 'earlier', sinceMs: 0 }],
    ['an unreadable lock', {}],
  ])('takes over from %s', (_which, owner) => {
    writeOwner(owner);
    claimFolder(lockFile, NOW_MS);
    expect(JSON.parse(readFileSync(lockFile, 'utf8'))).toMatchObject({ pid: process.pid });
  });
});
