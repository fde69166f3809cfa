import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type Manifest, MANIFEST_FILES_MAX, type ManifestFile, manifestOf } from '#core/catalog';
import { err, ok, type Result } from '#libs/kernel';

export type FolderManifestError =
  | { readonly code: 'not-a-plain-file'; readonly path: string }
  | { readonly code: 'too-many-files'; readonly filesMax: number };

/**
 * Reads the manifest of a folder, its files as they lie on disk. Folders named `node_modules` are left out.
 * Symbolic links, sockets and the like are refused: their content is not pinned by the folder.
 * Rejects when the folder cannot be read.
 */
export async function folderManifest(folder: string): Promise<Result<Manifest, FolderManifestError>> {
  const files: ManifestFile[] = [];
  const pending = [''];
  for (let prefix = pending.pop(); prefix !== undefined; prefix = pending.pop()) {
    for (const entry of await readdir(join(folder, prefix), { withFileTypes: true })) {
      const path = `${prefix}${entry.name}`;
      if (entry.isDirectory()) {
        if (entry.name !== 'node_modules') pending.push(`${path}/`);
        continue;
      }
      if (!entry.isFile()) return err({ code: 'not-a-plain-file', path });
      if (files.length === MANIFEST_FILES_MAX)
        return err({ code: 'too-many-files', filesMax: MANIFEST_FILES_MAX });
      files.push({ path, ...(await measureFile(join(folder, path))) });
    }
  }
  return ok(manifestOf(files));
}

/** Size and digest of a file. Streams, because weights do not fit in memory. */
export async function measureFile(file: string): Promise<Pick<ManifestFile, 'sizeBytes' | 'sha256'>> {
  const hash = createHash('sha256');
  let sizeBytes = 0;
  for await (const chunk of createReadStream(file)) {
    const bytes = chunk as Buffer;
    sizeBytes += bytes.length;
    hash.update(bytes);
  }
  return { sizeBytes, sha256: hash.digest('hex') };
}
