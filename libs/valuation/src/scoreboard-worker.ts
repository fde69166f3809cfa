import { parentPort, workerData } from 'node:worker_threads';
import type { ThreadMessage } from '#libs/platform';
import {
  admitScoreEntry,
  type RecordedOutcome,
  scoreboard,
  type ScoreboardDocument,
  scoreboardDocument,
} from './core/index.js';

/** Fixed, so that the same outcomes always give the same board. */
const SEED = 'scoreboard';

const entries = (workerData as readonly RecordedOutcome[]).flatMap((record) => {
  const admitted = admitScoreEntry(record);
  return admitted.ok ? [admitted.value] : [];
});
const answer = scoreboardDocument(scoreboard(entries, SEED));
parentPort?.postMessage({ kind: 'answer', answer } satisfies ThreadMessage<ScoreboardDocument>);
