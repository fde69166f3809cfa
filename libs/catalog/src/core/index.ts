export {
  diffManifests,
  type Manifest,
  MANIFEST_FILES_MAX,
  type ManifestDifference,
  type ManifestError,
  type ManifestFile,
  manifestOf,
  parseManifest,
  rootDigest,
} from './manifest.js';
export {
  type AdapterProblem,
  checkAdapter,
  PACKAGE_OF_ENTRY,
  type PackageEntry,
  type VersionAdapter,
  versionAdapter,
} from './version-adapter.js';
export type { HttpAdapter } from './version-adapter-http.js';
export type { LocalAdapter } from './version-adapter-local.js';
export type { OutputReading } from './version-adapter-output.js';
