/**
 * Brings a fresh or outdated checkout to where its programs can run. Each part looks first and does nothing when
 * nothing changed, so every tool can begin with it.
 */
import { readFileSync } from 'node:fs';
import { ensureBuilt } from './compile.mjs';
import { ensureGenerated } from './generate.mjs';
import { ensureInstalled } from './install.mjs';
import { inProject } from './project.mjs';
import { SetUpFailure } from './quiet-run.mjs';

export { ensureBuilt, ensureGenerated, ensureInstalled };

/** Everything, or the end of this process with what went wrong on standard error. */
export function setUpOrExit(...parts) {
  try {
    checkNodeVersion();
    for (const part of parts) part();
  } catch (error) {
    if (!(error instanceof SetUpFailure)) throw error;
    process.exit(error.exitCode);
  }
}

/** package.json says `"node": ">=20.19"`; npm only warns when that is not so. */
function checkNodeVersion() {
  const { engines } = JSON.parse(readFileSync(inProject('package.json'), 'utf8'));
  const [major, minor] = numbersIn(engines.node);
  const [ourMajor, ourMinor] = numbersIn(process.versions.node);
  if (ourMajor > major || (ourMajor === major && ourMinor >= minor)) return;
  console.error(
    `Salvor needs Node ${engines.node}; this is ${process.versions.node}. See https://nodejs.org.`,
  );
  throw new SetUpFailure('Node is too old');
}

const numbersIn = (text) => (text.match(/\d+/g) ?? []).map(Number);
