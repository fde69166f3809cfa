/**
 * `npm test`: every check there is, one after another, whatever fails; the last line counts.
 * `npm test -- unit e2e`: these Jest projects only. Other arguments go to Jest (`npm test -- unit -t money`).
 */
import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { runJest } from './jest-run.mjs';
import { endWithNpm } from './npm-watch.mjs';
import { findRedisServer, startPrivateRedis } from './private-redis.mjs';
import { ROOT } from './project.mjs';
import { SetUpFailure } from './quiet-run.mjs';
import { ensureBuilt, ensureGenerated, ensureInstalled, setUpOrExit } from './setup.mjs';
import { staticSteps } from './test-steps.mjs';

/**
 * Jest runs that follow each other. Two suites at a time where they only compute and query; alone where a test measures
 * out time, kills processes or drives a browser.
 */
const JEST_RUNS = [
  { projects: ['unit'], workers: 2 },
  { projects: ['integration', 'e2e'], workers: 2 },
  { projects: ['conformance', 'fault', 'browser'], workers: 1 },
];
const PROJECTS = JEST_RUNS.flatMap(({ projects }) => projects);

/** Rows of the table at the end. */
const rows = [];

/** What is running now, so that an interrupted test run leaves nothing behind. */
const running = new Set();

/** Runs a Node script in the project's folder, by default with our streams; answers with its exit code. */
function run(script, args, env = {}, onOutput) {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [script, ...args], {
      cwd: ROOT,
      env: { ...process.env, ...env },
      stdio: onOutput === undefined ? 'inherit' : ['ignore', 'pipe', 'pipe'],
    });
    running.add(child);
    child.stdout?.on('data', onOutput);
    child.stderr?.on('data', onOutput);
    child.once('error', reject).once('close', (code) => {
      running.delete(child);
      resolve(code ?? 1);
    });
  });
}

/** A check beside others: what it says is shown at its end, in one piece. */
async function check({ name, script, args }) {
  const said = [];
  const startedMs = performance.now();
  const exitCode = await run(script, args, {}, (chunk) => said.push(chunk));
  console.log(`\n── ${name}`);
  process.stdout.write(Buffer.concat(said));
  rows.push({ name, seconds: (performance.now() - startedMs) / 1000, ...verdict(exitCode === 0) });
}

/** Does one step, however it ends, and keeps its counts and its time. */
async function step(name, work) {
  if (interruptedBy !== undefined) return;
  console.log(`\n── ${name}`);
  const startedMs = performance.now();
  const outcome = await work();
  rows.push({ name, seconds: (performance.now() - startedMs) / 1000, ...outcome });
}

const verdict = (isGood, notes = []) => ({
  passed: isGood ? 1 : 0,
  failed: isGood ? 0 : 1,
  skipped: 0,
  notes,
});

function build() {
  try {
    ensureBuilt();
    return verdict(true);
  } catch (error) {
    if (error instanceof SetUpFailure) return verdict(false);
    throw error;
  }
}

/** Redis is not a requirement of Salvor, so its tests skip without it. In CI nobody would notice that. */
async function withRedis(work) {
  if (process.env.REDIS_URL) return work({});
  const redis = await startRedisIfAny().catch((error) => error);
  if (redis instanceof Error) await step('redis', async () => verdict(false, [redis.message]));
  if (redis === undefined || redis instanceof Error) return work({});
  try {
    return await work({ REDIS_URL: redis.url });
  } finally {
    await redis.stop();
  }
}

async function startRedisIfAny() {
  const program = findRedisServer();
  if (program !== undefined) return startPrivateRedis(program);
  if (process.env.CI !== 'true') return undefined;
  throw new Error('CI must test with Redis too: set REDIS_URL or install redis-server.');
}

let interruptedBy;
for (const signal of ['SIGINT', 'SIGTERM']) {
  process.on(signal, () => {
    interruptedBy ??= signal;
    for (const child of running) child.kill(signal);
  });
}

/** Sums up and ends. Nothing may be printed after the count. */
function report() {
  if (interruptedBy !== undefined) process.exit(128 + constants.signals[interruptedBy]);
  const total = (field) => rows.reduce((sum, row) => sum + row[field], 0);
  const width = Math.max(...rows.map(({ name }) => name.length));
  console.log('');
  for (const { notes } of rows) for (const note of notes ?? []) console.log(`  ${note}`);
  for (const { name, seconds, failed, passed, skipped } of rows) {
    const counts = `${passed} passed, ${failed} failed, ${skipped} skipped`;
    console.log(`  ${name.padEnd(width)}  ${seconds.toFixed(1).padStart(6)} s  ${counts}`);
  }
  console.log(`\n${total('passed')} passed, ${total('failed')} failed, ${total('skipped')} skipped`);
  process.exitCode = total('failed') > 0 ? 1 : 0;
}

setUpOrExit(ensureInstalled, ensureGenerated);
endWithNpm();
const chosen = process.argv.slice(2).filter((argument) => PROJECTS.includes(argument));
const passedOn = process.argv.slice(2).filter((argument) => !PROJECTS.includes(argument));
const isChosen = (project) => chosen.length === 0 || chosen.includes(project);
const jestRuns = JEST_RUNS.map(({ projects, workers }) => ({
  projects: projects.filter(isChosen),
  workers,
})).filter(({ projects }) => projects.length > 0);
const needsServers = jestRuns.some(({ projects }) => !projects.includes('unit'));

if (process.argv.length === 2) {
  // The first takes about as long as all others together.
  const [longest, ...others] = staticSteps();
  const inTurn = async () => {
    for (const one of others) if (interruptedBy === undefined) await check(one);
  };
  await Promise.all([check(longest), inTurn()]);
}
await step('build', build);
const jest = async (env) => {
  for (const jestRun of jestRuns) {
    await step(`jest ${jestRun.projects.join(', ')}`, () => runJest(run, jestRun, passedOn, env));
  }
};
await (needsServers ? withRedis(jest) : jest({}));
report();
