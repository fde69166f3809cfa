import * as fc from 'fast-check';
import { type ManifestFile, manifestOf, rootDigest } from '#core/catalog';
import { sha256Hex } from '#libs/kernel';
import { deliveryDifference } from './delivery-difference.js';

const file = (path: string, content = path): ManifestFile => ({
  path,
  sizeBytes: content.length,
  sha256: sha256Hex(content),
});

const ANNOUNCED = manifestOf([file('a'), file('b'), file('c')]);

describe('deliveryDifference', () => {
  it.each([
    ['another file', [file('a'), file('b', 'other'), file('c', 'other')], 'b has another digest'],
    ['a file too few', [file('a'), file('c')], 'b is missing'],
    ['a file too many', [file('a'), file('aa'), file('b', 'other'), file('c')], 'aa was not announced'],
    ['nothing', [], 'a is missing'],
  ])('names the first difference of %s', (_what, files, difference) => {
    expect(deliveryDifference(ANNOUNCED, manifestOf(files))).toMatch(new RegExp(`^${difference}`));
  });

  it('takes the order of UTF-8, where JavaScript would put U+1F600 before U+FF5E', () => {
    expect(deliveryDifference(manifestOf([]), manifestOf([file('😀'), file('～')]))).toBe(
      '～ was not announced',
    );
  });

  it('finds none exactly when the root digests agree', () => {
    const manifests = fc
      .uniqueArray(fc.constantFrom('a', 'b', 'c'))
      .chain((paths) => fc.tuple(...paths.map((path) => fc.constantFrom(file(path), file(path, 'other')))))
      .map((files) => manifestOf(files));
    fc.assert(
      fc.property(manifests, manifests, (announced, delivered) => {
        expect(deliveryDifference(announced, delivered) === undefined).toBe(
          rootDigest(announced) === rootDigest(delivered),
        );
      }),
    );
  });
});
