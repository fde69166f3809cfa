import type { Manifest, VersionAdapter } from '#core/catalog';
import { rootDigest } from '#core/catalog';
import { canonicalJson, err, type Json, ok, parseJson, type Result } from '#libs/kernel';
import {
  domainSources,
  installedPackageManifest,
  readDeclaredFile,
  type SeenPlan,
} from './adapters/index.js';
import { datedSlices, type DomainModel, parseRuleList, type Trainer } from './core/index.js';
import type { LibraryDomain } from './domain-library.js';

/** Changes whenever the same run would give other evidence. */
export const EVIDENCE_METHOD = 'salvor-evidence/1';

/** Whose evidence it is. */
export type EvidenceSubject = {
  readonly adapter: VersionAdapter;
  readonly manifest: Manifest;
};

/** A control that has yet to be trained or asked. */
export type PlannedControl =
  | { readonly kind: 'refit'; readonly name: string; readonly trainer: Trainer }
  | { readonly kind: 'model'; readonly name: string; readonly adapter: VersionAdapter };

/** Packages that the rows come from, and those of them that a version is or rests on. */
export type KnownSources = { readonly packages: string[]; readonly shared: string[] };

const RULE_LIST_BYTES_MAX = 16 * 1024 * 1024;

/** What a version on a domain is to be compared with: its own trainer run again, or else what the domain declares. */
export function plannedControl(
  { definition }: LibraryDomain,
  { adapter }: EvidenceSubject,
): Result<PlannedControl, string> {
  if (datedSlices(definition).length === 0) return err('The slices of the domain stand nowhere in time.');
  const own = modelOf(definition.models, adapter);
  if (own?.trainer !== undefined) return ok({ kind: 'refit', name: own.name, trainer: own.trainer });
  const { control } = definition;
  if (control === undefined) return err('The domain declares no control for models without a trainer.');
  if ('trainer' in control) return ok({ kind: 'refit', ...control });
  return isSame(control.adapter, adapter)
    ? err('The version is itself what others are compared with.')
    : ok({ kind: 'model', ...control });
}

/** Where to look for what a version has seen. */
export async function plannedSeen(
  { definition, folder }: LibraryDomain,
  { adapter, manifest }: EvidenceSubject,
): Promise<Result<SeenPlan, string>> {
  switch (adapter.kind) {
    case 'linear-model':
      return modelOf(definition.models, adapter)?.trainer === undefined
        ? err('What the model was trained on is not on record.')
        : ok({ of: 'train-file' });
    case 'npm-package': {
      const installed = await installedPackageManifest(adapter.package, adapter.version);
      return installed.ok
        ? ok({ of: 'package-files', folder: installed.value.folder })
        : err(`The package cannot be read: ${installed.error.code}.`);
    }
    case 'rule-list': {
      const bytes = await readDeclaredFile({ manifest, folder }, adapter, RULE_LIST_BYTES_MAX);
      const json = bytes.ok ? parseJson(bytes.value.toString('utf8')) : bytes;
      const ruleList = json.ok ? parseRuleList(json.value) : json;
      return ruleList.ok
        ? ok({ of: 'rule-list', texts: ruleList.value.patterns })
        : err('The list of rules cannot be read.');
    }
    case 'constant':
      return err('The model has seen nothing.');
    case 'onnx':
    case 'recorded-answers':
    case 'local-process':
    case 'openai-chat':
    case 'openai-completions':
    case 'openai-embeddings':
    case 'json-http':
    case 'inference-protocol':
    case 'tei-predict':
    case 'tei-embed':
      return err('What the model has seen is not on record.');
  }
}

/** What a version shares with the packages that the rows of a domain come from. */
export async function knownSources(
  { folder }: LibraryDomain,
  { adapter, manifest }: EvidenceSubject,
): Promise<KnownSources | null> {
  const packages = await domainSources(folder);
  if (packages === undefined) return null;
  const rests = (name: string): boolean =>
    (adapter.kind === 'npm-package' && adapter.package === name) ||
    manifest.files.some(({ path }) => path.startsWith(`node_modules/${name}@`));
  return { packages: [...packages], shared: packages.filter(rests) };
}

/** Names the control down to the files that it consists of: another release of a package is another control. */
export async function controlIdentity(control: Result<PlannedControl, string>): Promise<Json> {
  if (!control.ok) return control.error;
  if (control.value.kind === 'refit') return control.value;
  const { name, adapter } = control.value;
  const installed =
    adapter.kind === 'npm-package'
      ? await installedPackageManifest(adapter.package, adapter.version)
      : undefined;
  const files = installed?.ok === true ? rootDigest(installed.value.manifest) : (installed?.error.code ?? '');
  return { name, adapter: adapter as unknown as Json, files };
}

const modelOf = (models: readonly DomainModel[], adapter: VersionAdapter): DomainModel | undefined =>
  models.find((model) => isSame(model.adapter, adapter));

const isSame = (a: VersionAdapter, b: VersionAdapter): boolean => canonicalJson(a) === canonicalJson(b);
