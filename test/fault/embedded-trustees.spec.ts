import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually } from '../support/client.js';

/** Starts the trustees of an installation as the service does, with a service that is never there. */
const PARENT = `
  const { embedTrustees, startTrustees } = await import(process.argv[1]);
  const trustees = embedTrustees(process.argv[2]);
  const { stop } = startTrustees(trustees, 'http://127.0.0.1:9', (sentence) => console.log(sentence));
  process.once('SIGTERM', () => stop().then(() => process.exit(0)));
`;

let folder: string;
let parent: ChildProcess;
let output: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'salvor-trustees-'));
  output = '';
  const trustees = join(process.cwd(), 'dist/apps/standalone/src/trustees.js');
  parent = spawn(process.execPath, ['--input-type=module', '-e', PARENT, trustees, folder], {
    env: {},
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  parent.stdout?.on('data', (chunk: Buffer) => {
    output += chunk.toString();
  });
});

afterEach(async () => {
  if (parent.exitCode === null && parent.signalCode === null) {
    parent.kill('SIGTERM');
    await once(parent, 'exit');
  }
  for (const pid of started().flat().filter(isAlive)) process.kill(pid, 'SIGKILL');
  rmSync(folder, { recursive: true, force: true });
});

/** The processes that wrote into the trustees' logs that they started, oldest first, by trustee. */
function started(): readonly (readonly number[])[] {
  return ['trustee-1', 'trustee-2', 'trustee-3'].map((id) => {
    try {
      const lines = readFileSync(join(folder, 'trustees', id, 'trustee.log'), 'utf8')
        .split('\n')
        .slice(0, -1);
      const events = lines.map((line) => JSON.parse(line) as { event: string; pid: number });
      return events.filter(({ event }) => event === 'started').map(({ pid }) => pid);
    } catch {
      return [];
    }
  });
}

const startedOnce = () =>
  eventually(
    () => Promise.resolve(started()),
    (all) => all.every((pids) => pids.length === 1),
    30_000,
  );

const isAlive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

const goneSoon = (pids: readonly number[]) =>
  eventually(
    () => Promise.resolve(pids.filter(isAlive)),
    (alive) => alive.length === 0,
    30_000,
  );

test('trustees end with the process that started them when that is killed', async () => {
  const pids = (await startedOnce()).flat();
  expect(new Set(pids).size).toBe(3);
  expect(pids.every(isAlive)).toBe(true);
  parent.kill('SIGKILL');
  await goneSoon(pids);
});

test('trustees are stopped with the service', async () => {
  const pids = (await startedOnce()).flat();
  parent.kill('SIGTERM');
  expect(await once(parent, 'exit')).toEqual([0, null]);
  expect(pids.filter(isAlive)).toEqual([]);
});

test('a trustee that dies is started again, and the others go on', async () => {
  const [[first = 0] = [], ...others] = await startedOnce();
  process.kill(first, 'SIGKILL');
  const again = await eventually(
    () => Promise.resolve(started()),
    ([pids]) => pids?.length === 2,
    30_000,
  );
  expect(again.slice(1)).toEqual(others);
  expect(others.flat().every(isAlive)).toBe(true);
  expect(output).toContain('trustee-1 ended (SIGKILL) and starts again in 1 s');
});
