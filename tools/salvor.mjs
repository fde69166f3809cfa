/** `npm run -s salvor -- COMMAND`: the command line from a checkout. Set-up speaks on standard error only. */
import { handOverTo } from './hand-over.mjs';
import { ensureBuilt, ensureGenerated, ensureInstalled, setUpOrExit } from './setup.mjs';

setUpOrExit(ensureInstalled, ensureGenerated, ensureBuilt);
await handOverTo('dist/apps/cli/src/main.js');
