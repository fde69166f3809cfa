import { bytesToHex, hexToBytes } from '@noble/hashes/utils.js';
import { z } from 'zod';
import { err, ok, type Result } from '#libs/kernel';
import { type Checkpoint, hashText, type SignedCheckpoint, signedCheckpointSchema } from './checkpoint.js';
import { prefixRanges, prefixRoots } from './consistency-proof.js';
import { isDocumentSignedBy } from './signed-document.js';
import { type NodeAt, rangeHash } from './tree-nodes.js';

/**
 * Two heads that one log signed and that cannot both be true. It convinces anybody who knows the log's key, without
 * the log and without its entries.
 *
 * With equal sizes the roots differ and `prefix` is empty. Otherwise `prefix` holds the hashes of the newer tree
 * over {@link prefixRanges}: they lead to the newer root, so they are what the log committed to, and over the first
 * `older.treeSize` leaves they give another root than the older head states.
 */
export const equivocationSchema = z.strictObject({
  document: z.literal('log-equivocation'),
  publicKey: hashText,
  older: signedCheckpointSchema,
  newer: signedCheckpointSchema,
  prefix: z.array(hashText).max(128),
});

export type Equivocation = z.output<typeof equivocationSchema>;

export type EquivocationFault =
  'malformed' | 'not-signed-by-the-log' | 'other-log' | 'wrong-path-length' | 'wrong-root' | 'consistent';

/**
 * The proof that two signed heads contradict each other; undefined when they do not. `nodeAt` looks up nodes of the
 * tree of the larger head, and is only asked when the sizes differ. Signatures are checked by
 * {@link verifyEquivocation}, which whoever publishes the proof runs first.
 */
export function findEquivocation(
  publicKey: string,
  heads: readonly [SignedCheckpoint, SignedCheckpoint],
  nodeAt: NodeAt,
): Equivocation | undefined {
  const [a, b] = heads;
  const [older, newer] = a.checkpoint.treeSize <= b.checkpoint.treeSize ? [a, b] : [b, a];
  const sizes = [older.checkpoint.treeSize, newer.checkpoint.treeSize] as const;
  const prefix =
    sizes[0] === sizes[1] || sizes[0] === 0
      ? []
      : prefixRanges(...sizes).map((range) => bytesToHex(rangeHash(range, nodeAt)));
  const candidate: Equivocation = { document: 'log-equivocation', publicKey, older, newer, prefix };
  return contradiction(older.checkpoint, newer.checkpoint, prefix).ok ? candidate : undefined;
}

/** Whether a document proves that the log with its `publicKey` equivocated. Total. */
export function verifyEquivocation(document: unknown): Result<void, EquivocationFault> {
  const parsed = equivocationSchema.safeParse(document);
  if (!parsed.success) return err('malformed');
  const { publicKey, older, newer, prefix } = parsed.data;
  const isSigned = [older, newer].every(({ checkpoint, signature }) =>
    isDocumentSignedBy(checkpoint, publicKey, signature),
  );
  if (!isSigned) return err('not-signed-by-the-log');
  return contradiction(older.checkpoint, newer.checkpoint, prefix);
}

function contradiction(
  older: Checkpoint,
  newer: Checkpoint,
  prefix: readonly string[],
): Result<void, EquivocationFault> {
  if (older.origin !== newer.origin) return err('other-log');
  if (older.treeSize > newer.treeSize) return err('malformed');
  if (older.treeSize === newer.treeSize || older.treeSize === 0) {
    if (prefix.length > 0) return err('wrong-path-length');
    const differ = older.treeSize === newer.treeSize && older.rootHash !== newer.rootHash;
    return differ ? ok(undefined) : err('consistent');
  }
  const roots = prefixRoots(older.treeSize, newer.treeSize, prefix.map(hexToBytes));
  if (roots === undefined) return err('wrong-path-length');
  if (bytesToHex(roots.newer) !== newer.rootHash) return err('wrong-root');
  return bytesToHex(roots.older) === older.rootHash ? err('consistent') : ok(undefined);
}
