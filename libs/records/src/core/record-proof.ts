import { hexToBytes, utf8ToBytes } from '@noble/hashes/utils.js';
import { z } from 'zod';
import { canonicalJson, err, type Json, ok, type Result } from '#libs/kernel';
import { type CheckpointFault, hashText, signedCheckpointSchema, verifyCheckpoint } from './checkpoint.js';
import { type ProofFault, verifyInclusion } from './inclusion-proof.js';
import { leafHash, type MerkleHash } from './merkle-hash.js';

/** The leaf of a JSON entry: its RFC 8785 bytes, hashed as a leaf. */
export const entryLeaf = (entry: Json): MerkleHash => leafHash(utf8ToBytes(canonicalJson(entry)));

/** That a log holds an entry: all that is needed to check it, but for the log's public key. */
export const recordProofSchema = z.strictObject({
  document: z.literal('record-proof'),
  // As it was given, name for name: a schema for any JSON loses the name __proto__.
  entry: z.custom<Json>((value) => value !== undefined),
  leafIndex: z.int().min(0),
  path: z.array(hashText).max(64),
  head: signedCheckpointSchema,
});

export type RecordProof = z.output<typeof recordProofSchema>;

/** Gives back the entry that the log with that key committed to. Total. */
export function verifyRecordProof(
  document: unknown,
  publicKey: string,
): Result<Json, 'malformed' | CheckpointFault | ProofFault> {
  const parsed = recordProofSchema.safeParse(document);
  if (!parsed.success) return err('malformed');
  const { entry, leafIndex, path, head } = parsed.data;
  const checkpoint = verifyCheckpoint(head, publicKey);
  if (!checkpoint.ok) return checkpoint;
  const included = verifyInclusion({
    leafHash: entryLeaf(entry),
    leafIndex,
    treeSize: checkpoint.value.treeSize,
    root: hexToBytes(checkpoint.value.rootHash),
    path: path.map(hexToBytes),
  });
  return included.ok ? ok(entry) : included;
}
