import { parentPort, workerData } from 'node:worker_threads';
import { assertDefined } from '#libs/kernel';
import type { ThreadMessage } from '#libs/platform';
import { type ScreeningAnswer, type ScreeningTask, screenTask } from './screening-task.js';

const message: ThreadMessage<ScreeningAnswer> = {
  kind: 'answer',
  answer: screenTask(workerData as ScreeningTask),
};
assertDefined(parentPort, 'this is the program of a thread').postMessage(message);
