/**
 * `npm run bench -- NAME`: the figures of one capability on this machine, on servers of our own that leave nothing
 * behind. Without a name it says which there are.
 */
import { constants } from 'node:os';
import { handOverTo } from './hand-over.mjs';
import { endWithNpm } from './npm-watch.mjs';
import { findRedisServer, startPrivateRedis } from './private-redis.mjs';
import { ensureBuilt, ensureGenerated, ensureInstalled, setUpOrExit } from './setup.mjs';

setUpOrExit(ensureInstalled, ensureGenerated, ensureBuilt);
endWithNpm();
// By way of exit(), which tells the servers to stop; a signal's own default would not.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'])
  process.on(signal, () => process.exit(128 + constants.signals[signal]));

// Only now: these stand on what was just built.
const { default: startPostgres } = await import('../test/support/global-setup.mjs');
const { default: stopPostgres } = await import('../test/support/global-teardown.mjs');

const program = process.env.REDIS_URL ? undefined : findRedisServer();
const redis = program === undefined ? undefined : await startPrivateRedis(program);
if (redis !== undefined) process.env.REDIS_URL = redis.url;
await startPostgres();
try {
  await handOverTo('dist/test/bench/main.js');
} finally {
  await stopPostgres();
  await redis?.stop();
}
