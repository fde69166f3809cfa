import { sha256 } from '@noble/hashes/sha2.js';
import { concatBytes, utf8ToBytes } from '@noble/hashes/utils.js';
import * as fc from 'fast-check';
import { assertDefined } from '#libs/kernel';
import { consistencyRanges, proveConsistency, verifyConsistency } from './consistency-proof.js';
import { appendLeaf, type CompletedNode, EMPTY_FRONTIER, type Frontier, frontierRoot } from './frontier.js';
import { type InclusionClaim, inclusionRanges, proveInclusion, verifyInclusion } from './inclusion-proof.js';
import { fullSubtrees } from './leaf-range.js';
import { EMPTY_ROOT, leafHash, type MerkleHash } from './merkle-hash.js';
import { type NodeAt, rangeHash, treeNodes } from './tree-nodes.js';

const SIZE_MAX = 70;
const entryAt = (at: number): Uint8Array => utf8ToBytes(`entry ${String(at)}`);
const ENTRIES = Array.from({ length: SIZE_MAX }, (_, at) => entryAt(at));
const LEAVES = ENTRIES.map(leafHash);

/** The definitions of RFC 9162, sections 2.1.1, 2.1.3.1 and 2.1.4.1, word by word over the entries themselves. */
function naiveRoot(entries: readonly Uint8Array[]): Uint8Array {
  const [first] = entries;
  if (first === undefined) return sha256(new Uint8Array());
  if (entries.length === 1) return sha256(concatBytes(Uint8Array.of(0), first));
  const k = naiveSplit(entries.length);
  return sha256(concatBytes(Uint8Array.of(1), naiveRoot(entries.slice(0, k)), naiveRoot(entries.slice(k))));
}

const naiveSplit = (n: number): number => 2 ** (Math.ceil(Math.log2(n)) - 1);

function naivePath(m: number, entries: readonly Uint8Array[]): readonly Uint8Array[] {
  if (entries.length === 1) return [];
  const k = naiveSplit(entries.length);
  return m < k
    ? [...naivePath(m, entries.slice(0, k)), naiveRoot(entries.slice(k))]
    : [...naivePath(m - k, entries.slice(k)), naiveRoot(entries.slice(0, k))];
}

function naiveSubproof(m: number, entries: readonly Uint8Array[], isKnown: boolean): readonly Uint8Array[] {
  if (m === entries.length) return isKnown ? [] : [naiveRoot(entries)];
  const k = naiveSplit(entries.length);
  return m <= k
    ? [...naiveSubproof(m, entries.slice(0, k), isKnown), naiveRoot(entries.slice(k))]
    : [...naiveSubproof(m - k, entries.slice(k), false), naiveRoot(entries.slice(0, k))];
}

/** A log as a service keeps it: a frontier, and every node that was ever completed. */
function grown(size: number): {
  readonly frontier: Frontier;
  readonly nodeAt: NodeAt;
  readonly appends: readonly (readonly CompletedNode[])[];
} {
  const stored = new Map<string, MerkleHash>();
  const appends: (readonly CompletedNode[])[] = [];
  let frontier = EMPTY_FRONTIER;
  for (const leaf of LEAVES.slice(0, size)) {
    const appended = appendLeaf(frontier, leaf);
    ({ frontier } = appended);
    appends.push(appended.completed);
    for (const { level, index, hash } of appended.completed)
      stored.set(`${String(level)}/${String(index)}`, hash);
  }
  const nodeAt: NodeAt = ({ level, index }) =>
    assertDefined(stored.get(`${String(level)}/${String(index)}`), 'only completed nodes are asked for');
  return { frontier, nodeAt, appends };
}

const LOG = grown(SIZE_MAX);
const rootAt = (size: number): MerkleHash => naiveRoot(ENTRIES.slice(0, size));
const headAt = (treeSize: number) => ({ treeSize, root: rootAt(treeSize) });

const anySize = fc.integer({ min: 1, max: SIZE_MAX });
const anyPosition = anySize.chain((treeSize) =>
  fc.record({ treeSize: fc.constant(treeSize), leafIndex: fc.nat(treeSize - 1) }),
);
const anyGrowth = anySize.chain((newer) => fc.record({ newer: fc.constant(newer), older: fc.nat(newer) }));

