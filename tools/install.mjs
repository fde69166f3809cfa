/** The first part of the set-up: the packages that package-lock.json asks for. */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fingerprintOf, readStamp, writeStamp } from './fingerprint.mjs';
import { inProject } from './project.mjs';
import { runQuietly, SetUpFailure } from './quiet-run.mjs';
import { withSetUpLock } from './set-up-lock.mjs';

const LOCK_FILE = 'package-lock.json';
const STAMP = 'node_modules/.salvor-lock';

/** Runs `npm ci` unless node_modules already holds what package-lock.json says. */
export function ensureInstalled() {
  if (isInstalled()) return;
  withSetUpLock(() => {
    if (isInstalled()) return;
    if (!isInstalledByHand()) {
      // Set-up compiles and tests, so it needs the development packages also where NODE_ENV is production.
      runQuietly('Installing packages (npm ci)', npmScript(), [
        'ci',
        '--include=dev',
        '--no-audit',
        '--no-fund',
      ]);
    }
    writeStamp(STAMP, fingerprintOf([LOCK_FILE]));
  });
}

const isInstalled = () => readStamp(STAMP) === fingerprintOf([LOCK_FILE]);

/** Somebody ran `npm ci` or `npm install` themselves: npm's own record of node_modules agrees with the lock file. */
function isInstalledByHand() {
  if (!existsSync(inProject('node_modules/.package-lock.json'))) return false;
  const wanted = packagesOf(LOCK_FILE);
  const present = packagesOf('node_modules/.package-lock.json');
  return Object.entries(wanted).every(
    ([path, { version, optional, devOptional }]) =>
      path === '' || optional || devOptional || present[path]?.version === version,
  );
}

const packagesOf = (file) => JSON.parse(readFileSync(inProject(file), 'utf8')).packages;

/** npm as a script for Node: the one that started us, otherwise the one that came with Node. */
function npmScript() {
  const besideNode = dirname(process.execPath);
  const candidates = [
    process.env.npm_execpath,
    join(besideNode, '../lib/node_modules/npm/bin/npm-cli.js'),
    join(besideNode, 'node_modules/npm/bin/npm-cli.js'),
    '/usr/share/nodejs/npm/bin/npm-cli.js',
  ];
  const script = candidates.find((path) => path?.endsWith('npm-cli.js') && existsSync(path));
  if (script !== undefined) return script;
  console.error('The packages are not installed and npm was not found. Run `npm ci`, then try again.');
  throw new SetUpFailure('npm was not found');
}
