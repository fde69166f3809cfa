import { open } from 'node:fs/promises';
import { join } from 'node:path';
import type { Manifest } from '#core/catalog';
import { assertDefined, err, ok, type Result, sha256Hex } from '#libs/kernel';

/** The files that a version declares, and where they lie. */
export interface ModelFiles {
  readonly manifest: Manifest;
  /** Folder of the files that an adapter names. npm packages are looked up where they are installed. */
  readonly folder?: string | undefined;
}

export type DeclaredFileError =
  | { readonly code: 'file-not-declared'; readonly path: string }
  | { readonly code: 'file-missing'; readonly path: string }
  | { readonly code: 'file-too-large'; readonly path: string; readonly bytesMax: number }
  | {
      readonly code: 'file-differs';
      readonly path: string;
      readonly declared: string;
      readonly found: string;
    };

/** Reads a file that the manifest holds under this digest. The very bytes that were verified are those returned. */
export async function readDeclaredFile(
  files: ModelFiles,
  { file: path, sha256 }: { readonly file: string; readonly sha256: string },
  bytesMax: number,
): Promise<Result<Buffer, DeclaredFileError>> {
  const folder = assertDefined(files.folder, 'the folder of the model files is not given');
  const declared = files.manifest.files.find((file) => file.path === path);
  if (declared?.sha256 !== sha256) return err({ code: 'file-not-declared', path });
  const bytes = await readAtMost(join(folder, path), bytesMax);
  if (bytes === undefined) return err({ code: 'file-missing', path });
  if (bytes === 'too-large') return err({ code: 'file-too-large', path, bytesMax });
  const found = sha256Hex(bytes);
  return found === sha256 ? ok(bytes) : err({ code: 'file-differs', path, declared: sha256, found });
}

async function readAtMost(file: string, bytesMax: number): Promise<Buffer | 'too-large' | undefined> {
  const handle = await open(file).catch(() => undefined);
  if (handle === undefined) return undefined;
  try {
    const status = await handle.stat();
    if (!status.isFile()) return undefined;
    return status.size > bytesMax ? 'too-large' : await handle.readFile();
  } finally {
    await handle.close();
  }
}
