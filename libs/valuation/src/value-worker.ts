import { parentPort, workerData } from 'node:worker_threads';
import type { Json } from '#libs/kernel';
import type { ThreadMessage } from '#libs/platform';
import { readDossier, valueDossier } from './core/index.js';

const read = readDossier(workerData as Json);
if (!read.ok) throw new Error(`a dossier of our own is malformed: ${JSON.stringify(read.error.problems)}`);
const answer = valueDossier(read.value);
parentPort?.postMessage({ kind: 'answer', answer } satisfies ThreadMessage<typeof answer>);
