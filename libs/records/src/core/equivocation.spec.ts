import { ed25519 } from '@noble/curves/ed25519.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import * as fc from 'fast-check';
import { assertDefined } from '#libs/kernel';
import { type SignedCheckpoint, signCheckpoint } from './checkpoint.js';
import { type Equivocation, findEquivocation, verifyEquivocation } from './equivocation.js';
import { EMPTY_ROOT, leafHash, type MerkleHash } from './merkle-hash.js';
import { rangeHash, treeNodes } from './tree-nodes.js';

const SECRET_KEY = new Uint8Array(32).fill(7);
const PUBLIC_KEY = bytesToHex(ed25519.getPublicKey(SECRET_KEY));
const SIZE_MAX = 40;

const HONEST = Array.from({ length: SIZE_MAX }, (_, at) => leafHash(Uint8Array.of(at)));
/** The same log, told to somebody else: from one entry on it differs. */
const forkedAt = (at: number): readonly MerkleHash[] =>
  HONEST.map((leaf, index) => (index < at ? leaf : leafHash(Uint8Array.of(index, 1))));

function headOf(leaves: readonly MerkleHash[], treeSize: number, origin = 'log'): SignedCheckpoint {
  const root = treeSize === 0 ? EMPTY_ROOT : rangeHash({ start: 0, size: treeSize }, treeNodes(leaves));
  const rootHash = bytesToHex(root);
  const issuedAt = '2026-01-02T03:04:05Z';
  return signCheckpoint({ document: 'log-checkpoint', origin, treeSize, rootHash, issuedAt }, SECRET_KEY);
}

const proofOf = (older: SignedCheckpoint, newer: SignedCheckpoint, leaves = HONEST): Equivocation =>
  assertDefined(
    findEquivocation(PUBLIC_KEY, [older, newer], treeNodes(leaves)),
    'they contradict each other',
  );

const anyFork = fc
  .record({ older: fc.integer({ min: 1, max: SIZE_MAX }), more: fc.nat(SIZE_MAX), fork: fc.nat(SIZE_MAX) })
  .map(({ older, more, fork }) => ({ older, newer: Math.min(older + more, SIZE_MAX), fork: fork % older }));

describe('equivocation', () => {
  it('is proven by two heads of one size with different roots', () => {
    const proof = proofOf(headOf(HONEST, 9), headOf(forkedAt(4), 9));
    expect(proof.prefix).toEqual([]);
    expect(verifyEquivocation(proof)).toEqual({ ok: true, value: undefined });
  });

  it('is proven by any two heads of which one is not a prefix of the other, whichever is found first', () => {
    fc.assert(
      fc.property(anyFork, fc.boolean(), ({ older, newer, fork }, swap) => {
        const heads = [headOf(forkedAt(fork), older), headOf(HONEST, newer)] as const;
        const proof = swap ? proofOf(heads[1], heads[0]) : proofOf(...heads);
        expect(verifyEquivocation(JSON.parse(JSON.stringify(proof)))).toEqual({ ok: true, value: undefined });
      }),
    );
  });

  it('is not found in a log that only grew', () => {
    fc.assert(
      fc.property(fc.nat(SIZE_MAX), fc.nat(SIZE_MAX), (a, b) => {
        const heads = [headOf(HONEST, a), headOf(HONEST, b)] as const;
        expect(findEquivocation(PUBLIC_KEY, heads, treeNodes(HONEST))).toBeUndefined();
      }),
    );
  });

  it('is not proven by altered hashes, which lead elsewhere than the newer root', () => {
    const proof = proofOf(headOf(forkedAt(2), 7), headOf(HONEST, 12));
    const [first = '', ...others] = proof.prefix;
    const altered = {
      ...proof,
      prefix: [first.replace(/^./, (digit) => (digit === '0' ? '1' : '0')), ...others],
    };
    expect(verifyEquivocation(altered)).toEqual({ ok: false, error: 'wrong-root' });
    expect(verifyEquivocation({ ...proof, prefix: others })).toEqual({
      ok: false,
      error: 'wrong-path-length',
    });
  });

  it('is not proven by heads that agree', () => {
    const proof = proofOf(headOf(forkedAt(2), 7), headOf(HONEST, 12));
    const honest = { ...proof, older: headOf(HONEST, 7) };
    expect(verifyEquivocation(honest)).toEqual({ ok: false, error: 'consistent' });
    const same = { ...proof, older: headOf(HONEST, 7), newer: headOf(HONEST, 7), prefix: [] };
    expect(verifyEquivocation(same)).toEqual({ ok: false, error: 'consistent' });
    const empty = { ...proof, older: headOf(HONEST, 0), prefix: [] };
    expect(verifyEquivocation(empty)).toEqual({ ok: false, error: 'consistent' });
  });

  it('is not proven by a head that the log did not sign', () => {
    const proof = proofOf(headOf(HONEST, 9), headOf(forkedAt(4), 9));
    const { checkpoint } = proof.newer;
    const forged = { ...proof, newer: signCheckpoint(checkpoint, new Uint8Array(32).fill(8)) };
    expect(verifyEquivocation(forged)).toEqual({ ok: false, error: 'not-signed-by-the-log' });
  });

  it('is not proven by heads of two logs', () => {
    const proof = {
      ...proofOf(headOf(HONEST, 9), headOf(forkedAt(4), 9)),
      newer: headOf(forkedAt(4), 9, 'other'),
    };
    expect(verifyEquivocation(proof)).toEqual({ ok: false, error: 'other-log' });
  });

  it('is not proven by heads in the wrong order, or by rubbish', () => {
    const { older, newer, ...rest } = proofOf(headOf(forkedAt(2), 7), headOf(HONEST, 12));
    expect(verifyEquivocation({ ...rest, older: newer, newer: older })).toEqual({
      ok: false,
      error: 'malformed',
    });
    expect(verifyEquivocation(null)).toEqual({ ok: false, error: 'malformed' });
    const surplus = { ...proofOf(headOf(HONEST, 9), headOf(forkedAt(4), 9)), prefix: ['0'.repeat(64)] };
    expect(verifyEquivocation(surplus)).toEqual({ ok: false, error: 'wrong-path-length' });
  });
});
