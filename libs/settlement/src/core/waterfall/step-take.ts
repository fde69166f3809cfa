import type { AgreedStep } from './waterfall-terms.js';

const BPS = 10_000n;

/**
 * What a step takes of a cumulative inflow. Every step takes a unit or none of each unit more that arrives: neither
 * what it takes nor what it leaves ever shrinks while the inflow grows. A holdback takes what it would hold if all
 * of it were new.
 */
export function takenBy(step: AgreedStep, inflowMinor: bigint): bigint {
  switch (step.kind) {
    case 'fee':
      return least(portion(inflowMinor, step.bps), step.capMinor ?? inflowMinor);
    case 'withholding':
    case 'holdback':
      return portion(inflowMinor, step.bps);
    case 'expense':
      return least(inflowMinor, step.amountMinor);
    case 'recoupment':
      return least(portion(inflowMinor, step.bps), step.balanceMinor);
    case 'tiers':
      return inTiers(step.tiers, inflowMinor);
  }
}

/** How the figure comes about, as it is written into a statement. */
export function ruleOf(step: AgreedStep): string {
  switch (step.kind) {
    case 'fee':
      return step.capMinor === null
        ? `floor(inflow * ${String(step.bps)} / 10000)`
        : `min(floor(inflow * ${String(step.bps)} / 10000), ${step.capMinor.toString()})`;
    case 'withholding':
    case 'holdback':
      return `floor(inflow * ${String(step.bps)} / 10000)`;
    case 'expense':
      return `min(inflow, ${step.amountMinor.toString()})`;
    case 'recoupment':
      return `min(floor(inflow * ${String(step.bps)} / 10000), ${step.balanceMinor.toString()})`;
    case 'tiers':
      return step.tiers
        .map(({ upToMinor, bps }) => `${String(bps)} bps up to ${upToMinor?.toString() ?? 'any amount'}`)
        .join(', ');
  }
}

const portion = (amount: bigint, bps: number): bigint => (amount * BigInt(bps)) / BPS;

const least = (a: bigint, b: bigint): bigint => (a < b ? a : b);

/** Each tier takes its part of what falls into it, rounded down by itself. */
function inTiers(
  tiers: readonly { readonly upToMinor: bigint | null; readonly bps: number }[],
  inflowMinor: bigint,
): bigint {
  let [taken, from] = [0n, 0n];
  for (const { upToMinor, bps } of tiers) {
    const to = least(inflowMinor, upToMinor ?? inflowMinor);
    if (to <= from) break;
    taken += portion(to - from, bps);
    from = to;
  }
  return taken;
}
