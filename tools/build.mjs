/** `npm run build`: packages, database client, dist/. */
import { ensureBuilt, ensureGenerated, ensureInstalled, setUpOrExit } from './setup.mjs';

setUpOrExit(ensureInstalled, ensureGenerated, ensureBuilt);
console.error('The build is up to date.');
