/** The thread that trains models on parts of the training rows of one domain, as often as it is asked. */
import { parentPort, workerData } from 'node:worker_threads';
import { err, ok, type Result } from '#libs/kernel';
import type { DomainDefinition } from '../core/domain-definition.js';
import type { DomainRow } from '../core/domain-row.js';
import { type SubsetScorer, subsetScorer } from '../core/subset-score.js';
import type { Trainer } from '../core/trainers/index.js';
import { readRowFile, readTrainingRows } from './domain-folder.js';

export interface SubsetTask {
  readonly definition: DomainDefinition;
  readonly trainer: Trainer;
  readonly folder: string;
  /** Where the rows lie that models are scored on, and the digest of their lines. */
  readonly test: { readonly folder: string; readonly file: string; readonly sha256: string };
  /** Only rows of these slices are scored; all of them when undefined. */
  readonly slices: readonly string[] | undefined;
  readonly decimals: number;
}

/** First the training rows, or why there are none; then an answer a question. */
export type SubsetReply =
  | { readonly kind: 'opened'; readonly rows: readonly DomainRow[] }
  | { readonly kind: 'failed'; readonly reason: string }
  | { readonly kind: 'scored'; readonly score: number; readonly tookMs: number };

type Opened = { readonly rows: readonly DomainRow[]; readonly score: SubsetScorer };

async function open(task: SubsetTask): Promise<Result<Opened, string>> {
  const { definition, trainer, folder, test, slices, decimals } = task;
  const training = await readTrainingRows(folder, definition);
  if (!training.ok) return err(`The training rows cannot be read: ${training.error.code}.`);
  const rows = await readRowFile(test.folder, definition, test);
  if (!rows.ok) return err(`The rows to score on cannot be read: ${rows.error.code}.`);
  const scored = slices === undefined ? rows.value : rows.value.filter(({ slice }) => slices.includes(slice));
  const score = subsetScorer(definition, trainer, training.value, scored, decimals);
  return score.ok ? ok({ rows: training.value, score: score.value }) : err(score.error.code);
}

const reply = (message: SubsetReply): void => {
  parentPort?.postMessage(message);
};

const opened = await open(workerData as SubsetTask).catch((error: unknown) => err(String(error)));
if (opened.ok) {
  const { rows, score } = opened.value;
  parentPort?.on('message', (positions: Int32Array) => {
    const startedAt = performance.now();
    reply({ kind: 'scored', score: score(positions), tookMs: Math.round(performance.now() - startedAt) });
  });
  reply({ kind: 'opened', rows });
} else reply({ kind: 'failed', reason: opened.error });
