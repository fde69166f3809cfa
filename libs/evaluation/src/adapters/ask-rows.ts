import type { Manifest, VersionAdapter } from '#core/catalog';
import { err, ok, type Result } from '#libs/kernel';
import type { ModelAnswer } from '../core/model-answer.js';
import { type AnswerError } from './answer-error.js';
import { folderManifest, type FolderManifestError } from './folder-manifest.js';
import { installedPackageManifest } from './installed-package-manifest.js';
import { openModel, type OpenModelError } from './open-model.js';

const BATCH_INPUTS = 1_000;
const BATCH_TIMEOUT_MS = 60_000;

export type AskRowsError = OpenModelError | AnswerError | FolderManifestError;

/**
 * Asks a model that comes with a domain, or with a package that is installed here, and needs no network. What it is
 * is what lies here: nobody has declared it.
 *
 * @param folder of the domain, where the files of its models lie
 */
export async function askRows(
  adapter: VersionAdapter,
  folder: string,
  inputs: readonly string[],
): Promise<Result<readonly ModelAnswer[], AskRowsError>> {
  const manifest = await manifestOf(adapter, folder);
  if (!manifest.ok) return manifest;
  const model = await openModel(adapter, { manifest: manifest.value, folder });
  if (!model.ok) return model;
  const answers: ModelAnswer[] = [];
  try {
    for (let first = 0; first < inputs.length; first += BATCH_INPUTS) {
      const batch = inputs.slice(first, first + BATCH_INPUTS);
      const said = await model.value.answer(batch, { timeoutMs: BATCH_TIMEOUT_MS });
      if (!said.ok) return err(said.error);
      answers.push(...said.value);
    }
    return ok(answers);
  } finally {
    await model.value.close();
  }
}

async function manifestOf(adapter: VersionAdapter, folder: string): Promise<Result<Manifest, AskRowsError>> {
  if (adapter.kind !== 'npm-package') return folderManifest(folder);
  const installed = await installedPackageManifest(adapter.package, adapter.version);
  return installed.ok ? ok(installed.value.manifest) : installed;
}
