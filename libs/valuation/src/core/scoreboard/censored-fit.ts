import { ok, type Result } from '#libs/kernel';
import { censoredRegression } from '../pricing/approaches/censored-regression.js';
import { refuseScore, type ScoreRefusal } from './score-figure.js';

/** Outcomes on the log scale: seen, or known only to lie below a bound. */
export interface CensoredSample {
  readonly seen: readonly number[];
  readonly below: readonly number[];
}

/** Two parameters of which one is a spread: fewer sales leave its tail, and so the censored part, to guesswork. */
const SALES_MIN = 10;
/** Beyond this the centre is an extrapolation far below anything that was seen. */
const UNSOLD_SHARE_MAX = 0.8;

/** Centre and spread of the normal distribution that a sample with censored values comes from (Tobin, 1958). */
export function censoredFit({
  seen,
  below,
}: CensoredSample): Result<{ readonly centre: number; readonly deviation: number }, ScoreRefusal> {
  const lots = seen.length + below.length;
  if (seen.length < SALES_MIN)
    return refuseScore('too-few-sales', `${String(seen.length)} sales; ${String(SALES_MIN)} are needed`);
  if (below.length > UNSOLD_SHARE_MAX * lots)
    return refuseScore('mostly-unsold', `${String(below.length)} of ${String(lots)} lots stayed unsold`);
  const known = (isBelow: boolean) => (y: number) => ({ x: [1], y, isBelow, weight: 1 });
  const { coefficients, deviation } = censoredRegression(
    [...seen.map(known(false)), ...below.map(known(true))],
    [0],
  );
  return ok({ centre: coefficients[0] ?? 0, deviation });
}
