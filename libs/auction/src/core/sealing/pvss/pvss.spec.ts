import { createHash } from 'node:crypto';
import { ristretto255, ristretto255_hasher } from '@noble/curves/ed25519.js';
import * as fc from 'fast-check';
import { assertDefined } from '#libs/kernel';
import { type DealerScalars, distribute, type Distribution, verifyDistribution } from './distribution.js';
import { COMMITMENT_BASE, type GroupElement, GROUP_ORDER, modOrder, SECRET_BASE } from './group.js';
import { poolShares } from './pool-shares.js';
import { decryptEncryptedShare, trusteePublicKey, verifyShareDecryption } from './share-decryption.js';

const { Point } = ristretto255;
const CONTEXT = Uint8Array.of(1, 2, 3);

const anyScalar = fc.bigInt({ min: 1n, max: GROUP_ORDER - 1n });

/** Trustees, and a dealer who shares a secret among them. */
const anyDeal = fc.integer({ min: 1, max: 5 }).chain((trustees) =>
  fc.integer({ min: 1, max: trustees }).chain((threshold) =>
    fc.record({
      secretKeys: fc.array(anyScalar, { minLength: trustees, maxLength: trustees }),
      scalars: fc.record({
        coefficients: fc.array(anyScalar, { minLength: threshold, maxLength: threshold }),
        nonces: fc.array(anyScalar, { minLength: trustees, maxLength: trustees }),
      }),
    }),
  ),
);

const FEW = { numRuns: 15 };

function dealt(secretKeys: readonly bigint[], scalars: DealerScalars) {
  const frame = { context: CONTEXT, trusteeKeys: secretKeys.map(trusteePublicKey) };
  return { frame, ...distribute(frame, scalars) };
}

const decrypted = (secretKeys: readonly bigint[], { shares }: Distribution) =>
  secretKeys.map((secretKey, at) => ({
    index: at + 1,
    share: decryptEncryptedShare(CONTEXT, secretKey, assertDefined(shares[at], 'a share each'), 5n).share,
  }));

function subsets<T>(items: readonly T[], size: number): readonly (readonly T[])[] {
  if (size === 0) return [[]];
  return items.flatMap((item, at) => subsets(items.slice(at + 1), size - 1).map((rest) => [item, ...rest]));
}

const times = (element: GroupElement, scalar: bigint): GroupElement =>
  modOrder(scalar) === 0n ? Point.ZERO : element.multiply(modOrder(scalar));

/** The challenge as it is documented: SHA-512 over label, context and lists, each with its length in front. */
function naiveChallenge(
  label: string,
  context: Uint8Array,
  lists: readonly (readonly GroupElement[])[],
): bigint {
  const hash = createHash('sha512');
  const encoded = lists.map((list) => Buffer.concat(list.map((element) => element.toBytes())));
  for (const part of [Buffer.from(label), context, ...encoded]) {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(part.length);
    hash.update(length).update(part);
  }
  return BigInt(`0x${hash.digest().subarray(0, 16).reverse().toString('hex')}`);
}

/** Schoenmakers’ check as the paper writes it, one trustee and one multiplication at a time. */
function naiveVerify(
  context: Uint8Array,
  trusteeKeys: readonly GroupElement[],
  dealing: Distribution,
): boolean {
  const { commitments, shares, challenge, responses } = dealing;
  const ofCommitments = trusteeKeys.map((_key, at) => {
    const i = BigInt(at + 1);
    const x = commitments.reduce((sum, c, j) => sum.add(times(c, i ** BigInt(j))), Point.ZERO);
    return times(COMMITMENT_BASE, responses[at] ?? 0n).add(times(x, challenge));
  });
  const ofShares = trusteeKeys.map((key, at) =>
    times(key, responses[at] ?? 0n).add(times(shares[at] ?? Point.ZERO, challenge)),
  );
  const lists = [trusteeKeys, commitments, shares, ofCommitments, ofShares];
  return naiveChallenge('salvor sealed bid 2 distribution', context, lists) === challenge;
}

describe('the two bases', () => {
  it('are different elements, of which the second is hashed to the group', () => {
    expect(COMMITMENT_BASE.equals(SECRET_BASE)).toBe(false);
    // RFC 9380, appendix B, by hand: nobody chose this element, so nobody knows its logarithm.
    const tag = Buffer.from('salvor sealed bid 2\x13');
    const sha512 = (...parts: readonly Uint8Array[]) =>
      createHash('sha512').update(Buffer.concat(parts)).digest();
    const message = Buffer.from('commitment base');
    const b0 = sha512(Buffer.alloc(128), message, Buffer.from([0, 64, 0]), tag);
    const uniform = sha512(b0, Buffer.from([1]), tag);
    expect(ristretto255_hasher.deriveToCurve?.(uniform).equals(COMMITMENT_BASE)).toBe(true);
  });
});

