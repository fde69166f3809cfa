import { parentPort, workerData } from 'node:worker_threads';
import { assertDefined } from '#libs/kernel';
import type { ThreadMessage } from '#libs/platform';
import { type VerificationAnswer, type VerificationTask, verifyTask } from './verification-task.js';

const message: ThreadMessage<VerificationAnswer> = {
  kind: 'answer',
  answer: verifyTask(workerData as VerificationTask),
};
assertDefined(parentPort, 'this is the program of a thread').postMessage(message);
