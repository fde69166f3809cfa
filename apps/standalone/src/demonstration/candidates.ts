import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as catalog from '#contract/catalog';
import type * as evaluation from '#contract/evaluation';
import { folderManifest, installedPackageManifest, shippedDomainsFolder } from '#libs/evaluation';
import { assert, assertDefined } from '#libs/kernel';
import { z } from 'zod';

type Registration = z.output<typeof catalog.registerVersion>;

/** What is needed to register a model with one version. */
export type Candidate = {
  readonly name: string;
  readonly description: string;
  readonly licence: string;
  readonly version: Registration;
};

type Domain = Pick<z.output<typeof evaluation.domainView>, 'name' | 'licence'>;
type NamedModel = z.output<typeof evaluation.domainView>['models'][number];
type Adapter = Registration['adapter'];
type PackageAdapter = Extract<Adapter, { kind: 'npm-package' }>;
type ConstantAdapter = Extract<Adapter, { kind: 'constant' }>;

/** npm's present field, and the list that old packages have in its place. */
const packageFile = z.object({
  description: z.string().optional(),
  license: z.string().optional(),
  licenses: z.array(z.object({ type: z.string() })).optional(),
});

/** An npm package as it is installed here, with the files of all that it depends on. */
async function packageCandidate(adapter: PackageAdapter): Promise<Candidate> {
  const { package: name, version } = adapter;
  const installed = await installedPackageManifest(name, version);
  assert(installed.ok, `${name} ${version} is a dependency of ours: ${JSON.stringify(installed)}`);
  const { folder, manifest } = installed.value;
  const stated = packageFile.parse(JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')));
  const licence = stated.license ?? stated.licenses?.map(({ type }) => type).join(' AND ');
  assert(licence !== undefined, `${name} states its licence`);
  return {
    name: `${name} (npm)`,
    description: stated.description ?? `The npm package ${name}.`,
    licence,
    version: { label: version, manifest: { files: [...manifest.files] }, adapter },
  };
}

/** A model whose files ship with a domain. */
async function domainFileCandidate(
  { name: domain, licence }: Domain,
  { name, adapter }: NamedModel,
): Promise<Candidate> {
  assert('file' in adapter, `${name} of ${domain} has a file`);
  const folder = await folderManifest(join(shippedDomainsFolder(), domain));
  assert(folder.ok, 'the domain ships with the service');
  const file = assertDefined(
    folder.value.files.find(({ path }) => path === adapter.file),
    `${adapter.file} ships with ${domain}`,
  );
  return {
    name: `${name}, ${domain}`,
    description: `Ships with the domain ${domain}, whose recipe made it.`,
    licence,
    version: { label: '1', manifest: { files: [file] }, adapter },
  };
}

/** A trivial model, which says what a score is worth. */
const constantCandidate = (name: string, adapter: ConstantAdapter): Candidate => ({
  name: `Baseline ${name}`,
  description: `A trivial baseline: answers ${adapter.label} to everything.`,
  licence: 'CC0-1.0',
  version: { label: '1', manifest: { files: [] }, adapter },
});

/** A model or baseline that a domain names, ready to be registered. */
export async function namedCandidate(domain: Domain, model: NamedModel): Promise<Candidate> {
  const { name, adapter } = model;
  if (adapter.kind === 'npm-package') return packageCandidate(adapter);
  if (adapter.kind === 'constant') return constantCandidate(name, adapter);
  return domainFileCandidate(domain, model);
}