describe('a frontier', () => {
  it('has the root of the definition at every size', () => {
    for (let size = 0; size <= SIZE_MAX; size += 1)
      expect(frontierRoot(grown(size).frontier)).toEqual(rootAt(size));
  });

  it('holds one peak for each 1 of the size, and two hashes an append on average', () => {
    for (let size = 0; size <= SIZE_MAX; size += 1)
      expect(grown(size).frontier.peaks).toHaveLength(size.toString(2).replaceAll('0', '').length);
    const completed = grown(64).appends.flat();
    expect(completed).toHaveLength(127);
  });

  it('is left alone by an append', () => {
    const before = grown(3).frontier;
    appendLeaf(before, leafHash(entryAt(3)));
    expect(before).toEqual(grown(3).frontier);
  });

  it('does not take anything but a hash for a leaf', () => {
    expect(() => appendLeaf(EMPTY_FRONTIER, entryAt(1))).toThrow('32 bytes');
  });
});

describe('an inclusion proof', () => {
  it('is the path of the definition, from stored nodes as from all leaves', () => {
    fc.assert(
      fc.property(anyPosition, ({ leafIndex, treeSize }) => {
        const path = naivePath(leafIndex, ENTRIES.slice(0, treeSize));
        expect(proveInclusion(leafIndex, treeSize, LOG.nodeAt)).toEqual(path);
        expect(proveInclusion(leafIndex, treeSize, treeNodes(LEAVES.slice(0, treeSize)))).toEqual(path);
      }),
    );
  });

  it('proves each leaf at its place, and nowhere else', () => {
    fc.assert(
      fc.property(anyPosition, fc.nat(SIZE_MAX), ({ leafIndex, treeSize }, elsewhere) => {
        const claim = claimOf(leafIndex, treeSize);
        expect(verifyInclusion(claim)).toEqual({ ok: true, value: undefined });
        fc.pre(elsewhere !== leafIndex);
        expect(verifyInclusion({ ...claim, leafIndex: elsewhere }).ok).toBe(false);
      }),
    );
  });

  it('fails with any byte of leaf, root or path altered', () => {
    fc.assert(
      fc.property(anyPosition, fc.nat(), fc.nat(31), ({ leafIndex, treeSize }, which, byte) => {
        const claim = claimOf(leafIndex, treeSize);
        const hashes = [claim.leafHash, claim.root, ...claim.path].map((hash) => hash.slice());
        const altered = assertDefined(hashes[which % hashes.length], 'one of them');
        altered[byte] = (altered[byte] ?? 0) ^ 1;
        const [leaf = altered, root = altered, ...path] = hashes;
        expect(verifyInclusion({ ...claim, leafHash: leaf, root, path })).toEqual({
          ok: false,
          error: 'wrong-root',
        });
      }),
    );
  });

  it('fails with a hash too many, too few, or too short', () => {
    const claim = claimOf(5, 13);
    const refusal = (path: readonly MerkleHash[]) => verifyInclusion({ ...claim, path });
    expect(refusal([...claim.path, EMPTY_ROOT])).toEqual({ ok: false, error: 'wrong-path-length' });
    expect(refusal(claim.path.slice(1))).toEqual({ ok: false, error: 'wrong-path-length' });
    expect(refusal(claim.path.map((hash) => hash.slice(1)))).toEqual({ ok: false, error: 'malformed-hash' });
  });

  it.each([
    [-1, 4],
    [4, 4],
    [0, 0],
    [0.5, 4],
    [Number.NaN, 4],
    [0, Number.POSITIVE_INFINITY],
    [1, 2 ** 60],
  ])('fails for leaf %p of %p, where there is none', (leafIndex, treeSize) => {
    const claim = { ...claimOf(0, 1), leafIndex, treeSize };
    expect(verifyInclusion(claim)).toEqual({ ok: false, error: 'impossible-position' });
  });

  it('does not let a node pass for a leaf', () => {
    const [left = EMPTY_ROOT, right = EMPTY_ROOT] = LEAVES;
    const asEntry = leafHash(concatBytes(left, right));
    expect(
      verifyInclusion({ leafHash: asEntry, leafIndex: 0, treeSize: 1, root: rootAt(2), path: [] }).ok,
    ).toBe(false);
  });

  it('needs few nodes of a log as large as a number can count', () => {
    const ranges = inclusionRanges(2 ** 52 + 3, Number.MAX_SAFE_INTEGER);
    expect(ranges).toHaveLength(53);
    expect(ranges.flatMap(fullSubtrees).length).toBeLessThan(200);
  });
});

