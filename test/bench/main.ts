import { describeMachine } from './machine.js';
import { say } from './report.js';

/** One line a capability. */
const BENCHES: Readonly<Record<string, () => Promise<{ readonly bench: () => Promise<void> }>>> = {
  attribution: () => import('./attribution.js'),
  auction: () => import('./auction.js'),
  evaluation: () => import('./evaluation.js'),
  forecast: () => import('./forecast-coverage.js'),
  ledger: () => import('./ledger.js'),
  valuation: () => import('./valuation.js'),
};

const [name = ''] = process.argv.slice(2);
const load = Object.hasOwn(BENCHES, name) ? BENCHES[name] : undefined;
if (load === undefined) {
  process.stderr.write(`Usage: npm run bench -- ${Object.keys(BENCHES).join('|')}\n`);
  process.exitCode = 2;
} else {
  say(describeMachine());
  await (await load()).bench();
}
