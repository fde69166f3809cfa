export {
  type Checkpoint,
  type CheckpointFault,
  checkpointOf,
  checkpointSchema,
  hashText,
  signatureText,
  signCheckpoint,
  type SignedCheckpoint,
  signedCheckpointSchema,
  verifyCheckpoint,
} from './checkpoint.js';
export {
  consistencyRanges,
  prefixRanges,
  proveConsistency,
  type TreeHead,
  verifyConsistency,
} from './consistency-proof.js';
export {
  type Equivocation,
  type EquivocationFault,
  equivocationSchema,
  findEquivocation,
  verifyEquivocation,
} from './equivocation.js';
export { appendLeaf, type CompletedNode, EMPTY_FRONTIER, type Frontier, frontierRoot } from './frontier.js';
export {
  type InclusionClaim,
  inclusionRanges,
  type ProofFault,
  proveInclusion,
  verifyInclusion,
} from './inclusion-proof.js';
export { fullSubtrees, type LeafRange, type NodeId } from './leaf-range.js';
export { EMPTY_ROOT, HASH_BYTES, leafHash, type MerkleHash } from './merkle-hash.js';
export { entryLeaf, type RecordProof, recordProofSchema, verifyRecordProof } from './record-proof.js';
export { isDocumentSignedBy, signDocument } from './signed-document.js';
export { type NodeAt, rangeHash, treeNodes } from './tree-nodes.js';
export { verifyRecordProofBundle } from './verify-record-proof.js';
