import { chmodSync, constants, existsSync, accessSync, readFileSync, symlinkSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { EmbeddedPostgresFailure } from './embedded-postgres-failure.js';

/** Absolute paths of the programs of one PostgreSQL installation. */
export interface PostgresBinaries {
  readonly initdb: string;
  readonly pgCtl: string;
  readonly postgres: string;
}

interface PlatformPackage {
  readonly initdb: string;
  readonly pg_ctl: string;
  readonly postgres: string;
}

/**
 * Finds the PostgreSQL of this platform among the optional dependencies and makes it fit to run.
 * Throws {@link EmbeddedPostgresFailure} on a platform without such a package.
 */
export async function locatePostgresBinaries(): Promise<PostgresBinaries> {
  const name = `@embedded-postgres/${packagePlatform(process.platform)}-${process.arch}`;
  const binaries = await importPlatformPackage(name);
  const packageFolder = dirname(dirname(dirname(binaries.postgres)));
  linkLibraries(packageFolder);
  const programs = [binaries.initdb, binaries.pg_ctl, binaries.postgres];
  for (const program of programs) makeExecutable(program);
  return { initdb: binaries.initdb, pgCtl: binaries.pg_ctl, postgres: binaries.postgres };
}

const packagePlatform = (platform: NodeJS.Platform): string => (platform === 'win32' ? 'windows' : platform);

async function importPlatformPackage(name: string): Promise<PlatformPackage> {
  try {
    return (await import(name)) as PlatformPackage;
  } catch (cause) {
    throw new EmbeddedPostgresFailure(
      `No PostgreSQL for this platform: the package ${name} is not installed. ` +
        'Set DATABASE_URL to use a PostgreSQL server of your own.',
      { cause },
    );
  }
}

/**
 * npm packages cannot hold symbolic links, so the platform package lists them in a file and creates them in an
 * install script. Install scripts are switched off here (they are a way in for attackers), hence this: without
 * the links the loader does not find libicui18n.so.60 and its like.
 */
function linkLibraries(packageFolder: string): void {
  const list = join(packageFolder, 'native', 'pg-symlinks.json');
  if (!existsSync(list)) return;
  const links = JSON.parse(readFileSync(list, 'utf8')) as readonly { source: string; target: string }[];
  for (const { source, target } of links) {
    const link = join(packageFolder, target);
    if (existsSync(link)) continue;
    linkUnlessThere(relative(dirname(link), join(packageFolder, source)), link);
  }
}

/** Another process may be doing the same at this moment. */
function linkUnlessThere(source: string, link: string): void {
  try {
    symlinkSync(source, link);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return;
    throw new EmbeddedPostgresFailure(
      `Cannot create the library link ${link}. Run once as a user who may write to node_modules, ` +
        'or set DATABASE_URL to use a PostgreSQL server of your own.',
      { cause: error },
    );
  }
}

function makeExecutable(program: string): void {
  try {
    accessSync(program, constants.X_OK);
  } catch {
    chmodSync(program, 0o755);
  }
}
