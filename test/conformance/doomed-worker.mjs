/** A worker process that takes a job, says so, and never finishes it: what is left of one that is killed. */
import { openQueueBackend } from '../../dist/libs/platform/src/queue/queue-backend.js';

const { config, lockDurationMs } = JSON.parse(process.argv[2]);

openQueueBackend(config).worker(
  'default',
  ({ id }) => {
    process.stdout.write(`${id}\n`);
    return new Promise(() => undefined);
  },
  { concurrency: 1, lockDurationMs, onError: () => undefined },
);
