/** Where things are, whatever folder the caller stands in and however its name is spelt. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('..', import.meta.url));

/** An absolute path from one that is relative to the project. */
export const inProject = (...parts) => join(ROOT, ...parts);

/**
 * The script behind a command of an installed package. Run with Node itself it needs no shell, so no quoting,
 * and works the same on Windows.
 */
export function scriptOf(packageName, command = packageName) {
  const folder = inProject('node_modules', packageName);
  const { bin } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  return join(folder, typeof bin === 'string' ? bin : bin[command]);
}
