import { parentPort, workerData } from 'node:worker_threads';
import { admitScoreEntry, type RecordedOutcome, scoreboard, scoreboardDocument } from './core/index.js';

/** Fixed, so that the same outcomes always give the same board. */
const SEED = 'scoreboard';

const entries = (workerData as readonly RecordedOutcome[]).flatMap((record) => {
  const admitted = admitScoreEntry(record);
  return admitted.ok ? [admitted.value] : [];
});
parentPort?.postMessage(scoreboardDocument(scoreboard(entries, SEED)));
