import { nonlinearFits } from './fitting/nonlinear-fits.js';
import { fullValuation } from './full-valuation.js';
import { say } from './report.js';

/** What fits and valuations take, and how many digits of certified fits are right. */
export function bench(): Promise<void> {
  nonlinearFits();
  fullValuation();
  say('\nCoverage of forecasts: npm run bench -- forecast');
  return Promise.resolve();
}
