import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  chownSync,
  existsSync,
  lchownSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, parse } from 'node:path';
import { EmbeddedPostgresFailure } from './embedded-postgres-failure.js';
import type { Launcher, SystemUser } from './unprivileged-user.js';

/** The superuser of the embedded server, and the only role it starts with. */
export const SUPERUSER = 'salvor';

const passwordFileOf = (dataFolder: string): string => `${dataFolder}.password`;

/**
 * Makes sure that an initialised database cluster stands in the folder; returns the superuser's password.
 * Safe against a crash at any point: the cluster is made beside the folder and appears there by one rename.
 */
export async function ensureDataFolder(
  dataFolder: string,
  initdb: string,
  launcher: Launcher,
): Promise<string> {
  const unfinished = `${dataFolder}.partial`;
  rmSync(unfinished, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  if (isInitialised(dataFolder)) {
    adoptFolder(dataFolder, launcher.user);
    return readPassword(dataFolder);
  }
  const password = ensurePassword(dataFolder, launcher.user);
  mkdirSync(unfinished, { mode: 0o755 });
  // Each attempt has its own folder: an initdb whose Salvor was killed still runs, and cleans up after itself.
  const attempt = mkdtempSync(join(unfinished, 'attempt-'));
  chownTo(attempt, launcher.user);
  await runInitdb(initdb, attempt, passwordFileOf(dataFolder), launcher);
  renameSync(attempt, dataFolder);
  rmSync(unfinished, { recursive: true, force: true });
  return password;
}

function isInitialised(dataFolder: string): boolean {
  if (!existsSync(dataFolder)) return false;
  if (existsSync(join(dataFolder, 'PG_VERSION'))) return true;
  if (readdirSync(dataFolder).length > 0) {
    throw new EmbeddedPostgresFailure(
      `${dataFolder} holds files that are not a PostgreSQL database. Choose another data folder.`,
    );
  }
  rmdirSync(dataFolder);
  return false;
}

function readPassword(dataFolder: string): string {
  try {
    return readFileSync(passwordFileOf(dataFolder), 'utf8').trim();
  } catch (cause) {
    throw new EmbeddedPostgresFailure(
      `The database in ${dataFolder} is there but its password file ${passwordFileOf(dataFolder)} cannot be ` +
        'read. Restore that file from your backup.',
      { cause },
    );
  }
}

/** Drawn once. Hexadecimal digits need no escaping in a connection string. */
function ensurePassword(dataFolder: string, user: SystemUser | undefined): string {
  const file = passwordFileOf(dataFolder);
  if (!existsSync(file)) {
    mkdirSync(dirname(file), { recursive: true });
    const draft = `${file}.partial`;
    rmSync(draft, { force: true });
    writeFileSync(draft, `${randomBytes(24).toString('hex')}\n`, { mode: 0o600 });
    renameSync(draft, file);
  }
  // initdb reads the file itself.
  chownTo(file, user);
  return readPassword(dataFolder);
}

/**
 * UTF-8 with the builtin C.UTF-8 locale: the same order and the same upper case on every platform and in every
 * release, whatever the operating system's locales do. Its indexes never need rebuilding after an upgrade.
 */
const initdbArguments = (folder: string, passwordFile: string): readonly string[] => [
  `--pgdata=${folder}`,
  `--username=${SUPERUSER}`,
  `--pwfile=${passwordFile}`,
  '--auth=scram-sha-256',
  '--encoding=UTF8',
  '--locale=C',
  '--locale-provider=builtin',
  '--builtin-locale=C.UTF-8',
  '--no-instructions',
];

async function runInitdb(initdb: string, folder: string, passwordFile: string, launcher: Launcher) {
  const { command, args, options } = launcher.launch(initdb, initdbArguments(folder, passwordFile));
  const child = spawn(command, args, {
    ...options,
    ...postgresSurroundings(folder),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      output += chunk.toString();
    });
  }
  const failure = await new Promise<string | undefined>((resolve) => {
    child.once('error', (error) => {
      resolve(error.message);
    });
    child.once('close', (code) => {
      resolve(code === 0 ? undefined : output.trim());
    });
  });
  if (failure === undefined) return;
  throw new EmbeddedPostgresFailure(`PostgreSQL could not create its data folder: ${failure}`);
}

/** What PostgreSQL needs to know of us. The rest of our environment may hold secrets and stays here. */
const PASSED_ON = ['PATH', 'SystemRoot', 'TEMP', 'TMP', 'TMPDIR', 'LD_LIBRARY_PATH', 'DYLD_LIBRARY_PATH'];

/** A working folder that everybody may enter, since ours may be closed to the server's user; and C messages. */
export function postgresSurroundings(folder: string): {
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  readonly windowsHide: true;
} {
  const passedOn = PASSED_ON.filter((name) => process.env[name] !== undefined);
  const env = Object.fromEntries(passedOn.map((name) => [name, process.env[name]]));
  return { cwd: parse(folder).root, env: { ...env, LC_ALL: 'C' }, windowsHide: true };
}

function chownTo(path: string, user: SystemUser | undefined): void {
  if (user !== undefined) chownSync(path, user.uid, user.gid);
}

/** A data folder that root copied here belongs to root, and PostgreSQL refuses folders of other users. */
function adoptFolder(dataFolder: string, user: SystemUser | undefined): void {
  if (user === undefined || statSync(dataFolder).uid === user.uid) return;
  for (const entry of readdirSync(dataFolder, { recursive: true, encoding: 'utf8' })) {
    lchownSync(join(dataFolder, entry), user.uid, user.gid);
  }
  chownTo(dataFolder, user);
}
