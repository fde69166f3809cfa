import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { transformFileSync } from '@swc/core';
import pg from 'pg';
import { type EmbeddedPostgres, startEmbeddedPostgres } from './embedded-postgres.js';
import { readPostmasterFile } from './postmaster-file.js';
import { pidExists } from './process-identity.js';

const here = dirname(fileURLToPath(import.meta.url));
const isRoot = process.getuid?.() === 0;

let template: string;
let folder: string;
const running = new Set<EmbeddedPostgres>();

// Initialising takes a second, copying a tenth of it. As root the copy is root's, and has to be adopted.
beforeAll(async () => {
  template = mkdtempSync(join(tmpdir(), 'salvor template '));
  const server = await startEmbeddedPostgres({ dataFolder: join(template, 'data'), onLog: () => undefined });
  await server.stop();
});

afterAll(() => {
  rmSync(template, { recursive: true, force: true });
});

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'salvor embedded '));
  cpSync(template, folder, { recursive: true });
});

afterEach(async () => {
  await Promise.all([...running].map((server) => server.stop()));
  running.clear();
  rmSync(folder, { recursive: true, force: true });
});

const dataFolder = (): string => join(folder, 'data');

function forgetDatabase(): void {
  for (const name of readdirSync(folder)) rmSync(join(folder, name), { recursive: true });
}

async function start(extra: { readonly onUnexpectedEnd?: () => void } = {}): Promise<EmbeddedPostgres> {
  const server = await startEmbeddedPostgres({ dataFolder: dataFolder(), onLog: () => undefined, ...extra });
  running.add(server);
  return server;
}

async function query(connectionString: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  try {
    const { rows } = await client.query<unknown[]>({ text: sql, rowMode: 'array' });
    return rows.flat();
  } finally {
    await client.end();
  }
}

describe('startEmbeddedPostgres', () => {
  it('offers a UTF-8 database on the loopback interface', async () => {
    const server = await start();
    const url = server.connectionString('postgres');
    expect(new URL(url).hostname).toBe('127.0.0.1');
    expect(await query(url, `SELECT upper('müller ñ'), current_setting('server_encoding')`)).toEqual([
      'MÜLLER Ñ',
      'UTF8',
    ]);
  });

  it('keeps data over a stop and a start', async () => {
    const first = await start();
    await query(first.connectionString('postgres'), 'CREATE TABLE kept AS SELECT 42 AS answer');
    await first.stop();
    const second = await start();
    expect(await query(second.connectionString('postgres'), 'SELECT answer FROM kept')).toEqual([42]);
  });

  it('creates a database once, however often it is asked for', async () => {
    const server = await start();
    await server.ensureDatabase('salvor test');
    await server.ensureDatabase('salvor test');
    expect(await query(server.connectionString('salvor test'), 'SELECT current_database()')).toEqual([
      'salvor test',
    ]);
  });

  it('refuses a wrong password', async () => {
    const server = await start();
    const url = new URL(server.connectionString('postgres'));
    url.password = '0'.repeat(48);
    await expect(query(url.href, 'SELECT 1')).rejects.toThrow(/password authentication failed/);
  });

  it('says what to do when the password file is lost', async () => {
    rmSync(`${dataFolder()}.password`);
    await expect(start()).rejects.toThrow(/password file .* Restore that file/);
  });

  it('keeps its password in a file that only its owner may read', async () => {
    await start();
    expect(statSync(`${dataFolder()}.password`).mode & 0o777).toBe(0o600);
  });

  it('leaves neither process nor lock behind after a stop', async () => {
    const server = await start();
    const pid = readPostmasterFile(dataFolder())?.pid ?? 0;
    await server.stop();
    expect(pidExists(pid)).toBe(false);
    expect(readdirSync(folder).sort()).toEqual(['data', 'data.password']);
  });

  it('begins again after an initialisation that was cut short', async () => {
    forgetDatabase();
    mkdirSync(`${dataFolder()}.partial/attempt-1/base`, { recursive: true });
    const server = await start();
    expect(await query(server.connectionString('postgres'), 'SELECT 1')).toEqual([1]);
    expect(existsSync(`${dataFolder()}.partial`)).toBe(false);
  });

  it('refuses a folder that holds something else', async () => {
    forgetDatabase();
    mkdirSync(dataFolder());
    writeFileSync(join(dataFolder(), 'thesis.txt'), 'irreplaceable');
    await expect(start()).rejects.toThrow(/not a PostgreSQL database/);
    expect(readFileSync(join(dataFolder(), 'thesis.txt'), 'utf8')).toBe('irreplaceable');
  });

  it('says when the server ends by itself', async () => {
    const ended = new Promise<void>((resolve) => {
      void start({ onUnexpectedEnd: resolve }).then(() => {
        process.kill(readPostmasterFile(dataFolder())?.pid ?? 0, 'SIGQUIT');
      });
    });
    await expect(ended).resolves.toBeUndefined();
  });
});

