import { keepPath, type CurveSamples } from '../curves/curve-samples.js';
import { type PricedPath, runningValue } from '../rights/path-value.js';
import type { RightPricer } from '../rights/right-pricer.js';
import { STEP_COUNT, TIME_GRID } from '../time-grid.js';
import type { AbandonmentPolicy } from './abandonment.js';
import { encumber, type Encumbrance } from './encumbrance.js';
import type { PathDraws } from './path-draws.js';
import { emptyFlows, emptyWalk, type PathFlows, walkPath } from './path-flows.js';
import type { PricingModel } from './pricing-model.js';
import { addStairs, STAIRS } from './staircase.js';

/** What is to be priced on the paths, besides the whole. */
export interface Questions {
  readonly rights: readonly RightPricer[];
  readonly encumbrances: readonly Encumbrance[];
  /** Cost of building an equal model; infinite where it is not known. */
  readonly replacementCost: number;
}

/** Values over paths, in minor units, in the order of the paths. */
export interface PathValues {
  /** The whole, free of what others hold, before the cost of an equal model caps it. */
  readonly uncapped: Float64Array;
  /** … and with that cap. */
  readonly whole: Float64Array;
  /** With what others hold, capped likewise. */
  readonly encumbered: Float64Array;
  readonly rights: readonly Float64Array[];
  /** Mean cost to the seller of performing each right. */
  readonly rightCosts: readonly number[];
  /** Mean level of each of {@link STAIRS}. */
  readonly stairs: Float64Array;
}

const discountFactors = (rate: number): Float64Array =>
  Float64Array.from(TIME_GRID, ({ midYears }) => (1 + rate) ** -midYears);

/** Follows every path once and prices everything on it: all rights share their paths, so that they are coherent. */
export function simulate(
  model: PricingModel,
  draws: PathDraws,
  policy: AbandonmentPolicy,
  questions: Questions,
  samples: CurveSamples,
): PathValues {
  const { count } = draws;
  const setting = settingOf(model);
  const walk = emptyWalk(model.domains.length);
  const held = emptyFlows(model.domains.length);
  const values = {
    uncapped: new Float64Array(count),
    whole: new Float64Array(count),
    encumbered: new Float64Array(count),
    rights: questions.rights.map(() => new Float64Array(count)),
    rightCosts: questions.rights.map(() => 0),
    stairs: new Float64Array(STAIRS.length),
  };
  for (let index = 0; index < count; index++) {
    walkPath(model, draws, index, policy, walk);
    keepPath(samples, model, walk.domains, index);
    addStairs(model, walk, draws.terminationYears[index] ?? 0, setting.discount, values.stairs);
    const nonExclusiveShare = draws.nonExclusiveShare[index] ?? 0;
    const free = { ...setting, flows: walk.flows, nonExclusiveShare, underReplacement: 1 };
    const uncapped = runningValue(free, setting.everywhere, setting.always);
    values.uncapped[index] = uncapped;
    values.whole[index] = Math.min(uncapped, questions.replacementCost);
    const path = heldPath(free, model, questions, held, setting);
    const encumbered = runningValue(path, setting.everywhere, setting.always);
    values.encumbered[index] = Math.min(encumbered, questions.replacementCost);
    const underReplacement = encumbered > 0 ? Math.min(questions.replacementCost / encumbered, 1) : 1;
    priceRights({ ...path, underReplacement }, questions.rights, index, values);
  }
  for (let stair = 0; stair < STAIRS.length; stair++)
    values.stairs[stair] = (values.stairs[stair] ?? 0) / count;
  for (let right = 0; right < values.rightCosts.length; right++)
    values.rightCosts[right] = (values.rightCosts[right] ?? 0) / count;
  return values;
}

/** What all paths have in common. */
interface Setting {
  readonly discount: Float64Array;
  readonly monthsOfStep: Float64Array;
  readonly fixedCostShares: Float64Array;
  /** The scope of the whole. */
  readonly everywhere: Float64Array;
  /** The term of the whole. */
  readonly always: Float64Array;
}

const settingOf = ({ domains, discountRate }: PricingModel): Setting => ({
  discount: discountFactors(discountRate),
  monthsOfStep: Float64Array.from(TIME_GRID, ({ lengthMonths }) => lengthMonths),
  fixedCostShares: Float64Array.from(domains, ({ fixedCostShare }) => fixedCostShare),
  everywhere: new Float64Array(domains.length).fill(1),
  always: new Float64Array(STEP_COUNT).fill(1),
});

/** The same path with what others hold taken out; the very same where nobody holds anything. */
function heldPath(
  free: PricedPath,
  { feeShare }: PricingModel,
  { encumbrances }: Questions,
  held: PathFlows,
  { monthsOfStep }: Setting,
): PricedPath {
  if (encumbrances.length === 0) return free;
  copyFlows(free.flows, held);
  encumber(held, encumbrances, { nonExclusiveShare: free.nonExclusiveShare, feeShare }, monthsOfStep);
  return { ...free, flows: held };
}

function copyFlows(from: PathFlows, to: PathFlows): void {
  to.runningSteps = from.runningSteps;
  to.fixedCost.set(from.fixedCost);
  for (const [which, { calls, receipts, contribution }] of from.domains.entries()) {
    to.domains[which]?.calls.set(calls);
    to.domains[which]?.receipts.set(receipts);
    to.domains[which]?.contribution.set(contribution);
  }
}

function priceRights(
  path: PricedPath,
  rights: readonly RightPricer[],
  index: number,
  values: { readonly rights: readonly Float64Array[]; readonly rightCosts: number[] },
): void {
  for (const [right, pricer] of rights.entries()) {
    const priced = values.rights[right];
    if (priced !== undefined) priced[index] = pricer.valueOn(path);
    values.rightCosts[right] = (values.rightCosts[right] ?? 0) + pricer.costOn(path);
  }
}
