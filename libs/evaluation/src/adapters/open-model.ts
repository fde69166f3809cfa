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
import { err, ok, parseJson, type Result } from '#libs/kernel';
import { parseLinearModel } from '../core/linear-model.js';
import { parseRuleList } from '../core/rule-list.js';
import { type DeclaredFileError, type ModelFiles, readDeclaredFile } from './declared-file.js';
import { type HttpModelError, openHttpModel } from './http-model.js';
import { type InstalledPackageError, installedPackageManifest } from './installed-package-manifest.js';
import { type ModelReach, NO_REACH, type ReachError } from './model-reach.js';
import { startModelThread, type ThreadStartError } from './model-thread.js';
import { openOnnxModel } from './onnx-model.js';
import { DEFAULT_MODEL_LIMITS, type ModelLimits, type OpenModel } from './open-model-contract.js';
import type { ModelRecipe } from './package-worker.js';
import { openProcessModel } from './process-model.js';
import { openRecordedModel } from './recorded-model.js';
import type { RecordingError } from './recording.js';

/** What was evaluated must be what was declared: anything else is refused before a single answer. */
export type ModelFilesError =
  | InstalledPackageError
  | {
      readonly code: 'files-differ';
      readonly declaredRootDigest: string;
      readonly foundRootDigest: string;
      readonly difference: ManifestDifference;
    }
  | DeclaredFileError
  | {
      readonly code: 'rule-list-invalid' | 'linear-model-invalid';
      readonly path: string;
      readonly reason: string;
    };

export type OpenModelError =
  ModelFilesError | RecordingError | ReachError | HttpModelError | ThreadStartError;

/** The module of each package that its entry is loaded from, within the package. */
const MODULE_OF_ENTRY: Readonly<Record<PackageEntry, string>> = {
  '@2toad/profanity': 'dist/index.js',
  'bad-words': 'dist/esm/index.js',
  eld: 'src/entries/static.large.js',
  'es6-crawler-detect': 'dist/index.js',
  franc: 'index.js',
  isbot: 'index.mjs',
  languagedetect: 'index.js',
  'leo-profanity': 'src/index.js',
  obscenity: 'dist/index.js',
  sentiment: 'lib/index.js',
  'spam-detection': 'spam-detect.js',
  tinyld: 'dist/tinyld.normal.node.mjs',
  'vader-sentiment': 'build/vaderSentiment.bundle.js',
  'wink-sentiment': 'src/wink-sentiment.js',
};

/** No list of patterns that somebody has written is longer. */
const RULE_LIST_BYTES_MAX = 33_554_432;

/** A million weights with their names. */
const LINEAR_MODEL_BYTES_MAX = 67_108_864;

/**
 * Verifies the files of a version against its manifest and makes it answer: in a thread, in a process, or through
 * the operator's way out. For npm packages the whole installed package must have the declared root digest; of a
 * rule list, a network or a recording, the one file that is read.
 *
 * @param reach what lies beyond the files; by default nothing
 */
export async function openModel(
  adapter: VersionAdapter,
  files: ModelFiles,
  limits: ModelLimits = DEFAULT_MODEL_LIMITS,
  reach: ModelReach = NO_REACH,
): Promise<Result<OpenModel, OpenModelError>> {
  switch (adapter.kind) {
    case 'npm-package':
      return inThread(await packageRecipe(adapter, files.manifest), limits);
    case 'rule-list':
      return inThread(await ruleListRecipe(adapter, files), limits);
    case 'linear-model':
      return inThread(await linearModelRecipe(adapter, files), limits);
    case 'constant':
      return startModelThread(adapter, limits);
    case 'onnx':
      return openOnnxModel(adapter, files, limits);
    case 'recorded-answers':
      return openRecordedModel(adapter, files, limits);
    case 'local-process':
      return openProcessModel(adapter, reach, limits);
    case 'openai-chat':
    case 'openai-completions':
    case 'openai-embeddings':
    case 'json-http':
    case 'inference-protocol':
    case 'tei-predict':
    case 'tei-embed':
      return openHttpModel(adapter, reach, limits);
  }
}

const inThread = async (
  recipe: Result<ModelRecipe, ModelFilesError>,
  limits: ModelLimits,
): Promise<Result<OpenModel, OpenModelError>> =>
  recipe.ok ? startModelThread(recipe.value, limits) : recipe;

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

async function ruleListRecipe(
  adapter: Extract<VersionAdapter, { kind: 'rule-list' }>,
  files: ModelFiles,
): Promise<Result<ModelRecipe, ModelFilesError>> {
  const bytes = await readDeclaredFile(files, adapter, RULE_LIST_BYTES_MAX);
  if (!bytes.ok) return bytes;
  const json = parseJson(bytes.value.toString('utf8'));
  if (!json.ok) return err({ ...json.error, code: 'rule-list-invalid' });
  const ruleList = parseRuleList(json.value);
  return ruleList.ok
    ? ok({ kind: 'rule-list', ruleList: ruleList.value })
    : err({ code: 'rule-list-invalid', ...ruleList.error });
}

async function linearModelRecipe(
  adapter: Extract<VersionAdapter, { kind: 'linear-model' }>,
  files: ModelFiles,
): Promise<Result<ModelRecipe, ModelFilesError>> {
  const bytes = await readDeclaredFile(files, adapter, LINEAR_MODEL_BYTES_MAX);
  if (!bytes.ok) return bytes;
  const json = parseJson(bytes.value.toString('utf8'));
  if (!json.ok) return err({ ...json.error, code: 'linear-model-invalid' });
  const model = parseLinearModel(json.value);
  return model.ok
    ? ok({ kind: 'linear-model', model: model.value })
    : err({ code: 'linear-model-invalid', ...model.error });
}
