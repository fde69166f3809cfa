import { splitGrowingTotal } from './growing-split.js';
import { ruleOf, takenBy } from './step-take.js';
import type { Waterfall, WaterfallBranch, WaterfallEnd, WaterfallStep } from './waterfall-terms.js';

/** Money that came in under an agreement; a refund of it is negative. */
export type Receipt = { readonly atMs: number; readonly amountMinor: bigint };

/** Where money stands at one time. The lines of a waterfall sum to all that came in. */
export type WaterfallLine = {
  /** Ids from the top of the terms down to the place, joined by slashes. */
  readonly path: string;
  readonly kind: WaterfallStep['kind'] | 'pay';
  /** Nobody's yet, where it is held back. */
  readonly payee: string | null;
  /** All that ever arrived at the place. */
  readonly inflowMinor: bigint;
  readonly rule: string;
  /** All that ever went to the payee from here; of a holdback what is held now. */
  readonly totalMinor: bigint;
};

/** The total that had arrived somewhere at a time. */
type Inflow = (asOfMs: number) => bigint;

/**
 * Runs all receipts up to a time through the terms. Only their cumulative totals count, so neither the order nor the
 * batching of receipts makes a difference, and no step takes back what it gave while receipts grow. Payouts are the
 * differences of two such allocations. Terms must pass `waterfallFault`.
 */
export function allocate(
  terms: Waterfall,
  receipts: readonly Receipt[],
  asOfMs: number,
): readonly WaterfallLine[] {
  return linesOf(terms, cumulative(receipts), asOfMs, '');
}

function linesOf(
  { steps, end }: Waterfall,
  arriving: Inflow,
  asOfMs: number,
  path: string,
): readonly WaterfallLine[] {
  const lines: WaterfallLine[] = [];
  let inflow = arriving;
  for (const step of steps) {
    const [above, inflowMinor] = [inflow, inflow(asOfMs)];
    inflow = leftBy(step, above);
    lines.push({
      path: `${path}/${step.id}`,
      kind: step.kind,
      payee: step.kind === 'holdback' ? null : step.payee,
      inflowMinor,
      rule: ruleOf(step),
      totalMinor: inflowMinor - inflow(asOfMs),
    });
  }
  return [...lines, ...endLines(end, inflow, asOfMs, `${path}/${end.id}`)];
}

/** What arrives below a step: a holdback gives up what it took of receipts that are older than its window. */
const leftBy =
  (step: WaterfallStep, above: Inflow): Inflow =>
  (asOfMs) => {
    const inflowMinor = above(asOfMs);
    const taken = takenBy(step, inflowMinor);
    if (step.kind !== 'holdback') return inflowMinor - taken;
    const matured = takenBy(step, above(asOfMs - step.windowMs));
    return inflowMinor - taken + (matured < taken ? matured : taken);
  };

function endLines(end: WaterfallEnd, inflow: Inflow, asOfMs: number, path: string): readonly WaterfallLine[] {
  if (end.kind === 'split') return branchLines(end.branches, inflow, asOfMs, path);
  const inflowMinor = inflow(asOfMs);
  return [{ path, kind: 'pay', payee: end.payee, inflowMinor, rule: 'inflow', totalMinor: inflowMinor }];
}

function branchLines(
  branches: readonly WaterfallBranch[],
  inflow: Inflow,
  asOfMs: number,
  path: string,
): readonly WaterfallLine[] {
  const claims = branches.map(({ id, weight }) => ({ key: `${path}/${id}`, weight }));
  const splits = new Map<number, readonly bigint[]>();
  const splitAt = (ms: number): readonly bigint[] => {
    const parts = splits.get(ms) ?? splitGrowingTotal(inflow(ms), claims);
    splits.set(ms, parts);
    return parts;
  };
  return branches.flatMap(({ id, waterfall }, index) =>
    linesOf(waterfall, (ms) => splitAt(ms)[index] ?? 0n, asOfMs, `${path}/${id}`),
  );
}

/** Receipts as a running total over time, never below zero. */
function cumulative(receipts: readonly Receipt[]): Inflow {
  const totals: { readonly atMs: number; readonly totalMinor: bigint }[] = [];
  for (const { atMs, amountMinor } of [...receipts].sort((a, b) => a.atMs - b.atMs))
    totals.push({ atMs, totalMinor: (totals.at(-1)?.totalMinor ?? 0n) + amountMinor });
  return (asOfMs) => {
    let [low, high] = [0, totals.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((totals[middle]?.atMs ?? 0) <= asOfMs) low = middle + 1;
      else high = middle;
    }
    const total = totals[low - 1]?.totalMinor ?? 0n;
    return total > 0n ? total : 0n;
  };
}
