import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { assert } from '#libs/kernel';
import { createKey, readKey } from './key-file.js';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'salvor-trustee-'));
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

const keyFile = (): string => join(folder, 'trustee-key.json');

const permissions = (path: string): number => statSync(path).mode & 0o777;

describe('a trustee’s key', () => {
  it('is read as it was made', () => {
    const made = createKey(folder, 'court');
    assert(made.ok, 'the folder is empty');
    expect(made.value.publicKey).toMatch(/^[0-9a-f]{64}$/);
    expect(readKey(folder)).toEqual(made);
  });

  it('is another one every time', () => {
    const keys = ['a', 'b'].map((name) => createKey(join(folder, name), undefined));
    expect(new Set(keys.map((key) => key.ok && key.value.publicKey)).size).toBe(2);
  });

  it('is for its owner’s eyes', () => {
    chmodSync(folder, 0o755);
    createKey(folder, undefined);
    expect([permissions(folder), permissions(keyFile())]).toEqual([0o700, 0o600]);
  });

  it('is not used when others may read it', () => {
    createKey(folder, undefined);
    chmodSync(keyFile(), 0o640);
    const key = readKey(folder);
    expect(!key.ok && key.error).toContain('chmod 600');
  });

  it('is never replaced', () => {
    createKey(folder, undefined);
    const before = readFileSync(keyFile(), 'utf8');
    const again = createKey(folder, undefined);
    expect(!again.ok && again.error).toContain('there already');
    expect(readFileSync(keyFile(), 'utf8')).toBe(before);
  });

  it('is not taken from a file in which the halves do not fit', () => {
    createKey(folder, undefined);
    const text = readFileSync(keyFile(), 'utf8');
    writeFileSync(keyFile(), text.replace(/"seed":"./, '"seed":"x'));
    expect(readKey(folder).ok).toBe(false);
    writeFileSync(
      keyFile(),
      text.replace(/"seed":"(.)/, (_all, digit: string) => `"seed":"${digit === '0' ? '1' : '0'}`),
    );
    const key = readKey(folder);
    expect(!key.ok && key.error).toContain('altered');
  });

  it('that is not there is told with how to make it', () => {
    const key = readKey(folder);
    expect(!key.ok && key.error).toContain('salvor trustee keygen');
  });
});
