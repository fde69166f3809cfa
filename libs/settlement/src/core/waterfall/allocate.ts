import { PPB } from '#core/attribution';
import { type Flow, flowOf, type Inflow } from './inflow.js';
import { splitGrowingTotal } from './growing-split.js';
import { provisionalPayout } from './provisional-payout.js';
import type { Receipt } from './receipt.js';
import { shareRule, shareTakes } from './share-takes.js';
import { ruleOf, takenBy } from './step-take.js';
import type {
  AgreedStep,
  RevenueShares,
  Waterfall,
  WaterfallBranch,
  WaterfallEnd,
  WaterfallStep,
  WeightedShares,
} from './waterfall-terms.js';

/** Where money stands at one time. The lines of a waterfall sum to all that came in. */
export type WaterfallLine = {
  /** Ids from the top of the terms down to the place, joined by slashes. */
  readonly path: string;
  readonly kind: WaterfallStep['kind'] | 'pay' | 'held';
  /** Nobody's yet, where it is held. */
  readonly payee: string | null;
  /** All that ever arrived at the place. */
  readonly inflowMinor: bigint;
  readonly rule: string;
  /** All that ever went to the payee from here; where it is held, what is held now. */
  readonly totalMinor: bigint;
};

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
  return linesOf(terms, flowOf(receipts), asOfMs, '');
}

/**
 * The times at which totals of receipts count for an allocation, ascending: receipts between two of them may be put
 * together into one, charges and refunds apart, without changing anything.
 */
export function timesThatCount(terms: Waterfall, asOfMs: number): readonly number[] {
  const times = new Set<number>();
  const recording: Inflow = (ms) => {
    times.add(ms);
    return 0n;
  };
  linesOf(terms, { gross: recording, net: recording }, asOfMs, '');
  return [...times].sort((a, b) => a - b);
}

function linesOf(
  { steps, end }: Waterfall,
  arriving: Flow,
  asOfMs: number,
  path: string,
): readonly WaterfallLine[] {
  const lines: WaterfallLine[] = [];
  let flow = arriving;
  for (const step of steps) {
    const above = flow;
    flow = leftBy(step, above);
    const at = `${path}/${step.id}`;
    if (step.kind === 'revenue-shares') lines.push(...shareLines(step, above.net, asOfMs, at));
    else lines.push(stepLine(step, above.net(asOfMs), flow.net(asOfMs), at));
  }
  return [...lines, ...endLines(end, flow, asOfMs, `${path}/${end.id}`)];
}

const stepLine = (step: AgreedStep, inflowMinor: bigint, leftMinor: bigint, path: string): WaterfallLine => ({
  path,
  kind: step.kind,
  payee: step.kind === 'holdback' ? null : step.payee,
  inflowMinor,
  rule: ruleOf(step),
  totalMinor: inflowMinor - leftMinor,
});

const shareLines = (
  { kind, shares }: RevenueShares,
  arriving: Inflow,
  asOfMs: number,
  path: string,
): readonly WaterfallLine[] =>
  shareTakes(shares, arriving, asOfMs).map(({ share, inflowMinor, totalMinor }) => ({
    path: `${path}/${share.payee}`,
    kind,
    payee: share.payee,
    inflowMinor,
    rule: shareRule(share),
    totalMinor,
  }));

/** What arrives below a step. A holdback whose refunds come from what is held gives up no less for them. */
function leftBy(step: WaterfallStep, { gross, net }: Flow): Flow {
  if (step.kind === 'revenue-shares')
    return { gross: leftByShares(step, gross), net: leftByShares(step, net) };
  if (step.kind !== 'holdback' || step.refunds === undefined)
    return { gross: leftByStep(step, gross), net: leftByStep(step, net) };
  const released = leftByStep(step, gross);
  return { gross: released, net: (asOfMs) => least(released(asOfMs), net(asOfMs)) };
}

