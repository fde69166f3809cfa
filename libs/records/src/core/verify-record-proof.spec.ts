import { ed25519 } from '@noble/curves/ed25519.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import type { Json } from '#libs/kernel';
import { alterations } from '../../../../test/support/altered-leaves.js';
import { checkpointOf, signCheckpoint } from './checkpoint.js';
import { appendLeaf, EMPTY_FRONTIER } from './frontier.js';
import { proveInclusion } from './inclusion-proof.js';
import { entryLeaf, type RecordProof } from './record-proof.js';
import { treeNodes } from './tree-nodes.js';
import { verifyRecordProofBundle } from './verify-record-proof.js';

const SECRET_KEY = new Uint8Array(32).fill(7);
const KEY = bytesToHex(ed25519.getPublicKey(SECRET_KEY));
const OTHER_KEY = bytesToHex(ed25519.getPublicKey(new Uint8Array(32).fill(8)));
const LEAVES = [0, 1, 2, 3, 4].map((run) => entryLeaf({ run }));
const FRONTIER = LEAVES.reduce((frontier, leaf) => appendLeaf(frontier, leaf).frontier, EMPTY_FRONTIER);

const proofOf = (leafIndex: number): RecordProof => ({
  document: 'record-proof',
  entry: { run: leafIndex },
  leafIndex,
  path: proveInclusion(leafIndex, LEAVES.length, treeNodes(LEAVES)).map((hash) => bytesToHex(hash)),
  head: signCheckpoint(checkpointOf('records', FRONTIER, '2026-01-02T03:04:05Z'), SECRET_KEY),
});

const faults = (bundle: Json, key?: string): readonly string[] =>
  verifyRecordProofBundle(bundle, key)
    .checks.filter(({ ok }) => !ok)
    .map(({ name }) => name);

describe('verifyRecordProofBundle', () => {
  it('confirms that a log holds an entry', () => {
    const { valid, kind, checks } = verifyRecordProofBundle({ proof: proofOf(2), logPublicKey: KEY });
    expect({ valid, kind }).toEqual({ valid: true, kind: 'record-proof' });
    expect(checks.map(({ name }) => name)).toEqual(['log-key', 'checkpoint-signature', 'inclusion']);
  });

  it('takes a proof alone with the key of the log beside it', () => {
    expect(faults(proofOf(0), KEY)).toEqual([]);
    expect(faults(proofOf(0), OTHER_KEY)).toEqual(['checkpoint-signature']);
    expect(faults(proofOf(0))).toEqual(['log-key']);
  });

  it('believes the key from outside, not that of the bundle', () => {
    expect(faults({ proof: proofOf(0), logPublicKey: KEY }, OTHER_KEY)).toEqual(['log-key']);
  });

  // Nothing in a proof is informative only.
  it.each([0, 2, 4])('names a check for whatever was altered in the proof of entry %i', (leafIndex) => {
    const bundle = { proof: proofOf(leafIndex), logPublicKey: KEY };
    const unseen = alterations(bundle).filter(({ document }) => faults(document).length === 0);
    expect(unseen.map(({ path, how }) => `${path} ${how}`)).toEqual([]);
  });

  it.each<[string, Partial<RecordProof>, string]>([
    ['another entry', { entry: { run: 9 } }, 'inclusion'],
    ['another place', { leafIndex: 3 }, 'inclusion'],
    ['another path', { path: [] }, 'inclusion'],
    [
      'another signature',
      { head: { ...proofOf(2).head, signature: '0'.repeat(128) } },
      'checkpoint-signature',
    ],
  ])('names what is wrong with %s', (_what, change, check) => {
    expect(faults({ proof: { ...proofOf(2), ...change }, logPublicKey: KEY })).toEqual([check]);
  });
});