describe('a consistency proof', () => {
  it('is the proof of the definition', () => {
    fc.assert(
      fc.property(anyGrowth, ({ older, newer }) => {
        const path = older === 0 ? [] : naiveSubproof(older, ENTRIES.slice(0, newer), true);
        expect(proveConsistency(older, newer, LOG.nodeAt)).toEqual(path);
        expect(consistencyRanges(older, newer)).toHaveLength(path.length);
      }),
      { numRuns: 300 },
    );
  });

  it('proves that a log only grew', () => {
    fc.assert(
      fc.property(anyGrowth, ({ older, newer }) => {
        const path = proveConsistency(older, newer, LOG.nodeAt);
        expect(verifyConsistency(headAt(older), headAt(newer), path).ok).toBe(true);
      }),
    );
  });

  it('fails when an old entry was rewritten', () => {
    fc.assert(
      fc.property(anyGrowth, fc.nat(), ({ older, newer }, which) => {
        fc.pre(older > 0);
        const at = which % older;
        const rewritten = LEAVES.slice(0, newer).map((leaf, index) => (index === at ? EMPTY_ROOT : leaf));
        const nodeAt = treeNodes(rewritten);
        const head = { treeSize: newer, root: rangeHash({ start: 0, size: newer }, nodeAt) };
        const path = proveConsistency(older, newer, nodeAt);
        expect(verifyConsistency(headAt(older), head, path).ok).toBe(false);
      }),
    );
  });

  it('fails with any byte of it altered', () => {
    fc.assert(
      fc.property(anyGrowth, fc.nat(), fc.nat(31), ({ older, newer }, which, byte) => {
        const path = proveConsistency(older, newer, LOG.nodeAt).map((hash) => hash.slice());
        fc.pre(path.length > 0);
        const altered = assertDefined(path[which % path.length], 'one of them');
        altered[byte] = (altered[byte] ?? 0) ^ 1;
        expect(verifyConsistency(headAt(older), headAt(newer), path)).toEqual({
          ok: false,
          error: 'wrong-root',
        });
      }),
    );
  });

  it('fails with a hash too many, too few, or too short', () => {
    const path = proveConsistency(6, 13, LOG.nodeAt);
    const refusal = (given: readonly MerkleHash[]) => verifyConsistency(headAt(6), headAt(13), given);
    expect(refusal([...path, EMPTY_ROOT])).toEqual({ ok: false, error: 'wrong-path-length' });
    expect(refusal(path.slice(1))).toEqual({ ok: false, error: 'wrong-path-length' });
    expect(refusal(path.map((hash) => hash.slice(1)))).toEqual({ ok: false, error: 'malformed-hash' });
    expect(verifyConsistency(headAt(0), headAt(3), [EMPTY_ROOT])).toEqual({
      ok: false,
      error: 'wrong-path-length',
    });
  });

  it.each([
    [5, 4],
    [-1, 4],
    [0.5, 4],
  ])('fails from size %p to %p', (older, newer) => {
    const head = (treeSize: number) => ({ treeSize, root: EMPTY_ROOT });
    expect(verifyConsistency(head(older), head(newer), [])).toEqual({
      ok: false,
      error: 'impossible-position',
    });
  });
});

const claimOf = (leafIndex: number, treeSize: number): InclusionClaim => ({
  leafHash: assertDefined(LEAVES[leafIndex], 'a leaf of the log'),
  leafIndex,
  treeSize,
  root: rootAt(treeSize),
  path: naivePath(leafIndex, ENTRIES.slice(0, treeSize)),
});