/** Remembered: every place below asks for the same few times, and there may be thousands of shares. */
function leftByShares({ shares }: RevenueShares, above: Inflow): Inflow {
  const known = new Map<number, bigint>();
  return (asOfMs) => {
    const left =
      known.get(asOfMs) ??
      shareTakes(shares, above, asOfMs).reduce((rest, { totalMinor }) => rest - totalMinor, above(asOfMs));
    known.set(asOfMs, left);
    return left;
  };
}

/** A holdback gives up what it took of receipts that are older than its window. */
const leftByStep =
  (step: AgreedStep, above: Inflow): Inflow =>
  (asOfMs) => {
    const inflowMinor = above(asOfMs);
    const taken = takenBy(step, inflowMinor);
    if (step.kind !== 'holdback') return inflowMinor - taken;
    return inflowMinor - taken + least(takenBy(step, above(asOfMs - step.windowMs)), taken);
  };

function endLines(end: WaterfallEnd, flow: Flow, asOfMs: number, path: string): readonly WaterfallLine[] {
  if (end.kind === 'split') return branchLines(end.branches, flow, asOfMs, path);
  const inflowMinor = flow.net(asOfMs);
  if (end.kind === 'shares') return weightedLines(end, inflowMinor, asOfMs, path);
  return [{ path, kind: 'pay', payee: end.payee, inflowMinor, rule: 'inflow', totalMinor: inflowMinor }];
}

/** Shares by their lower bounds while they are uncertain, then by their weights. */
function weightedLines(
  { untilMs, shares }: WeightedShares,
  inflowMinor: bigint,
  asOfMs: number,
  path: string,
): readonly WaterfallLine[] {
  const line = (payee: string, rule: string, totalMinor: bigint): WaterfallLine => ({
    path: `${path}/${payee}`,
    kind: 'pay',
    payee,
    inflowMinor,
    rule,
    totalMinor,
  });
  if (untilMs === null || asOfMs >= untilMs) {
    const parts = splitGrowingTotal(
      inflowMinor,
      shares.map(({ payee, weight }) => ({ key: payee, weight })),
    );
    return shares.map(({ payee, weight }, index) =>
      line(payee, `nearest whole part by weight ${weight.toString()}`, parts[index] ?? 0n),
    );
  }
  const bounds = shares.map(({ payee, lowerPpb }) => ({ key: payee, lowerPpb }));
  const { lines, heldMinor } = provisionalPayout(inflowMinor, bounds);
  return [
    ...shares.map(({ payee, lowerPpb }, index) =>
      line(payee, `floor(inflow * ${String(lowerPpb)} / ${String(PPB)})`, lines[index]?.paidMinor ?? 0n),
    ),
    {
      path: `${path}/held`,
      kind: 'held',
      payee: null,
      inflowMinor,
      rule: 'what no lower bound covers',
      totalMinor: heldMinor,
    },
  ];
}

function branchLines(
  branches: readonly WaterfallBranch[],
  { gross, net }: Flow,
  asOfMs: number,
  path: string,
): readonly WaterfallLine[] {
  const claims = branches.map(({ id, weight }) => ({ key: `${path}/${id}`, weight }));
  const splitAt = (inflow: Inflow): ((ms: number) => readonly bigint[]) => {
    const splits = new Map<number, readonly bigint[]>();
    return (ms) => {
      const parts = splits.get(ms) ?? splitGrowingTotal(inflow(ms), claims);
      splits.set(ms, parts);
      return parts;
    };
  };
  const [grossAt, netAt] = [splitAt(gross), splitAt(net)];
  return branches.flatMap(({ id, waterfall }, index) =>
    linesOf(
      waterfall,
      { gross: (ms) => grossAt(ms)[index] ?? 0n, net: (ms) => netAt(ms)[index] ?? 0n },
      asOfMs,
      `${path}/${id}`,
    ),
  );
}

const least = (a: bigint, b: bigint): bigint => (a < b ? a : b);
