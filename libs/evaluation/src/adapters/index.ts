export { type Domain, type DomainFolderError, readDomainFolder } from './domain-folder.js';
export { folderManifest, type FolderManifestError } from './folder-manifest.js';
export {
  type InstalledPackage,
  type InstalledPackageError,
  installedPackageManifest,
} from './installed-package-manifest.js';
export {
  type AnswerError,
  type AnswerOptions,
  DEFAULT_MODEL_LIMITS,
  type ModelLimits,
  type OpenModel,
  type ThreadFailure,
  type ThreadStartError,
} from './model-thread.js';
export { type ModelFiles, type ModelFilesError, openModel, type OpenModelError } from './open-model.js';
export { shippedDomainsFolder } from './shipped-domains.js';
