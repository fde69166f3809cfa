import { pathToFileURL } from 'node:url';
import { inProject } from './project.mjs';

/**
 * Goes on as another program, in this very process: it has our arguments and streams, its exit code is ours, and
 * signals reach it without anybody passing them on.
 * @param {string} program relative to the project
 */
export async function handOverTo(program) {
  const path = inProject(program);
  process.argv[1] = path;
  process.setSourceMapsEnabled(true);
  await import(pathToFileURL(path).href);
}
