export { type Domain, type DomainFolderError, readDomainFolder, readTrainingRows } from './domain-folder.js';
export { domainSources } from './domain-sources.js';
export { gatherInThread } from './evidence-thread.js';
export type { ControlPlan, EvidenceFound, EvidencePlan, SeenPlan } from './evidence-worker.js';
export { folderManifest, type FolderManifestError, measureFile } from './folder-manifest.js';
export {
  type InstalledPackage,
  type InstalledPackageError,
  installedPackageManifest,
} from './installed-package-manifest.js';
export { askRows, type AskRowsError } from './ask-rows.js';
export { type AnswerError, type InputFailure, isPassing, type ThreadFailure } from './answer-error.js';
export { callCostCeilingMicroMinor, lessonCostCeilingMicroMinor } from './cost-ceiling.js';
export { decryptCredential, encryptCredential, isCredentialSecret } from './credential-cipher.js';
export { type DeclaredFileError, type ModelFiles, readDeclaredFile } from './declared-file.js';
export { type CallFailure } from './http/call-failure.js';
export { type CallLimits, DEFAULT_CALL_LIMITS } from './http/call-limits.js';
export { GuardedClient, type GuardedClientOptions } from './http/guarded-client.js';
export { type AllowedCommand, type ModelReach, NO_REACH, type ReachError } from './model-reach.js';
export type { RuntimeAbsent, ThreadStartError } from './model-thread.js';
export {
  type AnswerOptions,
  DEFAULT_MODEL_LIMITS,
  type ModelLimits,
  type OpenModel,
} from './open-model-contract.js';
export { type ModelFilesError, openModel, type OpenModelError } from './open-model.js';
export { parquetLines } from './parquet-lines.js';
export { shippedDomainsFolder } from './shipped-domains.js';
export { type OpenSubsets, openSubsets, type SubsetFailure } from './subset-thread.js';
export { unreadableReason } from './unreadable-reason.js';
