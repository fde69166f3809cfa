import { ed25519 } from '@noble/curves/ed25519.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import type { Json } from '#libs/kernel';
import { checkpointOf, signCheckpoint } from './checkpoint.js';
import { appendLeaf, EMPTY_FRONTIER } from './frontier.js';
import { proveInclusion } from './inclusion-proof.js';
import { entryLeaf, type RecordProof, verifyRecordProof } from './record-proof.js';
import { treeNodes } from './tree-nodes.js';

const SECRET_KEY = new Uint8Array(32).fill(7);
const PUBLIC_KEY = bytesToHex(ed25519.getPublicKey(SECRET_KEY));
const ENTRIES = [{ run: 1 }, { run: 2 }, JSON.parse('{"__proto__":3}') as Json];
const LEAVES = ENTRIES.map(entryLeaf);
const FRONTIER = LEAVES.reduce((frontier, leaf) => appendLeaf(frontier, leaf).frontier, EMPTY_FRONTIER);

const pathOf = (leafIndex: number): string[] =>
  proveInclusion(leafIndex, 3, treeNodes(LEAVES)).map((hash) => bytesToHex(hash));

const PROOF: RecordProof = {
  document: 'record-proof',
  entry: { run: 2 },
  leafIndex: 1,
  path: pathOf(1),
  head: signCheckpoint(checkpointOf('records', FRONTIER, '2026-01-02T03:04:05Z'), SECRET_KEY),
};

describe('verifyRecordProof', () => {
  it('gives back what the log committed to', () => {
    expect(verifyRecordProof(PROOF, PUBLIC_KEY)).toEqual({ ok: true, value: { run: 2 } });
  });

  it('keeps every name of an entry', () => {
    const third = { ...PROOF, entry: ENTRIES[2], leafIndex: 2, path: pathOf(2) };
    expect(JSON.stringify(verifyRecordProof(third, PUBLIC_KEY))).toBe('{"ok":true,"value":{"__proto__":3}}');
  });

  it.each<[string, object, string]>([
    ['another entry', { entry: { run: 4 } }, 'wrong-root'],
    ['another place', { leafIndex: 0 }, 'wrong-root'],
    ['a place outside', { leafIndex: 3 }, 'impossible-position'],
    ['no path', { path: [] }, 'wrong-path-length'],
    ['no entry', { entry: undefined }, 'malformed'],
    ['a path that is none', { path: ['xy'] }, 'malformed'],
    ['an unsigned head', { head: { ...PROOF.head, signature: '0'.repeat(128) } }, 'not-signed-by-the-log'],
  ])('refuses %s', (_what, change, error) => {
    expect(verifyRecordProof({ ...PROOF, ...change }, PUBLIC_KEY)).toEqual({ ok: false, error });
  });
});
