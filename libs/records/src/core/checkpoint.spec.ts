import { createPublicKey, verify } from 'node:crypto';
import { ed25519 } from '@noble/curves/ed25519.js';
import { bytesToHex, hexToBytes } from '@noble/hashes/utils.js';
import { canonicalJson } from '#libs/kernel';
import { type Checkpoint, checkpointOf, signCheckpoint, verifyCheckpoint } from './checkpoint.js';
import { appendLeaf, EMPTY_FRONTIER } from './frontier.js';
import { leafHash } from './merkle-hash.js';

const SECRET_KEY = new Uint8Array(32).fill(7);
const PUBLIC_KEY = bytesToHex(ed25519.getPublicKey(SECRET_KEY));
const { frontier: FRONTIER } = appendLeaf(EMPTY_FRONTIER, leafHash(Uint8Array.of(1)));
const CHECKPOINT = checkpointOf('auction/1', FRONTIER, '2026-01-02T03:04:05Z');

describe('Ed25519 as the log uses it', () => {
  // RFC 8032, section 7.1, TEST 1 to TEST 3.
  it.each([
    [
      '9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60',
      'd75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a',
      '',
      'e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b',
    ],
    [
      '4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb',
      '3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c',
      '72',
      '92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00',
    ],
    [
      'c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7',
      'fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025',
      'af82',
      '6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a',
    ],
  ])('signs as the standard does with %s', (secretKey, publicKey, message, signature) => {
    expect(bytesToHex(ed25519.getPublicKey(hexToBytes(secretKey)))).toBe(publicKey);
    expect(bytesToHex(ed25519.sign(hexToBytes(message), hexToBytes(secretKey)))).toBe(signature);
  });
});

describe('a signed checkpoint', () => {
  it('is read by whoever knows the log’s key', () => {
    expect(verifyCheckpoint(signCheckpoint(CHECKPOINT, SECRET_KEY), PUBLIC_KEY)).toEqual({
      ok: true,
      value: CHECKPOINT,
    });
  });

  it('is signed over its canonical bytes, as another implementation finds too', () => {
    const { signature } = signCheckpoint(CHECKPOINT, SECRET_KEY);
    const x = Buffer.from(PUBLIC_KEY, 'hex').toString('base64url');
    const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' });
    expect(verify(null, Buffer.from(canonicalJson(CHECKPOINT)), key, Buffer.from(signature, 'hex'))).toBe(
      true,
    );
  });

  it.each<[string, Partial<Checkpoint>]>([
    ['origin', { origin: 'auction/2' }],
    ['size', { treeSize: 2 }],
    ['root', { rootHash: '0'.repeat(64) }],
    ['time', { issuedAt: '2026-01-02T03:04:06Z' }],
  ])('is refused with another %s', (_what, change) => {
    const { signature } = signCheckpoint(CHECKPOINT, SECRET_KEY);
    const altered = { checkpoint: { ...CHECKPOINT, ...change }, signature };
    expect(verifyCheckpoint(altered, PUBLIC_KEY)).toEqual({ ok: false, error: 'not-signed-by-the-log' });
  });

  it('is refused under another key, and under what is no key', () => {
    const signed = signCheckpoint(CHECKPOINT, SECRET_KEY);
    const other = bytesToHex(ed25519.getPublicKey(new Uint8Array(32).fill(8)));
    for (const key of [other, '00'.repeat(32), 'ff'.repeat(32), '', PUBLIC_KEY.toUpperCase()])
      expect(verifyCheckpoint(signed, key)).toEqual({ ok: false, error: 'not-signed-by-the-log' });
  });

  it('is refused under a key of small order, under which one signature fits everything', () => {
    const identity = `01${'00'.repeat(31)}`;
    const signed = { checkpoint: CHECKPOINT, signature: identity + '00'.repeat(32) };
    expect(verifyCheckpoint(signed, identity)).toEqual({ ok: false, error: 'not-signed-by-the-log' });
  });

  it('is refused with its signature in another form', () => {
    const { signature } = signCheckpoint(CHECKPOINT, SECRET_KEY);
    // S + L: the same equation holds, but RFC 8032, section 5.1.7, wants S below the order L.
    const order = 2n ** 252n + 27742317777372353535851937790883648493n;
    const scalar = BigInt(`0x${bytesToHex(hexToBytes(signature.slice(64)).reverse())}`);
    const grown = bytesToHex(hexToBytes((scalar + order).toString(16).padStart(64, '0')).reverse());
    const malleated = { checkpoint: CHECKPOINT, signature: signature.slice(0, 64) + grown };
    expect(verifyCheckpoint(malleated, PUBLIC_KEY)).toEqual({ ok: false, error: 'not-signed-by-the-log' });
  });

  it.each([
    ['nothing', undefined],
    ['an unknown field', { checkpoint: { ...CHECKPOINT, more: 1 } }],
    ['no origin', { checkpoint: { ...CHECKPOINT, origin: '' } }],
    ['a broken size', { checkpoint: { ...CHECKPOINT, treeSize: 0.5 } }],
    ['a root in capitals', { checkpoint: { ...CHECKPOINT, rootHash: CHECKPOINT.rootHash.toUpperCase() } }],
    ['entries in an empty log', { checkpoint: { ...CHECKPOINT, treeSize: 0 } }],
    ['a date for a time', { checkpoint: { ...CHECKPOINT, issuedAt: '2026-01-02' } }],
    ['a short signature', { signature: 'ab' }],
  ])('is malformed with %s', (_what, change) => {
    const signed =
      change === undefined ? undefined : { ...signCheckpoint(CHECKPOINT, SECRET_KEY), ...change };
    expect(verifyCheckpoint(signed, PUBLIC_KEY)).toEqual({ ok: false, error: 'malformed-checkpoint' });
  });

  it('may be of an empty log', () => {
    const empty = checkpointOf('auction/1', EMPTY_FRONTIER, '2026-01-02T03:04:05Z');
    expect(verifyCheckpoint(signCheckpoint(empty, SECRET_KEY), PUBLIC_KEY).ok).toBe(true);
  });
});
