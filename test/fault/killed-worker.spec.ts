import { rowId } from '#core/evaluation';
import { assertDefined, decodeId, seededRandom } from '#libs/kernel';
import { ApiModule } from '../../apps/api/src/api.module.js';
import {
  ended,
  queueRun,
  registerVersion,
  type Run,
  setStage,
  type Stage,
} from '../integration/evaluation-fixture.js';
import { eventually } from '../support/client.js';
import { numberedRows } from '../support/temporary-domain.js';
import { WorkerProcess } from '../support/worker-process.js';

const ROWS = [...numberedRows(240, 'a', 'a'), ...numberedRows(240, 'b', 'b')];
const INPUT_OF = new Map(ROWS.map((row) => [rowId(row), row.input]));
const KILLS = 5;
const CONCURRENCY = 4;
const BATCH_ROWS = 4;
/** Of the kill points. Any other will do as well. */
const SEED = 'five kills in one run';
/** By this name the database knows the sessions of the process that is killed. */
const WORKER = 'killed-worker';
const TIMEOUT_MS = 300_000;

/** The API is here; what computes is a process of its own. */
let stage: Stage;
let worker: WorkerProcess | undefined;

beforeAll(async () => {
  const settings = {
    SALVOR_WORKER_CONCURRENCY: String(CONCURRENCY),
    SALVOR_EVALUATION_BATCH_ROWS: String(BATCH_ROWS),
  };
  stage = await setStage(() => [{ task: 'long', rows: ROWS }], settings, ApiModule);
  await stage.stub.tell('delay-ms', '6');
  await stage.stub.tell('discerning', 'yes');
}, TIMEOUT_MS);

afterAll(async () => {
  await worker?.end('SIGKILL');
  await stage.close();
});

function startWorker(): WorkerProcess {
  const url = new URL(stage.testApp.database.url);
  url.searchParams.set('application_name', WORKER);
  worker = new WorkerProcess(url.href);
  return worker;
}

/** Waits until the model was asked so often in all. */
async function asked(times: number, by: WorkerProcess): Promise<void> {
  const ask = async (): Promise<number> => {
    if (by.hasEnded()) throw new Error(`the worker ended by itself:\n${by.output}`);
    return (await stage.stub.asked()).length;
  };
  await eventually(ask, (count) => count >= times, 20_000);
}

/** A commit that was sent before the kill may still happen after it; then the worker's sessions are gone. */
async function kill(running: WorkerProcess): Promise<void> {
  await running.end('SIGKILL');
  const open = async (): Promise<number> => {
    const { rows } = await stage.database.query<{ open: number }>(
      'SELECT count(*)::int AS open FROM pg_stat_activity WHERE application_name = $1',
      [WORKER],
    );
    return rows[0]?.open ?? 0;
  };
  await eventually(open, (sessions) => sessions === 0);
}

/** The inputs whose answers stand, each as often as it stands there. */
async function finishedInputs({ id }: Run): Promise<readonly string[]> {
  const { rows } = await stage.database.query<{ sample_id: string }>(
    'SELECT sample_id FROM evaluation_answer WHERE run_id = $1',
    [decodeId('run', id)],
  );
  return rows.map(({ sample_id: id }) => assertDefined(INPUT_OF.get(id), 'an answer is to a row'));
}

const scoresOf = ({ slices }: Run) =>
  slices.map(({ slice, answered, score }) => ({ slice, answered, score }));

test(
  'five kill -9 of the worker in one run lose nothing, double nothing and compute no finished sample again',
  async () => {
    const random = seededRandom(SEED);
    const body = { versionId: await registerVersion(stage, 'Stub'), domain: 'long', cache: false };
    const disturbed = await queueRun(stage, body);
    /** What stood after each kill, and how often the model had been asked by then. */
    const kills: { finished: ReadonlySet<string>; askedBefore: number }[] = [];
    for (let at = 0; at < KILLS; at += 1) {
      const running = startWorker();
      await asked(Math.floor((ROWS.length * (at + random.uniform())) / (KILLS + 1)), running);
      await new Promise((resolve) => setTimeout(resolve, random.below(40)));
      await kill(running);
      const finished = new Set(await finishedInputs(disturbed));
      kills.push({ finished, askedBefore: (await stage.stub.asked()).length });
    }
    const last = startWorker();
    const run = await ended(stage, disturbed.id, 40_000);
    expect(run).toMatchObject({ state: 'completed', progress: { samples: { answered: ROWS.length } } });
    expect(run.transitions.map(({ to }) => to)).toEqual(['queued', 'running', 'completed']);

    const questions = await stage.stub.asked();
    for (const { finished, askedBefore } of kills)
      expect(questions.slice(askedBefore).filter((input) => finished.has(input))).toEqual([]);
    const inFlightMax = KILLS * CONCURRENCY * BATCH_ROWS;
    expect(questions.length).toBeGreaterThan(ROWS.length);
    expect(questions.length).toBeLessThanOrEqual(ROWS.length + inFlightMax);
    expect([...(await finishedInputs(disturbed))].sort()).toEqual(ROWS.map(({ input }) => input).sort());

    const undisturbed = await ended(stage, (await queueRun(stage, body)).id, 20_000);
    expect(scoresOf(run)).toEqual(scoresOf(undisturbed));
    await last.end('SIGTERM');
  },
  TIMEOUT_MS,
);
