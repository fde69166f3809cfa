import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { projectRoot } from './project-root.js';

const WORKER = 'package-worker.js';

/**
 * The compiled file that a model's thread runs. A thread takes JavaScript only, so sources under a TypeScript
 * runner borrow the one of the last build.
 */
export const workerFile = (): string =>
  import.meta.url.endsWith('.ts')
    ? join(projectRoot(), 'dist', 'libs', 'evaluation', 'src', 'adapters', WORKER)
    : fileURLToPath(new URL(WORKER, import.meta.url));
