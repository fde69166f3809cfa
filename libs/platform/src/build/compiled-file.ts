import { dirname, join, relative } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { projectRoot } from './project-root.js';

/**
 * The compiled sibling of a module, for worker threads, which need JavaScript. Within the build it lies beside
 * the module; sources that a TypeScript runner executes borrow the one of the last build.
 *
 * @param moduleUrl `import.meta.url` of the module that starts the thread
 */
export function compiledFile(moduleUrl: string, name: string): URL {
  const folder = dirname(fileURLToPath(moduleUrl));
  if (!moduleUrl.endsWith('.ts')) return pathToFileURL(join(folder, name));
  return pathToFileURL(join(projectRoot(), 'dist', relative(projectRoot(), folder), name));
}
