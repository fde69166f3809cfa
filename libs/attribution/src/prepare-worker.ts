/** The thread that reads requests which are too large to be read between two others. */
import { parentPort, workerData } from 'node:worker_threads';
import { assertDefined } from '#libs/kernel';
import type { ThreadMessage } from '#libs/platform';
import { type PrepareAnswer, prepareRequest, type PrepareTask } from './prepare-request.js';

const port = assertDefined(parentPort, 'this is the program of a thread');
const message: ThreadMessage<PrepareAnswer> = {
  kind: 'answer',
  answer: prepareRequest(workerData as PrepareTask),
};
port.postMessage(message);
