import type { PathDraws } from './path-draws.js';
import type { AbandonmentPolicy, HolderState } from './abandonment.js';
import { type DomainPath, emptyDomainPath, followDomain } from './domain-path.js';
import type { PricingModel } from './pricing-model.js';
import { STEP_COUNT, TIME_GRID } from '../time-grid.js';

/** What one domain brings on one path, step by step, in minor units; nothing after the end. */
export interface DomainFlows {
  /** Calls that are served: those of steps in which a call brings more than it costs. */
  readonly calls: Float64Array;
  /** What customers pay for them. */
  readonly receipts: Float64Array;
  /** What is left of the receipts after fee and cost to serve. Never negative. */
  readonly contribution: Float64Array;
}

/** What the model brings on one path to whoever holds all of it. */
export interface PathFlows {
  readonly domains: readonly DomainFlows[];
  readonly fixedCost: Float64Array;
  /** Steps before platform or law end everything, or the holder gives up. */
  runningSteps: number;
}

export const emptyFlows = (domainCount: number): PathFlows => ({
  domains: Array.from({ length: domainCount }, () => ({
    calls: new Float64Array(STEP_COUNT),
    receipts: new Float64Array(STEP_COUNT),
    contribution: new Float64Array(STEP_COUNT),
  })),
  fixedCost: new Float64Array(STEP_COUNT),
  runningSteps: 0,
});

/** One path, followed: its courses and what they bring. Used again for the next path. */
export interface WalkedPath {
  readonly domains: readonly DomainPath[];
  readonly flows: PathFlows;
}

export const emptyWalk = (domainCount: number): WalkedPath => ({
  domains: Array.from({ length: domainCount }, emptyDomainPath),
  flows: emptyFlows(domainCount),
});

/** Follows path `index` to the horizon and settles what it brings, into `walk`. */
export function walkPath(
  model: PricingModel,
  draws: PathDraws,
  index: number,
  policy: AbandonmentPolicy,
  walk: WalkedPath,
): void {
  for (let which = 0; which < walk.domains.length; which++) {
    const path = walk.domains[which];
    if (path !== undefined) followDomain(model, which, draws, index, path);
  }
  settle(model, walk, draws.terminationYears[index] ?? 0, policy);
}

/**
 * Serves a domain in every step in which a call brings more than it costs, which anybody can see at the time, and
 * ends with the termination or when the policy gives up.
 */
function settle(
  model: PricingModel,
  walk: WalkedPath,
  terminationYears: number,
  policy: AbandonmentPolicy,
): void {
  const { domains, flows } = walk;
  clear(flows);
  for (let step = 0; step < STEP_COUNT; step++) {
    const { lengthMonths = 0, midYears = 0 } = TIME_GRID[step] ?? {};
    if (midYears >= terminationYears) break;
    if (model.fixedPerMonth > 0 && !policy.goesOn(step, stateAt(model, domains, step))) break;
    for (let which = 0; which < domains.length; which++) serve(model, walk, which, step, lengthMonths);
    flows.fixedCost[step] = model.fixedPerMonth * lengthMonths;
    flows.runningSteps = step + 1;
  }
}

function clear(flows: PathFlows): void {
  flows.runningSteps = 0;
  flows.fixedCost.fill(0);
  for (const { calls, receipts, contribution } of flows.domains) {
    calls.fill(0);
    receipts.fill(0);
    contribution.fill(0);
  }
}

function serve(
  model: PricingModel,
  { domains, flows }: WalkedPath,
  which: number,
  step: number,
  months: number,
): void {
  const path = domains[which];
  const out = flows.domains[which];
  if (path === undefined || out === undefined) return;
  const margin = marginOf(model, which, path, step + 1);
  if (margin <= 0) return;
  const calls = (path.demand[step + 1] ?? 0) * months;
  out.calls[step] = calls;
  out.receipts[step] = calls * (path.pricePerCall[step + 1] ?? 0);
  out.contribution[step] = calls * margin;
}

/** What one call brings after fee and cost to serve. */
const marginOf = (model: PricingModel, which: number, path: DomainPath, sample: number): number =>
  (path.pricePerCall[sample] ?? 0) * (1 - model.feeShare) - (model.domains[which]?.servePerCall[sample] ?? 0);

/** The state that the holder sees in the middle of a step. */
export function stateAt(model: PricingModel, domains: readonly DomainPath[], step: number): HolderState {
  let contribution = 0;
  let calls = 0;
  let right = 0;
  for (let which = 0; which < domains.length; which++) {
    const path = domains[which];
    if (path === undefined) continue;
    const demand = path.demand[step + 1] ?? 0;
    contribution += demand * Math.max(marginOf(model, which, path, step + 1), 0);
    calls += demand;
    right += demand * (path.quality[step + 1] ?? 0);
  }
  return { coverage: contribution / model.fixedPerMonth, quality: calls > 0 ? right / calls : 0 };
}
