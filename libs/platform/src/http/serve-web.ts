import { existsSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
import { join, sep } from 'node:path';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { projectRoot } from '../build/project-root.js';

/** Where the build of the page puts what has its own digest in its name. */
const HASHED_FOLDER = 'assets';

const FOREVER = 'public, max-age=31536000, immutable';
/** Kept, but asked for again each time: a new build is seen at once. */
const ASK_AGAIN = 'no-cache';

/**
 * Serves the built page at `/`. Only files of the build are answered, everything else goes on to the routes. Does
 * nothing where the page is not built: the API needs no page.
 */
export function serveWeb(app: NestExpressApplication): void {
  const folder = join(projectRoot(), 'dist', 'apps', 'web', 'public');
  if (!existsSync(join(folder, 'index.html'))) return;
  const hashed = join(folder, HASHED_FOLDER) + sep;
  app.useStaticAssets(folder, {
    index: 'index.html',
    redirect: false,
    dotfiles: 'ignore',
    setHeaders: (response: ServerResponse, path: string) => {
      response.setHeader('Cache-Control', path.startsWith(hashed) ? FOREVER : ASK_AGAIN);
    },
  });
}
