/** The second part of the set-up: the database client that Prisma writes from prisma/schema.prisma. */
import { existsSync } from 'node:fs';
import { fingerprintOf, readStamp, writeStamp } from './fingerprint.mjs';
import { inProject, scriptOf } from './project.mjs';
import { runQuietly } from './quiet-run.mjs';
import { withSetUpLock } from './set-up-lock.mjs';

const INPUTS = ['prisma/schema.prisma', 'package-lock.json'];
const OUTPUT = 'libs/platform/src/prisma/generated';
const STAMP = '.cache/generated.sha256';

/** Runs `prisma generate` unless the schema and Prisma are the same as last time. */
export function ensureGenerated() {
  if (isGenerated()) return;
  withSetUpLock(() => {
    if (isGenerated()) return;
    const fingerprint = fingerprintOf(INPUTS);
    runQuietly('Generating the database client', scriptOf('prisma'), ['generate'], PRISMA_ENVIRONMENT);
    writeStamp(STAMP, fingerprint);
  });
}

const isGenerated = () => existsSync(inProject(OUTPUT)) && readStamp(STAMP) === fingerprintOf(INPUTS);

/** No download of an engine, and no question to a server whether there is a newer Prisma. */
const PRISMA_ENVIRONMENT = {
  PRISMA_SCHEMA_ENGINE_BINARY: inProject('tools/prisma-schema-engine.mjs'),
  PRISMA_HIDE_UPDATE_MESSAGE: '1',
  CHECKPOINT_DISABLE: '1',
};
