/** The third part of the set-up: dist/, that is the compiled services and the built web app. */
import { existsSync, rmSync } from 'node:fs';
import { sep } from 'node:path';
import { fingerprintOf, listFiles, readStamp, writeStamp } from './fingerprint.mjs';
import { inProject, scriptOf } from './project.mjs';
import { runQuietly } from './quiet-run.mjs';
import { withSetUpLock } from './set-up-lock.mjs';

const SETTINGS = ['package.json', 'package-lock.json', 'tsconfig.json', 'tsconfig.build.json'];
const WEB = 'apps/web';
const WEB_OUTPUT = 'dist/apps/web/public';

/** What tsc remembers of its last run. */
const COMPILER_MEMORY = '.cache/build.tsbuildinfo';

/** Two outputs that change at different times: a new colour in the web app need not recompile the services. */
const SERVICES = {
  stamp: '.cache/services.sha256',
  listInputs: () => [...listFiles([...SETTINGS, 'prisma/schema.prisma']), ...serviceSources()],
  isThere: () => missingOutputs().length === 0,
  make: compileServices,
};
const WEB_APP = {
  stamp: '.cache/web.sha256',
  listInputs: () => [...listFiles(SETTINGS), ...listFiles([WEB, 'libs'], isNoSpec)],
  isThere: () => existsSync(inProject(WEB_OUTPUT, 'index.html')),
  make: buildWebApp,
};

/** Compiles what changed since last time. */
export function ensureBuilt() {
  ensureMade(SERVICES);
  if (existsSync(inProject(WEB, 'vite.config.ts'))) ensureMade(WEB_APP);
}

function ensureMade(target) {
  if (isUpToDate(target)) return;
  withSetUpLock(() => {
    if (isUpToDate(target)) return;
    // Taken before the work: what changes meanwhile is made next time.
    const fingerprint = fingerprintOf(target.listInputs());
    target.make();
    writeStamp(target.stamp, fingerprint);
  });
}

const isUpToDate = ({ stamp, listInputs, isThere }) =>
  readStamp(stamp) === fingerprintOf(listInputs()) && isThere();

const isNoSpec = (file) => !/\.spec\.tsx?$/.test(file);

const serviceSources = () =>
  listFiles(['apps', 'libs', 'test/support', 'test/bench'], isNoSpec).filter(
    (file) => !file.startsWith(`${WEB}/`.replaceAll('/', sep)),
  );

const outputsOfServices = () =>
  serviceSources()
    .filter((file) => /(?<!\.d)\.ts$/.test(file))
    .map((file) => inProject('dist', file.replace(/ts$/, 'js')));

const missingOutputs = () => outputsOfServices().filter((file) => !existsSync(file));

function compileServices() {
  removeStaleOutputs();
  // tsc compares sources with its memory only and would not notice that its output was deleted.
  if (missingOutputs().length > 0) rmSync(inProject(COMPILER_MEMORY), { force: true });
  runQuietly('Compiling', scriptOf('typescript', 'tsc'), ['-p', 'tsconfig.build.json']);
}

/** Output of deleted or renamed sources would still be found by imports, and by Nest, as if it were there. */
function removeStaleOutputs() {
  const wanted = new Set(outputsOfServices());
  const outputs = listFiles(['dist/apps', 'dist/libs', 'dist/test'], (file) => /\.js(\.map)?$/.test(file));
  for (const file of outputs) {
    const isOfWebApp = file.startsWith(`${WEB_OUTPUT}/`.replaceAll('/', sep));
    const path = inProject(file);
    if (!isOfWebApp && !wanted.has(path.replace(/\.map$/, ''))) rmSync(path);
  }
}

function buildWebApp() {
  const args = [
    'build',
    inProject(WEB),
    '--outDir',
    inProject(WEB_OUTPUT),
    '--emptyOutDir',
    '--logLevel',
    'warn',
  ];
  runQuietly('Building the web app', scriptOf('vite'), args, { NODE_ENV: 'production' });
}
