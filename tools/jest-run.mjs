/** One run of Jest over some projects, and its outcome in numbers. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inProject, scriptOf } from './project.mjs';

/** Jest never frees the ES modules of a finished suite; a worker process beyond this makes room for a fresh one. */
const WORKER_MEMORY_MAX = '1.5GB';

/**
 * @param {(script: string, args: string[], env: object) => Promise<number>} run answers with the exit code
 * @param {{ projects: string[], workers: number }} jestRun names of Jest projects, and how many suites run at a time
 * @param {string[]} args passed on to Jest
 * @param {Record<string, string>} env for the tests
 */
export async function runJest(run, { projects, workers }, args, env) {
  const folder = mkdtempSync(join(tmpdir(), 'salvor-jest-'));
  const report = join(folder, 'report.json');
  try {
    const exitCode = await run(
      scriptOf('jest'),
      [
        '--selectProjects',
        ...projects,
        `--testSequencer=${inProject('tools', 'project-order-sequencer.mjs')}`,
        `--maxWorkers=${workers}`,
        `--workerIdleMemoryLimit=${WORKER_MEMORY_MAX}`,
        '--json',
        `--outputFile=${report}`,
        ...args,
      ],
      { ...env, NODE_OPTIONS: nodeOptions() },
    );
    return outcomeOf(readReport(report), exitCode);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Jest runs ES modules by way of a Node feature that warns at each start that it is experimental. */
function nodeOptions() {
  const flag = '--disable-warning';
  const silence = process.allowedNodeEnvironmentFlags.has(flag)
    ? `${flag}=ExperimentalWarning`
    : '--no-warnings';
  return [process.env.NODE_OPTIONS, '--experimental-vm-modules', silence].filter(Boolean).join(' ');
}

/** Undefined when Jest broke before it could report. */
function readReport(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return undefined;
  }
}

/** A file that does not even load is one failed test; so is a run without any test, or one that ends badly. */
function outcomeOf(report, exitCode) {
  if (report === undefined || report.numTotalTests + report.numRuntimeErrorTestSuites === 0) {
    return { passed: 0, failed: 1, skipped: 0, notes: ['jest ran no test'] };
  }
  const failed = report.numFailedTests + report.numRuntimeErrorTestSuites;
  return {
    passed: report.numPassedTests,
    failed: failed === 0 && exitCode !== 0 ? 1 : failed,
    skipped: report.numPendingTests + report.numTodoTests,
    notes: skippedTests(report).map((name) => `skipped: ${name}`),
  };
}

/** The name of a skipped test carries the reason. */
const skippedTests = (report) =>
  report.testResults
    .flatMap((file) => file.assertionResults)
    .filter(({ status }) => status === 'pending' || status === 'todo')
    .map(({ fullName }) => fullName);
