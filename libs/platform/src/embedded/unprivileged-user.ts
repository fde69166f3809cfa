import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, realpathSync, type Stats, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { EmbeddedPostgresFailure } from './embedded-postgres-failure.js';

/** A numeric user and primary group of this machine. */
export interface SystemUser {
  readonly uid: number;
  readonly gid: number;
}

/** How to start a program of PostgreSQL: what to hand to `spawn`. */
export interface Launch {
  readonly command: string;
  readonly args: readonly string[];
  readonly options: Partial<SystemUser>;
}

export interface Launcher {
  /** Who must own the data folder; undefined when that is simply whoever we are. */
  readonly user: SystemUser | undefined;
  launch(program: string, args: readonly string[]): Launch;
}

/** PostgreSQL refuses to run with user id 0, so root hands over to somebody who exists and has no privileges. */
const UNPRIVILEGED_NAMES = ['postgres', 'nobody'];

const WAYS_OUT =
  'Move the project to a folder that everybody may enter, or start it as an ordinary user, ' +
  'or set DATABASE_URL to use a PostgreSQL server of your own.';

/**
 * Decides as whom PostgreSQL runs. Ordinary users run it as themselves. Root runs it as the owner of an
 * existing data folder, otherwise as `postgres` or `nobody`. `paths` are the files that this user must reach.
 * Throws {@link EmbeddedPostgresFailure} when there is no such user or no way to let it in.
 */
export function chooseLauncher(dataFolder: string, programs: readonly string[]): Launcher {
  if (process.getuid?.() !== 0) {
    return { user: undefined, launch: (command, args) => ({ command, args, options: {} }) };
  }
  const user = ownerOf(dataFolder) ?? unprivilegedUser(readFileSync('/etc/passwd', 'utf8'));
  if ([dirname(dataFolder), ...programs].every((path) => canReach(user, path))) return plainLauncher(user);
  refuseWithoutSetpriv(user);
  return reachingLauncher(user);
}

/** Somebody else than root who already owns the data keeps it: no change of owner back and forth. */
function ownerOf(dataFolder: string): SystemUser | undefined {
  if (!existsSync(dataFolder)) return undefined;
  const { uid, gid } = statSync(dataFolder);
  return uid === 0 ? undefined : { uid, gid };
}

/** Picks the user from the text of /etc/passwd (passwd(5): name:password:uid:gid:…). */
export function unprivilegedUser(passwd: string): SystemUser {
  const users = new Map(
    passwd.split('\n').map((line) => {
      const [name = '', , uid, gid] = line.split(':');
      return [name, { uid: Number(uid), gid: Number(gid) }];
    }),
  );
  const found = UNPRIVILEGED_NAMES.map((name) => users.get(name)).find((user) => user !== undefined);
  if (found === undefined) {
    throw new EmbeddedPostgresFailure(
      'PostgreSQL does not run as root, and this machine has neither a user "postgres" nor "nobody" to run ' +
        'it as. Start Salvor as an ordinary user, or set DATABASE_URL to use a PostgreSQL server of your own.',
    );
  }
  return found;
}

/** True when permission bits let the user run a program or enter a folder, and every folder on the way to it. */
export function canReach(user: SystemUser, path: string): boolean {
  const real = realpathSync(path);
  const folders = [...parentsOf(resolve(path)), ...parentsOf(real)];
  const target = statSync(real);
  const wanted = target.isDirectory() ? SEARCH : READ | SEARCH;
  return allows(user, target, wanted) && folders.every((folder) => allows(user, statSync(folder), SEARCH));
}

const READ = 0o4;
const SEARCH = 0o1;

/** POSIX file access: the first class that fits (owner, group, others) decides alone. */
function allows(user: SystemUser, { uid, gid, mode }: Stats, bit: number): boolean {
  const shift = uid === user.uid ? 6 : gid === user.gid ? 3 : 0;
  return ((mode >> shift) & bit) === bit;
}

function parentsOf(path: string): readonly string[] {
  const parent = dirname(path);
  return parent === path ? [] : [parent, ...parentsOf(parent)];
}

/** Node clears the supplementary groups itself when it changes the user of a child. */
const plainLauncher = (user: SystemUser): Launcher => ({
  user,
  launch: (command, args) => ({ command, args, options: user }),
});

/**
 * A clone under /root or in a fresh `mktemp -d` is closed to everybody but root. There the server keeps one of
 * root's capabilities, CAP_DAC_READ_SEARCH: it may enter folders and read files that are closed to it, and
 * write only where it could anyway. It is ambient, so that initdb hands it on to the server that it starts.
 * `no_setuid_fixup` makes access(2) count it too (capabilities(7)): PostgreSQL checks its own programs so.
 */
const reachingLauncher = (user: SystemUser): Launcher => ({
  user,
  launch: (program, args) => ({
    command: 'setpriv',
    args: [
      `--reuid=${String(user.uid)}`,
      `--regid=${String(user.gid)}`,
      '--clear-groups',
      '--securebits=+no_setuid_fixup',
      '--inh-caps=+dac_read_search',
      '--ambient-caps=+dac_read_search',
      '--',
      program,
      ...args,
    ],
    options: {},
  }),
});

function refuseWithoutSetpriv(user: SystemUser): void {
  const trial = reachingLauncher(user).launch('true', []);
  const { error, status, stderr } = spawnSync(trial.command, trial.args, { encoding: 'utf8' });
  if (error === undefined && status === 0) return;
  const reason = error === undefined ? stderr.trim() : 'setpriv (util-linux) is not installed';
  throw new EmbeddedPostgresFailure(
    `PostgreSQL does not run as root, and user ${String(user.uid)} cannot enter the project's folder ` +
      `(${reason}). ${WAYS_OUT}`,
  );
}
