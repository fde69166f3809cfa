import { ok, type Result, unreachable } from '#libs/kernel';
import type { RightTerms } from '../dossier/right-schema.js';
import type { PricingModel } from '../flows/pricing-model.js';
import type { PricingRefusal } from '../refusal.js';
import { HORIZON_MONTHS, shareWithin, TIME_GRID } from '../time-grid.js';
import { inferenceAccessValue } from './inference-access.js';
import { sharedByLicensees } from './non-exclusive.js';
import { type PricedPath, runningValue } from './path-value.js';
import { revenueShareValue } from './revenue-share.js';
import { EVERYWHERE, scopeShares, type UsagePlaces } from './scope.js';

/** What a right is worth on a path, and what performing it costs the seller there. */
export interface RightPricer {
  readonly valueOn: (path: PricedPath) => number;
  readonly costOn: (path: PricedPath) => number;
}

const BPS_PER_WHOLE = 10_000;
const free = (): number => 0;

/** How a right is priced; or why the dossier does not tell. Values are for one licence, in minor units. */
export function rightPricer(
  terms: RightTerms,
  places: UsagePlaces,
  model: PricingModel,
): Result<RightPricer, PricingRefusal> {
  switch (terms.kind) {
    case 'weights': {
      const scope = scopeShares(EVERYWHERE, places);
      return scope.ok ? ok(transfer(scope.value, HORIZON_MONTHS)) : scope;
    }
    case 'exclusive-licence': {
      const scope = scopeShares(terms, places);
      return scope.ok ? ok(transfer(scope.value, terms.termMonths)) : scope;
    }
    case 'usage-licence': {
      const scope = scopeShares(terms, places);
      return scope.ok ? ok(oneLicenceOf(terms.copies, transfer(scope.value, terms.termMonths))) : scope;
    }
    case 'inference-access':
      return ok(access(terms, model.feeShare));
    case 'revenue-share':
      return ok(sharePricer(terms, model));
    default:
      return unreachable(terms);
  }
}

/** The model for oneself over a term; nobody pays more for it than for building an equal one. */
function transfer(scope: Float64Array, termMonths: number): RightPricer {
  const within = shareWithin(termMonths);
  return { valueOn: (path) => path.underReplacement * runningValue(path, scope, within), costOn: free };
}

const oneLicenceOf = (copies: number, exclusive: RightPricer): RightPricer => ({
  valueOn: (path) => (sharedByLicensees(path.nonExclusiveShare, copies) / copies) * exclusive.valueOn(path),
  costOn: free,
});

function access(
  { callsPerMonth, termMonths }: { readonly callsPerMonth: number; readonly termMonths: number },
  feeShare: number,
): RightPricer {
  const right = { callsPerMonth, within: shareWithin(termMonths) };
  return {
    valueOn: (path) => inferenceAccessValue(path, right, feeShare).value,
    costOn: (path) => inferenceAccessValue(path, right, feeShare).costToServe,
  };
}

function sharePricer(
  terms: { readonly shareBps: number; readonly termMonths: number; readonly capMinor: bigint | null },
  { collectionPerYear }: PricingModel,
): RightPricer {
  const right = {
    share: terms.shareBps / BPS_PER_WHOLE,
    cap: terms.capMinor === null ? Number.POSITIVE_INFINITY : Number(terms.capMinor),
    within: shareWithin(terms.termMonths),
    collected: Float64Array.from(TIME_GRID, ({ midYears }) => Math.exp(-collectionPerYear * midYears)),
  };
  return { valueOn: (path) => revenueShareValue(path, right), costOn: free };
}
