import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { assert } from '#libs/kernel';

/** The folder with our package.json: the same from TypeScript sources and from `dist`. */
export function projectRoot(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, 'package.json'))) {
    assert(folder !== dirname(folder), 'no package.json above the sources');
    folder = dirname(folder);
  }
  return folder;
}
