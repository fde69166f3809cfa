import * as fc from 'fast-check';
import { assert, sha256Hex } from '#libs/kernel';
import {
  diffManifests,
  type Manifest,
  type ManifestFile,
  manifestOf,
  parseManifest,
  rootDigest,
} from './manifest.js';

const file = (path: string, content = path): ManifestFile => ({
  path,
  sizeBytes: content.length,
  sha256: sha256Hex(content),
});

const parsed = (input: unknown): Manifest => {
  const result = parseManifest(input);
  assert(result.ok, `expected a manifest: ${JSON.stringify(result)}`);
  return result.value;
};

const refusalOf = (input: unknown): { path: string; reason: string } => {
  const result = parseManifest(input);
  assert(!result.ok, 'expected a refusal');
  return result.error;
};

const anyFiles = fc
  .uniqueArray(fc.stringMatching(/^[a-z0-9é😀_-]{1,8}(\/[a-z0-9é😀_-]{1,8}){0,2}$/u), { maxLength: 12 })
  .map((paths) => paths.map((path) => file(path)));

describe('parseManifest', () => {
  it('gives one manifest and one digest for one set of files, in whatever order they come', () => {
    fc.assert(
      fc.property(
        anyFiles.chain((files) =>
          fc.tuple(fc.constant(files), fc.shuffledSubarray(files, { minLength: files.length })),
        ),
        ([files, shuffled]) => {
          expect(parsed({ files: shuffled })).toEqual(parsed({ files }));
          expect(rootDigest(parsed({ files: shuffled }))).toBe(rootDigest(parsed({ files })));
        },
      ),
    );
  });

  it('sorts by UTF-8 bytes, where JavaScript would put U+1F600 before U+FF5E', () => {
    const files = [file('😀'), file('～'), file('a/b'), file('a-b')];
    expect(parsed({ files }).files.map(({ path }) => path)).toEqual(['a-b', 'a/b', '～', '😀']);
  });

  it.each([
    '',
    '/etc/passwd',
    '../weights.bin',
    'a/../../b',
    'a//b',
    './a',
    'a/',
    'C:/weights.bin',
    'a\\b',
    'a\u0000b',
    '\ud800',
  ])('refuses the path %j', (path) => {
    expect(refusalOf({ files: [file('ok'), { ...file('x'), path }] }).path).toBe('/files/1/path');
  });

  it.each([-1, 0.5, 2 ** 53, Number.NaN, '12'])('refuses the size %p', (sizeBytes) => {
    expect(refusalOf({ files: [{ ...file('a'), sizeBytes }] }).path).toBe('/files/0/sizeBytes');
  });

  it.each([sha256Hex('a').toUpperCase(), sha256Hex('a').slice(1), `${sha256Hex('a')}\n`])(
    'refuses the digest %j',
    (sha256) => {
      expect(refusalOf({ files: [{ ...file('a'), sha256 }] }).path).toBe('/files/0/sha256');
    },
  );

  it('names the second of two entries with one path', () => {
    expect(refusalOf({ files: [file('a'), file('b'), file('a', 'other')] }).path).toBe('/files/2/path');
  });

  it('names unknown and missing fields', () => {
    expect(refusalOf({ files: [], note: 1 }).path).toBe('/note');
    expect(refusalOf({ files: [{ ...file('a'), mode: 7 }] }).path).toBe('/files/0/mode');
    expect(refusalOf({ files: [{ path: 'a', sizeBytes: 1 }] }).path).toBe('/files/0/sha256');
    expect(refusalOf({})).toMatchObject({ path: '/files', reason: 'is required' });
    expect(refusalOf([])).toMatchObject({ path: '' });
  });
});

describe('rootDigest', () => {
  it('is SHA-256 over the canonical JSON of the file list, computable by hand', () => {
    const { sha256 } = file('a', 'x');
    const canonical = `[{"path":"a","sha256":"${sha256}","sizeBytes":1}]`;
    expect(rootDigest(manifestOf([file('a', 'x')]))).toBe(sha256Hex(canonical));
  });

  it('changes with every single change of a file', () => {
    fc.assert(
      fc.property(anyFiles, fc.nat(), (files, at) => {
        fc.pre(files.length > 0);
        const index = at % files.length;
        const tampered = files.map((entry, i) =>
          i === index ? { ...entry, sizeBytes: entry.sizeBytes + 1 } : entry,
        );
        expect(rootDigest(manifestOf(tampered))).not.toBe(rootDigest(manifestOf(files)));
      }),
    );
  });
});

describe('diffManifests', () => {
  it('names what was added, removed and changed', () => {
    const declared = manifestOf([file('kept'), file('gone'), file('swapped', 'before')]);
    const found = manifestOf([file('kept'), file('new'), file('swapped', 'after!')]);
    expect(diffManifests(declared, found)).toEqual({
      added: ['new'],
      removed: ['gone'],
      changed: ['swapped'],
    });
  });

  it('is empty exactly when the root digests agree', () => {
    fc.assert(
      fc.property(anyFiles, anyFiles, (a, b) => {
        const difference = diffManifests(manifestOf(a), manifestOf(b));
        const same = Object.values(difference).every((paths: readonly string[]) => paths.length === 0);
        expect(same).toBe(rootDigest(manifestOf(a)) === rootDigest(manifestOf(b)));
      }),
    );
  });
});
