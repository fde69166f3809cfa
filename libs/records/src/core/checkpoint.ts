import { bytesToHex } from '@noble/hashes/utils.js';
import { z } from 'zod';
import { err, ok, type Result } from '#libs/kernel';
import { type Frontier, frontierRoot } from './frontier.js';
import { EMPTY_ROOT } from './merkle-hash.js';
import { isDocumentSignedBy, signDocument } from './signed-document.js';

/** A SHA-256 value or a public key: 64 lower-case hexadecimal digits. */
export const hashText = z.string().regex(/^[0-9a-f]{64}$/);

export const signatureText = z.string().regex(/^[0-9a-f]{128}$/);

/** What a log states about itself at a moment: its name, how many entries it has, and the root over them. */
export const checkpointSchema = z
  .strictObject({
    document: z.literal('log-checkpoint'),
    /** Which log of the signer: one key may sign for many. */
    origin: z.string().min(1).max(256),
    treeSize: z.int().min(0),
    rootHash: hashText,
    issuedAt: z.iso.datetime(),
  })
  .refine(
    ({ treeSize, rootHash }) => treeSize > 0 || rootHash === bytesToHex(EMPTY_ROOT),
    'an empty log has the root of nothing',
  );

export type Checkpoint = z.output<typeof checkpointSchema>;

/** A signed tree head (RFC 9162, section 4.10), its Ed25519 signature over the RFC 8785 bytes of the checkpoint. */
export const signedCheckpointSchema = z.strictObject({
  checkpoint: checkpointSchema,
  signature: signatureText,
});

export type SignedCheckpoint = z.output<typeof signedCheckpointSchema>;

/** The checkpoint of a log as it stands. `issuedAt` is an RFC 3339 instant in UTC. */
export const checkpointOf = (origin: string, frontier: Frontier, issuedAt: string): Checkpoint => ({
  document: 'log-checkpoint',
  origin,
  treeSize: frontier.treeSize,
  rootHash: bytesToHex(frontierRoot(frontier)),
  issuedAt,
});

/** `secretKey` has 32 bytes (RFC 8032, section 5.1.5). */
export const signCheckpoint = (checkpoint: Checkpoint, secretKey: Uint8Array): SignedCheckpoint => ({
  checkpoint,
  signature: signDocument(checkpoint, secretKey),
});

export type CheckpointFault = 'malformed-checkpoint' | 'not-signed-by-the-log';

/** Reads what claims to be a signed checkpoint of the log with that key. Total. */
export function verifyCheckpoint(signed: unknown, publicKey: string): Result<Checkpoint, CheckpointFault> {
  const parsed = signedCheckpointSchema.safeParse(signed);
  if (!parsed.success) return err('malformed-checkpoint');
  const { checkpoint, signature } = parsed.data;
  return isDocumentSignedBy(checkpoint, publicKey, signature) ? ok(checkpoint) : err('not-signed-by-the-log');
}
