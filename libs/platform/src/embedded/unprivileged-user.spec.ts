import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { canReach, unprivilegedUser } from './unprivileged-user.js';

const PASSWD = [
  'root:x:0:0:root:/root:/bin/bash',
  'nobody:x:65534:65533:nobody:/nonexistent:/usr/sbin/nologin',
  'postgres:x:101:104:PostgreSQL administrator,,,:/var/lib/postgresql:/bin/bash',
];

describe('unprivilegedUser', () => {
  it('prefers postgres, wherever it stands', () => {
    expect(unprivilegedUser(PASSWD.join('\n'))).toEqual({ uid: 101, gid: 104 });
  });

  it('makes do with nobody', () => {
    expect(unprivilegedUser(PASSWD.slice(0, 2).join('\n'))).toEqual({ uid: 65534, gid: 65533 });
  });

  it('says what to do when there is neither', () => {
    expect(() => unprivilegedUser(PASSWD[0] ?? '')).toThrow(/ordinary user, or set DATABASE_URL/);
  });
});

describe('canReach', () => {
  const stranger = { uid: 54_321, gid: 54_321 };
  let folder: string;
  let program: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'salvor-reach-'));
    mkdirSync(join(folder, 'bin'));
    program = join(folder, 'bin', 'program');
    writeFileSync(program, '', { mode: 0o755 });
  });

  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  it('lets a stranger through open folders', () => {
    chmodSync(folder, 0o755);
    expect(canReach(stranger, program)).toBe(true);
  });

  it('stops at a closed folder further up', () => {
    chmodSync(folder, 0o700);
    expect(canReach(stranger, program)).toBe(false);
  });

  it('needs a program to be executable', () => {
    chmodSync(folder, 0o755);
    chmodSync(program, 0o644);
    expect(canReach(stranger, program)).toBe(false);
  });
});
