import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Manifest } from '#core/catalog';
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
  | { readonly code: 'package-has-dependencies'; readonly package: string }
  | FolderManifestError;

/** npm's naming rules; a name that keeps them cannot leave node_modules. */
const PACKAGE_NAME = /^(@[a-z0-9~-][a-z0-9._~-]*\/)?[a-z0-9~-][a-z0-9._~-]*$/;

/**
 * The manifest of an npm package as it is installed here. A package with dependencies of its own is refused: its
 * behaviour would rest on files that its manifest does not list.
 *
 * @param from folder whose node_modules, or that of a folder above, holds the package
 */
export async function installedPackageManifest(
  name: string,
  version: string,
  from: string = projectRoot(),
): Promise<Result<InstalledPackage, InstalledPackageError>> {
  const folder = PACKAGE_NAME.test(name) ? findPackageFolder(name, from) : undefined;
  if (folder === undefined) return err({ code: 'package-not-installed', package: name });
  const { version: found, dependencies = {} } = JSON.parse(
    await readFile(join(folder, 'package.json'), 'utf8'),
  ) as { version: string; dependencies?: Readonly<Record<string, string>> };
  if (found !== version) return err({ code: 'package-version-differs', declared: version, found });
  if (Object.keys(dependencies).length > 0) return err({ code: 'package-has-dependencies', package: name });
  const manifest = await folderManifest(folder);
  return manifest.ok ? ok({ folder, manifest: manifest.value }) : manifest;
}

/** Node's own search: node_modules here, then in every folder above. */
function findPackageFolder(name: string, from: string): string | undefined {
  const folder = join(from, 'node_modules', name);
  if (existsSync(join(folder, 'package.json'))) return folder;
  const above = dirname(from);
  return above === from ? undefined : findPackageFolder(name, above);
}
