import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type Manifest, MANIFEST_FILES_MAX, type ManifestFile, manifestOf } from '#core/catalog';
import { err, ok, type Result } from '#libs/kernel';
import { folderManifest, type FolderManifestError } from './folder-manifest.js';
import { projectRoot } from '#libs/platform';

export interface InstalledPackage {
  /** Absolute. */
  readonly folder: string;
  readonly manifest: Manifest;
}

export type InstalledPackageError =
  | { readonly code: 'package-not-installed'; readonly package: string }
  | { readonly code: 'package-version-differs'; readonly declared: string; readonly found: string }
  | FolderManifestError;

/** npm's naming rules; a name that keeps them cannot leave node_modules. */
const PACKAGE_NAME = /^(@[a-z0-9~-][a-z0-9._~-]*\/)?[a-z0-9~-][a-z0-9._~-]*$/;

/**
 * The manifest of an npm package as it is installed here, with all packages that it depends on: its behaviour
 * rests on their files too. Its own files stand under their paths, those of a dependency under
 * `node_modules/<name>@<version>/`, wherever npm happened to put it. Peer and optional dependencies are listed
 * when they are installed. What a package loads without declaring it is not seen.
 *
 * @param from folder whose node_modules, or that of a folder above, holds the package
 */
export async function installedPackageManifest(
  name: string,
  version: string,
  from: string = projectRoot(),
): Promise<Result<InstalledPackage, InstalledPackageError>> {
  const root = await readPackage(name, from);
  if (root === undefined) return err({ code: 'package-not-installed', package: name });
  if (root.version !== version)
    return err({ code: 'package-version-differs', declared: version, found: root.version });
  const files: ManifestFile[] = [];
  const listed = new Set([root.key]);
  const pending = [{ ...root, prefix: '' }];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const own = await folderManifest(next.folder);
    if (!own.ok) return err(withPrefix(own.error, next.prefix));
    for (const file of own.value.files) files.push({ ...file, path: `${next.prefix}${file.path}` });
    if (files.length > MANIFEST_FILES_MAX)
      return err({ code: 'too-many-files', filesMax: MANIFEST_FILES_MAX });
    for (const [wanted, isRequired] of next.dependencies) {
      const dependency = await readPackage(wanted, next.folder);
      if (dependency === undefined && isRequired)
        return err({ code: 'package-not-installed', package: wanted });
      if (dependency === undefined || listed.has(dependency.key)) continue;
      listed.add(dependency.key);
      pending.push({ ...dependency, prefix: `node_modules/${dependency.key}/` });
    }
  }
  return ok({ folder: root.folder, manifest: manifestOf(files) });
}

interface PackageOnDisk {
  readonly folder: string;
  readonly version: string;
  /** Name and version. */
  readonly key: string;
  /** Names of other packages, and whether the package cannot do without. */
  readonly dependencies: ReadonlyMap<string, boolean>;
}

type Ranges = Readonly<Record<string, string>>;
type PackageFile = {
  readonly version: string;
  readonly dependencies?: Ranges;
  readonly optionalDependencies?: Ranges;
  readonly peerDependencies?: Ranges;
};

async function readPackage(name: string, from: string): Promise<PackageOnDisk | undefined> {
  const folder = PACKAGE_NAME.test(name) ? findPackageFolder(name, from) : undefined;
  if (folder === undefined) return undefined;
  const declared = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')) as PackageFile;
  const { version, dependencies, optionalDependencies, peerDependencies } = declared;
  // npm lists what is optional among the dependencies too: the later entry counts.
  const names = [
    ...Object.keys(dependencies ?? {}).map((required) => [required, true] as const),
    ...Object.keys({ ...optionalDependencies, ...peerDependencies }).map((other) => [other, false] as const),
  ];
  return { folder, version, key: `${name}@${version}`, dependencies: new Map(names) };
}

const withPrefix = (error: FolderManifestError, prefix: string): FolderManifestError =>
  error.code === 'not-a-plain-file' ? { ...error, path: `${prefix}${error.path}` } : error;

/** Node's own search: node_modules here, then in every folder above. */
function findPackageFolder(name: string, from: string): string | undefined {
  const folder = join(from, 'node_modules', name);
  if (existsSync(join(folder, 'package.json'))) return folder;
  const above = dirname(from);
  return above === from ? undefined : findPackageFolder(name, above);
}
