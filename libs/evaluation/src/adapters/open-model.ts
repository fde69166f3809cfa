import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import {
  diffManifests,
  type Manifest,
  type ManifestDifference,
  type PackageEntry,
  rootDigest,
  type VersionAdapter,
} from '#core/catalog';
import { assertDefined, err, ok, parseJson, type Result, sha256Hex } from '#libs/kernel';
import { parseRuleList } from '../core/rule-list.js';
import { type InstalledPackageError, installedPackageManifest } from './installed-package-manifest.js';
import {
  DEFAULT_MODEL_LIMITS,
  type ModelLimits,
  type OpenModel,
  startModelThread,
  type ThreadStartError,
} from './model-thread.js';
import type { ModelRecipe } from './package-worker.js';

/** The files that a version declares, and where they lie. */
export interface ModelFiles {
  readonly manifest: Manifest;
  /** Folder of a rule list. npm packages are looked up where they are installed; a constant has no files. */
  readonly folder?: string | undefined;
}

/** What was evaluated must be what was declared: anything else is refused before a single answer. */
export type ModelFilesError =
  | InstalledPackageError
  | {
      readonly code: 'files-differ';
      readonly declaredRootDigest: string;
      readonly foundRootDigest: string;
      readonly difference: ManifestDifference;
    }
  | { readonly code: 'file-not-declared'; readonly path: string }
  | { readonly code: 'file-missing'; readonly path: string }
  | {
      readonly code: 'file-differs';
      readonly path: string;
      readonly declared: string;
      readonly found: string;
    }
  | { readonly code: 'rule-list-invalid'; readonly path: string; readonly reason: string };

export type OpenModelError = ModelFilesError | ThreadStartError;

/** The module of each package that its entry is loaded from, within the package. */
const MODULE_OF_ENTRY: Readonly<Record<PackageEntry, string>> = {
  'es6-crawler-detect': 'dist/index.js',
  isbot: 'index.mjs',
};

/**
 * Verifies the files of a version against its manifest and loads it in a thread. For npm packages the whole
 * installed package must have the declared root digest; of a rule list, the one file that is read.
 */
export async function openModel(
  adapter: VersionAdapter,
  files: ModelFiles,
  limits: ModelLimits = DEFAULT_MODEL_LIMITS,
): Promise<Result<OpenModel, OpenModelError>> {
  const recipe = await recipeOf(adapter, files);
  return recipe.ok ? startModelThread(recipe.value, limits) : recipe;
}

async function recipeOf(
  adapter: VersionAdapter,
  files: ModelFiles,
): Promise<Result<ModelRecipe, ModelFilesError>> {
  switch (adapter.kind) {
    case 'npm-package':
      return packageRecipe(adapter, files.manifest);
    case 'rule-list':
      return ruleListRecipe(adapter, files);
    case 'constant':
      return ok(adapter);
  }
}

async function packageRecipe(
  adapter: Extract<VersionAdapter, { kind: 'npm-package' }>,
  declared: Manifest,
): Promise<Result<ModelRecipe, ModelFilesError>> {
  const installed = await installedPackageManifest(adapter.package, adapter.version);
  if (!installed.ok) return installed;
  const { folder, manifest } = installed.value;
  const [declaredRootDigest, foundRootDigest] = [rootDigest(declared), rootDigest(manifest)];
  if (declaredRootDigest !== foundRootDigest) {
    const difference = diffManifests(declared, manifest);
    return err({ code: 'files-differ', declaredRootDigest, foundRootDigest, difference });
  }
  const moduleUrl = pathToFileURL(join(folder, MODULE_OF_ENTRY[adapter.entry])).href;
  return ok({ kind: 'npm-package', entry: adapter.entry, moduleUrl });
}

/** Reads the file once and uses the very bytes that were verified. */
async function ruleListRecipe(
  adapter: Extract<VersionAdapter, { kind: 'rule-list' }>,
  files: ModelFiles,
): Promise<Result<ModelRecipe, ModelFilesError>> {
  const folder = assertDefined(files.folder, 'the folder of a rule list is not given');
  const path = adapter.file;
  const declared = files.manifest.files.find((file) => file.path === path);
  if (declared?.sha256 !== adapter.sha256) return err({ code: 'file-not-declared', path });
  const bytes = await readFile(join(folder, path)).catch(() => undefined);
  if (bytes === undefined) return err({ code: 'file-missing', path });
  const found = sha256Hex(bytes);
  if (found !== declared.sha256) return err({ code: 'file-differs', path, declared: declared.sha256, found });
  const json = parseJson(bytes.toString('utf8'));
  if (!json.ok) return err({ ...json.error, code: 'rule-list-invalid' });
  const ruleList = parseRuleList(json.value);
  return ruleList.ok
    ? ok({ kind: 'rule-list', ruleList: ruleList.value })
    : err({ code: 'rule-list-invalid', ...ruleList.error });
}
