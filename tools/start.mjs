/** `npm start`: everything in one process, from whatever state the checkout is in. */
import { constants } from 'node:os';
import { handOverTo } from './hand-over.mjs';
import { endWithNpm } from './npm-watch.mjs';
import { ensureBuilt, ensureGenerated, ensureInstalled, setUpOrExit } from './setup.mjs';

/**
 * Until the application listens to signals itself, one of them ends us by way of exit(): that still tells a
 * database which is just starting to stop, where the signal's own default would not.
 */
function exitOnEarlySignal() {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.on(signal, () => {
      if (process.listenerCount(signal) === 1) process.exit(128 + constants.signals[signal]);
    });
  }
}

setUpOrExit(ensureInstalled, ensureGenerated, ensureBuilt);
exitOnEarlySignal();
endWithNpm();
await handOverTo('dist/apps/standalone/src/main.js');
