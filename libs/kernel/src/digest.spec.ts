import { digestOf, sha256Hex } from './digest.js';

describe('sha256Hex', () => {
  // FIPS 180-4 example values, as NIST's "Cryptographic Standards and Guidelines" page publishes them.
  it.each([
    ['', 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'],
    ['abc', 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'],
    [
      'abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq',
      '248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1',
    ],
  ])('of %j', (text, digest) => {
    expect(sha256Hex(text)).toBe(digest);
  });

  it('takes text as UTF-8', () => {
    expect(sha256Hex('€')).toBe(sha256Hex(Uint8Array.of(0xe2, 0x82, 0xac)));
  });
});

describe('digestOf', () => {
  it('is the SHA-256 of the canonical text', () => {
    expect(digestOf({ b: 1, a: [true, null] })).toBe(sha256Hex('{"a":[true,null],"b":1}'));
  });

  it('is equal for equal values and different for different ones', () => {
    expect(digestOf({ a: 1, b: 2 })).toBe(digestOf({ b: 2.0, a: 1 }));
    expect(digestOf({ a: 1 })).not.toBe(digestOf({ a: '1' }));
  });
});
