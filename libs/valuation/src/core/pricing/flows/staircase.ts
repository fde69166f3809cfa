import { HORIZON_MONTHS, STEP_COUNT, TIME_GRID } from '../time-grid.js';
import type { PricingModel } from './pricing-model.js';
import type { WalkedPath } from './path-flows.js';

/**
 * The facts that lead from today's receipts to a present value, in the order in which they are taken in. Each
 * level of the staircase knows one fact more than the one before.
 */
export const STAIRS = [
  'receipts-as-today',
  'usage-decay',
  'quality-decay',
  'rivals-and-attrition',
  'substitute-price',
  'fee',
  'cost-to-serve',
  'right-to-pause',
  'platform-and-deletion',
  'fixed-cost',
  'right-to-give-up',
  'discounting',
] as const;

export type StairName = (typeof STAIRS)[number];

/** Adds the levels of one path to `levels`, one entry for each of {@link STAIRS}, in minor units. */
export function addStairs(
  model: PricingModel,
  walk: WalkedPath,
  terminationYears: number,
  discount: Float64Array,
  levels: Float64Array,
): void {
  for (let which = 0; which < walk.domains.length; which++)
    addDomain(model, walk, which, terminationYears, discount, levels);
  let running = 0;
  let discounted = 0;
  let unending = 0;
  for (let step = 0; step < STEP_COUNT; step++) {
    const { midYears = 0, lengthMonths = 0 } = TIME_GRID[step] ?? {};
    if (midYears < terminationYears) unending += model.fixedPerMonth * lengthMonths;
    running += walk.flows.fixedCost[step] ?? 0;
    discounted += (discount[step] ?? 0) * (walk.flows.fixedCost[step] ?? 0);
  }
  add(levels, 'fixed-cost', -unending);
  add(levels, 'right-to-give-up', -running);
  add(levels, 'discounting', -discounted);
}

const STAIR_INDEX = Object.fromEntries(STAIRS.map((name, index) => [name, index])) as Readonly<
  Record<StairName, number>
>;

function add(levels: Float64Array, stair: StairName, amount: number): void {
  const index = STAIR_INDEX[stair];
  levels[index] = (levels[index] ?? 0) + amount;
}

function addDomain(
  { domains, feeShare }: PricingModel,
  walk: WalkedPath,
  which: number,
  terminationYears: number,
  discount: Float64Array,
  levels: Float64Array,
): void {
  const path = walk.domains[which];
  const flows = walk.flows.domains[which];
  const domain = domains[which];
  if (path === undefined || flows === undefined || domain === undefined) return;
  const { forecastCalls, afterQuality, demand, pricePerCall } = path;
  const priceToday = pricePerCall[0] ?? 0;
  const sums = { usage: 0, quality: 0, demand: 0, price: 0, margin: 0, paused: 0, alive: 0 };
  let running = 0;
  let discounted = 0;
  for (let step = 0; step < STEP_COUNT; step++) {
    const { lengthMonths: months = 0, midYears = 0 } = TIME_GRID[step] ?? {};
    const sample = step + 1;
    const price = pricePerCall[sample] ?? 0;
    const calls = (demand[sample] ?? 0) * months;
    const margin = price * (1 - feeShare) - (domain.servePerCall[sample] ?? 0);
    const paused = margin > 0 ? calls * margin : 0;
    sums.usage += (forecastCalls[sample] ?? 0) * months;
    sums.quality += (afterQuality[sample] ?? 0) * months;
    sums.demand += calls;
    sums.price += calls * price;
    sums.margin += calls * margin;
    sums.paused += paused;
    if (midYears < terminationYears) sums.alive += paused;
    running += flows.contribution[step] ?? 0;
    discounted += (discount[step] ?? 0) * (flows.contribution[step] ?? 0);
  }
  add(levels, 'receipts-as-today', domain.callsToday * priceToday * HORIZON_MONTHS);
  add(levels, 'usage-decay', sums.usage * priceToday);
  add(levels, 'quality-decay', sums.quality * priceToday);
  add(levels, 'rivals-and-attrition', sums.demand * priceToday);
  add(levels, 'substitute-price', sums.price);
  add(levels, 'fee', sums.price * (1 - feeShare));
  add(levels, 'cost-to-serve', sums.margin);
  add(levels, 'right-to-pause', sums.paused);
  add(levels, 'platform-and-deletion', sums.alive);
  add(levels, 'fixed-cost', sums.alive);
  add(levels, 'right-to-give-up', running);
  add(levels, 'discounting', discounted);
}
