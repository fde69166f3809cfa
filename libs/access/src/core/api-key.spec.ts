import fc from 'fast-check';
import { asId } from '#libs/kernel';
import { formatApiKey, hashSecret, parseApiKey } from './api-key.js';

const secret = fc
  .uint8Array({ minLength: 32, maxLength: 32 })
  .map((bytes) => Buffer.from(bytes).toString('base64url'));

describe('API keys', () => {
  it('come back from what their holders keep', () => {
    fc.assert(
      fc.property(fc.uuid(), secret, (uuid, ofKey) => {
        const key = { id: asId('apiKey', uuid), secret: ofKey };
        expect(parseApiKey(formatApiKey(key))).toEqual(key);
      }),
    );
  });

  it('start with what secret scanners look for', () => {
    const id = asId('apiKey', '019a0000-0000-7000-8000-0000000000ab');
    expect(formatApiKey({ id, secret: 's'.repeat(43) })).toBe(
      `salvor_019a00000000700080000000000000ab_${'s'.repeat(43)}`,
    );
  });

  it.each([
    '',
    'salvor',
    `salvor_${'0'.repeat(32)}_${'s'.repeat(42)}`,
    `salvor_${'0'.repeat(32)}_${'s'.repeat(44)}`,
    `salvor_${'0'.repeat(32)}_${'s'.repeat(42)}=`,
    `salvor_${'G'.repeat(32)}_${'s'.repeat(43)}`,
    `SALVOR_${'0'.repeat(32)}_${'s'.repeat(43)}`,
    `salvor_${'0'.repeat(32)}_${'s'.repeat(43)}\n`,
  ])('are not read from %j', (text) => {
    expect(parseApiKey(text)).toBeUndefined();
  });
});

it('the hash of a secret is its SHA-256, which does not contain it', () => {
  // FIPS 180-4, one-block example.
  expect(Buffer.from(hashSecret('abc')).toString('hex')).toBe(
    'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
  );
});
