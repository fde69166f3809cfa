import { sharedByLicensees } from '../rights/non-exclusive.js';
import type { DomainFlows, PathFlows } from './path-flows.js';

/** A right that others hold already, over what is left of its term. */
export type Encumbrance =
  | {
      readonly kind: 'exclusive-licence' | 'usage-licence';
      /** Part of each domain that it reaches. */
      readonly scope: Float64Array;
      /** Licensees; undefined for an exclusive one, who takes all of it. */
      readonly copies: number | undefined;
      /** Part of each step that lies within the rest of the term. */
      readonly within: Float64Array;
    }
  | { readonly kind: 'inference-access'; readonly callsPerMonth: number; readonly within: Float64Array }
  | {
      readonly kind: 'revenue-share';
      readonly share: number;
      /** What it may still bring in all. */
      readonly cap: number;
      readonly within: Float64Array;
    };

/**
 * Takes out of a path what belongs to others: licensees serve their part of the demand themselves; calls of granted
 * access are served for nothing; shared receipts are paid on. Every encumbrance takes, none gives, so no step is
 * worth more than before. Works on `flows` in place.
 */
export function encumber(
  flows: PathFlows,
  encumbrances: readonly Encumbrance[],
  path: { readonly nonExclusiveShare: number; readonly feeShare: number },
  monthsOfStep: Float64Array,
): void {
  for (const encumbrance of encumbrances) {
    if (encumbrance.kind === 'inference-access')
      giveAccess(flows, encumbrance.callsPerMonth, encumbrance.within, path.feeShare, monthsOfStep);
    else if (encumbrance.kind === 'revenue-share') payOn(flows, encumbrance);
    else {
      const taken =
        encumbrance.copies === undefined ? 1 : sharedByLicensees(path.nonExclusiveShare, encumbrance.copies);
      yieldDemand(flows, encumbrance.scope, taken, encumbrance.within);
    }
  }
}

function yieldDemand(flows: PathFlows, scope: Float64Array, taken: number, within: Float64Array): void {
  for (const [which, domain] of flows.domains.entries()) {
    const reach = taken * (scope[which] ?? 0);
    for (let step = 0; step < flows.runningSteps; step++) keep(domain, step, 1 - reach * (within[step] ?? 0));
  }
}

function keep({ calls, receipts, contribution }: DomainFlows, step: number, share: number): void {
  calls[step] = (calls[step] ?? 0) * share;
  receipts[step] = (receipts[step] ?? 0) * share;
  contribution[step] = (contribution[step] ?? 0) * share;
}

function giveAccess(
  { domains, runningSteps }: PathFlows,
  callsPerMonth: number,
  within: Float64Array,
  feeShare: number,
  monthsOfStep: Float64Array,
): void {
  for (let step = 0; step < runningSteps; step++) {
    const served = domains.reduce((sum, { calls }) => sum + (calls[step] ?? 0), 0);
    const given = callsPerMonth * (monthsOfStep[step] ?? 0) * (within[step] ?? 0);
    const share = served > 0 ? Math.min(given / served, 1) : 0;
    for (const { calls, receipts, contribution } of domains) {
      const lost = (receipts[step] ?? 0) * share;
      calls[step] = (calls[step] ?? 0) * (1 - share);
      receipts[step] = (receipts[step] ?? 0) - lost;
      contribution[step] = (contribution[step] ?? 0) - lost * (1 - feeShare);
    }
  }
}

function payOn(
  { domains, runningSteps }: PathFlows,
  { share, cap, within }: { readonly share: number; readonly cap: number; readonly within: Float64Array },
): void {
  let left = cap;
  for (let step = 0; step < runningSteps && left > 0; step++) {
    const received = domains.reduce((sum, { receipts }) => sum + (receipts[step] ?? 0), 0);
    const due = Math.min(share * (within[step] ?? 0) * received, left);
    left -= due;
    for (const { receipts, contribution } of domains)
      if (received > 0)
        contribution[step] = (contribution[step] ?? 0) - (due * (receipts[step] ?? 0)) / received;
  }
}