describe('a distribution', () => {
  it('verifies, also as the paper writes it', () => {
    fc.assert(
      fc.property(anyDeal, ({ secretKeys, scalars }) => {
        const { frame, distribution } = dealt(secretKeys, scalars);
        expect(verifyDistribution(frame, distribution)).toBe(true);
        expect(naiveVerify(CONTEXT, frame.trusteeKeys, distribution)).toBe(true);
      }),
      FEW,
    );
  });

  it('shares one secret: every set of as many trustees as are needed restores it', () => {
    fc.assert(
      fc.property(anyDeal, ({ secretKeys, scalars }) => {
        const { secret, distribution } = dealt(secretKeys, scalars);
        const shares = decrypted(secretKeys, distribution);
        for (const subset of subsets(shares, scalars.coefficients.length))
          expect(poolShares(subset).equals(secret)).toBe(true);
      }),
      FEW,
    );
  });

  it('tells fewer trustees nothing: their shares fit every secret', () => {
    // Given t−1 shares, any claimed secret completes them to a polynomial: all of them pool to what was claimed.
    const secretKeys = [11n, 12n, 13n];
    const scalars = { coefficients: [101n, 102n, 103n], nonces: [7n, 8n, 9n] };
    const { secret, distribution } = dealt(secretKeys, scalars);
    const two = decrypted(secretKeys, distribution).slice(0, 2);
    expect(poolShares(two).equals(secret)).toBe(false);
    for (const claimed of [1n, 2n, 999n]) {
      const third = SECRET_BASE.multiply(claimed).add(
        two.reduce(
          (sum, { index, share }) => sum.add(share.multiply(modOrder(index === 1 ? -3n : 3n))),
          Point.ZERO,
        ),
      );
      // p(3) = p(0) − 3·p(1) + 3·p(2): third differences of a quadratic vanish.
      expect(poolShares([...two, { index: 3, share: third }]).equals(SECRET_BASE.multiply(claimed))).toBe(
        true,
      );
    }
  });

  it('adds up: the sum of two is a distribution of the sum of the secrets', () => {
    const secretKeys = [11n, 12n, 13n];
    const one = dealt(secretKeys, { coefficients: [101n, 102n], nonces: [7n, 8n, 9n] });
    const other = dealt(secretKeys, { coefficients: [201n, 202n], nonces: [17n, 18n, 19n] });
    const shares = one.distribution.shares.map((share, at) =>
      share.add(other.distribution.shares[at] ?? Point.ZERO),
    );
    const pooled = poolShares(decrypted(secretKeys, { ...one.distribution, shares }).slice(1));
    expect(pooled.equals(one.secret.add(other.secret))).toBe(true);
    expect(pooled.equals(SECRET_BASE.multiply(302n))).toBe(true);
  });

  const SECRET_KEYS = [11n, 12n, 13n];
  const { frame: FRAME, distribution: DEALT } = dealt(SECRET_KEYS, {
    coefficients: [101n, 102n],
    nonces: [7n, 8n, 9n],
  });
  const replaced = <T>(list: readonly T[], at: number, change: (item: T) => T): readonly T[] =>
    list.map((item, index) => (index === at ? change(item) : item));
  const shifted = (element: GroupElement): GroupElement => element.add(SECRET_BASE);

  it.each<[string, Distribution]>([
    ['the first commitment', { ...DEALT, commitments: replaced(DEALT.commitments, 0, shifted) }],
    ['the last commitment', { ...DEALT, commitments: replaced(DEALT.commitments, 1, shifted) }],
    ['the first share', { ...DEALT, shares: replaced(DEALT.shares, 0, shifted) }],
    ['the last share', { ...DEALT, shares: replaced(DEALT.shares, 2, shifted) }],
    ['two shares swapped', { ...DEALT, shares: [...DEALT.shares].reverse() }],
    ['the challenge', { ...DEALT, challenge: DEALT.challenge ^ 1n }],
    ['a response', { ...DEALT, responses: replaced(DEALT.responses, 1, (r) => modOrder(r + 1n)) }],
    [
      'the first share doubled with its response',
      {
        ...DEALT,
        shares: replaced(DEALT.shares, 0, (share) => share.double()),
        responses: replaced(DEALT.responses, 0, (r) => modOrder(r * 2n)),
      },
    ],
  ])('fails with %s altered, also as the paper writes it', (_what, altered) => {
    expect(verifyDistribution(FRAME, altered)).toBe(false);
    expect(naiveVerify(CONTEXT, FRAME.trusteeKeys, altered)).toBe(false);
  });

  it.each<[string, Distribution]>([
    ['no commitments', { ...DEALT, commitments: [] }],
    [
      'more commitments than trustees',
      { ...DEALT, commitments: [...DEALT.commitments, ...DEALT.commitments] },
    ],
    ['a share too few', { ...DEALT, shares: DEALT.shares.slice(1) }],
    ['a response too many', { ...DEALT, responses: [...DEALT.responses, 1n] }],
  ])('fails with %s', (_what, altered) => {
    expect(verifyDistribution(FRAME, altered)).toBe(false);
  });

  it('fails in another context, and for other trustees', () => {
    expect(verifyDistribution({ ...FRAME, context: Uint8Array.of(1, 2, 4) }, DEALT)).toBe(false);
    const trusteeKeys = replaced(FRAME.trusteeKeys, 2, shifted);
    expect(verifyDistribution({ ...FRAME, trusteeKeys }, DEALT)).toBe(false);
  });

  it('cannot be blinded into another one: shares and commitments of a copied one scaled alike', () => {
    const scaledBy = (element: GroupElement): GroupElement => element.multiply(77n);
    const blinded = {
      ...DEALT,
      commitments: DEALT.commitments.map(scaledBy),
      shares: DEALT.shares.map(scaledBy),
      responses: DEALT.responses.map((r) => modOrder(r * 77n)),
    };
    expect(verifyDistribution(FRAME, blinded)).toBe(false);
  });

  it('is not dealt with a zero for a secret, or with too few nonces', () => {
    expect(() => distribute(FRAME, { coefficients: [0n, 1n], nonces: [7n, 8n, 9n] })).toThrow('a secret');
    expect(() => distribute(FRAME, { coefficients: [1n, 1n], nonces: [0n, 8n, 9n] })).toThrow('scalar');
    expect(() => distribute(FRAME, { coefficients: [], nonces: [7n, 8n, 9n] })).toThrow('a secret');
    expect(() => distribute(FRAME, { coefficients: [1n, 1n], nonces: [7n] })).toThrow('a nonce for each');
    expect(() => distribute(FRAME, { coefficients: [1n, 1n, 1n, 1n], nonces: [7n, 8n, 9n] })).toThrow(
      'no more',
    );
  });
});

