import { x25519 } from '@noble/curves/ed25519.js';
import { asId } from '#libs/kernel';
import { makeSealingKey, unwrapSealingKey, wrapSealingKey } from './sealing-key.js';

const SERVICE_SECRET = new Uint8Array(32).fill(1);
const AUCTION = asId('auction', '019a0000-0000-7000-8000-000000000001');
const OTHER_AUCTION = asId('auction', '019a0000-0000-7000-8000-000000000002');

describe('makeSealingKey', () => {
  it('makes a pair that belongs together, another one each time', () => {
    const [one, other] = [makeSealingKey(), makeSealingKey()];
    expect(x25519.getPublicKey(one.secretKey)).toEqual(one.publicKey);
    expect(one.publicKey).not.toEqual(other.publicKey);
  });
});

describe('wrapSealingKey', () => {
  const { secretKey } = makeSealingKey();
  const wrapped = wrapSealingKey(SERVICE_SECRET, AUCTION, secretKey);

  it('keeps the key for whoever has the secret of the service', () => {
    expect(unwrapSealingKey(SERVICE_SECRET, AUCTION, wrapped)).toEqual(secretKey);
  });

  it('hides it: the stored bytes do not contain it and differ every time', () => {
    expect(Buffer.from(wrapped).includes(Buffer.from(secretKey))).toBe(false);
    expect(wrapSealingKey(SERVICE_SECRET, AUCTION, secretKey)).not.toEqual(wrapped);
  });

  it('gives it to no other auction, under no other secret, and not after a change', () => {
    const changed = wrapped.map((byte, at) => (at === 40 ? byte ^ 1 : byte));
    expect(() => unwrapSealingKey(SERVICE_SECRET, OTHER_AUCTION, wrapped)).toThrow();
    expect(() => unwrapSealingKey(new Uint8Array(32).fill(2), AUCTION, wrapped)).toThrow();
    expect(() => unwrapSealingKey(SERVICE_SECRET, AUCTION, changed)).toThrow();
  });
});
