import { z } from 'zod';
import {
  agreement,
  type Check,
  digestOf,
  fails,
  holds,
  type Json,
  ok,
  readForm,
  type Result,
  type Verification,
  verificationOf,
} from '#libs/kernel';
import { hashText, verifyCheckpoint } from './checkpoint.js';
import { type RecordProof, recordProofSchema, verifyRecordProof } from './record-proof.js';

const KIND = 'record-proof';

/** A proof with the Ed25519 key of the log, in hexadecimal. */
const keyedProofSchema = z.strictObject({ proof: recordProofSchema, logPublicKey: hashText.optional() });

/**
 * Checks that a log holds an entry: that the log's key signed the checkpoint, and that the entry is under its root.
 * The bundle is a record proof, or `{proof, logPublicKey}`. `trustedKey` is the log's key from a better source than
 * the bundle: a key that only the bundle names proves no more than that somebody signed. Total.
 */
export function verifyRecordProofBundle(bundle: Json, trustedKey?: string): Verification {
  const isKeyed = typeof bundle === 'object' && bundle !== null && Object.hasOwn(bundle, 'proof');
  const keyed = isKeyed ? readForm(keyedProofSchema, bundle) : alone(bundle);
  if (!keyed.ok) return verificationOf(KIND, [keyed.error]);
  const { proof, logPublicKey = trustedKey } = keyed.value;
  const key = keyCheck(logPublicKey, trustedKey);
  if (logPublicKey === undefined || !key.ok) return verificationOf(KIND, [key]);
  return verificationOf(KIND, [key, ...proofChecks(proof, logPublicKey)]);
}

function alone(bundle: Json): Result<z.output<typeof keyedProofSchema>, Check> {
  const proof = readForm(recordProofSchema, bundle);
  return proof.ok ? ok({ proof: proof.value }) : proof;
}

function keyCheck(stated: string | undefined, trusted: string | undefined): Check {
  if (stated === undefined)
    return fails('log-key', 'the proof does not name the key of the log, and none was given beside it');
  if (trusted !== undefined) return agreement('log-key', stated, trusted);
  return holds(
    'log-key',
    `is taken from the bundle: compare it with the key that the log publishes, ${stated}`,
  );
}

function proofChecks(proof: RecordProof, logPublicKey: string): readonly Check[] {
  const signed = verifyCheckpoint(proof.head, logPublicKey);
  if (!signed.ok) return [fails('checkpoint-signature', signed.error)];
  const { origin, treeSize, issuedAt } = signed.value;
  const checkpoint = `of ${origin} with ${String(treeSize)} entries at ${issuedAt}`;
  const included = verifyRecordProof(proof, logPublicKey);
  return [
    holds('checkpoint-signature', checkpoint),
    included.ok
      ? holds('inclusion', `entry ${String(proof.leafIndex)}, SHA-256 ${digestOf(proof.entry)}`)
      : fails('inclusion', included.error),
  ];
}