describe('a decrypted share', () => {
  const SHARE = SECRET_BASE.multiply(4_711n);

  it('is the share without the trustee’s key, and verifies', () => {
    fc.assert(
      fc.property(anyScalar, anyScalar, (secretKey, nonce) => {
        const publicKey = trusteePublicKey(secretKey);
        const encrypted = publicKey.multiply(4_711n);
        const decryption = decryptEncryptedShare(CONTEXT, secretKey, encrypted, nonce);
        expect(decryption.share.equals(SHARE)).toBe(true);
        expect(verifyShareDecryption(CONTEXT, publicKey, encrypted, decryption)).toBe(true);
        // Chaum and Pedersen's equations, written out.
        const { share, challenge, response } = decryption;
        const first = times(SECRET_BASE, response).add(times(publicKey, challenge));
        const second = times(share, response).add(times(encrypted, challenge));
        const lists = [
          [publicKey, encrypted, share],
          [first, second],
        ];
        expect(naiveChallenge('salvor sealed bid 2 share', CONTEXT, lists)).toBe(challenge);
      }),
      FEW,
    );
  });

  it('fails when it is another, or of another trustee, envelope or context', () => {
    const publicKey = trusteePublicKey(11n);
    const encrypted = publicKey.multiply(4_711n);
    const decryption = decryptEncryptedShare(CONTEXT, 11n, encrypted, 5n);
    const verify = (change: Partial<typeof decryption>) =>
      verifyShareDecryption(CONTEXT, publicKey, encrypted, { ...decryption, ...change });
    expect(verify({})).toBe(true);
    expect(verify({ share: SHARE.add(SECRET_BASE) })).toBe(false);
    expect(verify({ challenge: decryption.challenge ^ 1n })).toBe(false);
    expect(verify({ response: modOrder(decryption.response + 1n) })).toBe(false);
    expect(verifyShareDecryption(Uint8Array.of(9), publicKey, encrypted, decryption)).toBe(false);
    expect(verifyShareDecryption(CONTEXT, trusteePublicKey(12n), encrypted, decryption)).toBe(false);
    expect(verifyShareDecryption(CONTEXT, publicKey, encrypted.double(), decryption)).toBe(false);
  });

  it('cannot be made with a key of which the public one does not tell', () => {
    const encrypted = trusteePublicKey(11n).multiply(4_711n);
    const forged = decryptEncryptedShare(CONTEXT, 12n, encrypted, 5n);
    expect(verifyShareDecryption(CONTEXT, trusteePublicKey(11n), encrypted, forged)).toBe(false);
  });
});

describe('poolShares', () => {
  it('interpolates at zero whatever the order', () => {
    const p = (x: bigint): bigint => 5n + 3n * x + 2n * x * x;
    const shares = [4, 1, 9].map((index) => ({ index, share: SECRET_BASE.multiply(p(BigInt(index))) }));
    expect(poolShares(shares).equals(SECRET_BASE.multiply(5n))).toBe(true);
    expect(poolShares([...shares].reverse()).equals(SECRET_BASE.multiply(5n))).toBe(true);
  });

  it('takes each trustee once', () => {
    const share = { index: 1, share: SECRET_BASE };
    expect(() => poolShares([share, share])).toThrow('whose shares');
    expect(() => poolShares([{ index: 0, share: SECRET_BASE }])).toThrow('whose shares');
  });
});