describe('another Salvor on the same folder', () => {
  it('is refused while the first one lives, and the first one keeps its database', async () => {
    const server = await start();
    await expect(start()).rejects.toThrow(/Another Salvor \(process \d+/);
    expect(await query(server.connectionString('postgres'), 'SELECT 1')).toEqual([1]);
  });

  it('takes over after the first one was killed, with everything it had committed', async () => {
    const child = spawnOwner();
    const { url, pid: orphan } = await announcementOf(child);
    await query(url, 'CREATE TABLE committed AS SELECT 7 AS n');
    child.kill('SIGKILL');
    await once(child, 'exit');
    expect(pidExists(orphan)).toBe(true);

    const server = await start();
    expect(await query(server.connectionString('postgres'), 'SELECT n FROM committed')).toEqual([7]);
    expect(readPostmasterFile(dataFolder())?.pid).not.toBe(orphan);
  });
});

describe('a stale postmaster.pid', () => {
  it.each([
    ['of a dead process', 2 ** 22 - 3],
    ['whose pid is a stranger now', process.pid],
  ])('%s does not stop a start', async (_which, pid) => {
    await (await start()).stop();
    writeFileSync(
      join(dataFolder(), 'postmaster.pid'),
      [pid, dataFolder(), 1_700_000_000, 1, '', '127.0.0.1', '', 'ready', ''].join('\n'),
    );
    const server = await start();
    expect(await query(server.connectionString('postgres'), 'SELECT 1')).toEqual([1]);
    expect(pidExists(process.pid)).toBe(true);
  });
});

const asRoot = isRoot ? 'as root' : 'as root (skipped: this user is not root)';
(isRoot ? describe : describe.skip)(asRoot, () => {
  it.each([
    ['closed to others', 0o700],
    ['open to others', 0o755],
  ])('runs as an unprivileged user in a folder %s', async (_which, mode) => {
    forgetDatabase();
    chmodSync(folder, mode);
    const server = await start();
    expect(await query(server.connectionString('postgres'), 'SELECT 1')).toEqual([1]);
    const owner = statSync(join(dataFolder(), 'base', '1', 'PG_VERSION')).uid;
    expect(owner).not.toBe(0);
    expect(statSync(dataFolder()).uid).toBe(owner);
  });
});

/** A Salvor of its own, to be killed: these sources as plain JavaScript beside a link to our packages. */
function spawnOwner(): ChildProcess {
  const code = join(folder, 'code');
  mkdirSync(code);
  for (const name of readdirSync(here).filter((file) => /(?<!\.spec)\.ts$/.test(file))) {
    const target = { parser: { syntax: 'typescript' }, target: 'es2022' } as const;
    const compiled = transformFileSync(join(here, name), { jsc: target, module: { type: 'es6' } });
    writeFileSync(join(code, name.replace(/ts$/, 'js')), compiled.code);
  }
  writeFileSync(join(code, 'package.json'), '{"type":"module"}');
  symlinkSync(join(here, '../../../../node_modules'), join(code, 'node_modules'));
  writeFileSync(
    join(code, 'owner.js'),
    `import { startEmbeddedPostgres } from './embedded-postgres.js';
     import { readPostmasterFile } from './postmaster-file.js';
     const dataFolder = ${JSON.stringify(dataFolder())};
     const server = await startEmbeddedPostgres({ dataFolder, onLog: () => undefined });
     const { pid } = readPostmasterFile(dataFolder);
     console.log(JSON.stringify({ url: server.connectionString('postgres'), pid }));`,
  );
  return spawn(process.execPath, [join(code, 'owner.js')], { stdio: ['ignore', 'pipe', 'inherit'] });
}

async function announcementOf(child: ChildProcess): Promise<{ readonly url: string; readonly pid: number }> {
  if (child.stdout === null) throw new Error('the child has no output');
  const [line] = (await once(createInterface({ input: child.stdout }), 'line')) as [string];
  return JSON.parse(line) as { url: string; pid: number };
}
