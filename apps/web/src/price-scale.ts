import { assertDefined } from '#libs/kernel';

/** What stands on the price bar, in the order in which it is listed below it. */
export type PriceMark = {
  readonly key: 'p10' | 'p50' | 'p90' | 'reserve' | 'hammer';
  readonly amountMinor: bigint;
};

/** A mark with its place on the bar: 0 is nothing, 100 the right end. */
export type PlacedMark = PriceMark & { readonly percent: number };

/** Free space behind the highest mark, as a share of it. */
const HEADROOM = 12n;
const PARTS = 100_000n;

/** Places marks on one scale that begins at nothing: lengths can then be compared with each other. */
export function placeMarks(marks: readonly PriceMark[]): readonly PlacedMark[] {
  const highest = highestOf(marks.map(({ amountMinor }) => amountMinor));
  const end = highest + highest / HEADROOM + 1n;
  return marks.map((mark) => ({ ...mark, percent: percentOf(mark.amountMinor, end) }));
}

/** The highest of some amounts; nothing where none is higher. */
export const highestOf = (amountsMinor: readonly (bigint | string)[]): bigint =>
  amountsMinor.map(BigInt).reduce((max, amountMinor) => (amountMinor > max ? amountMinor : max), 0n);

/** Where an amount stands on a scale from nothing to its end, in per cent; amounts below nothing stand at nothing. */
export const percentOf = (amountMinor: bigint, endMinor: bigint): number =>
  amountMinor <= 0n || endMinor <= 0n ? 0 : Number((amountMinor * PARTS) / endMinor) / Number(PARTS / 100n);

/** One step of a bridge as a bar: where it starts, how long it is, and which way it goes. */
export type BridgeBar = {
  readonly step: string;
  readonly amountMinor: bigint;
  readonly startPercent: number;
  readonly lengthPercent: number;
};

/** The steps of a bridge as a staircase: each begins where the one before ended. */
export function bridgeBars(
  steps: readonly { readonly step: string; readonly amountMinor: string }[],
): readonly BridgeBar[] {
  const levels = [0n];
  for (const { amountMinor } of steps) levels.push((levels.at(-1) ?? 0n) + BigInt(amountMinor));
  const lowest = levels.reduce((min, level) => (level < min ? level : min), 0n);
  const highest = levels.reduce((max, level) => (level > max ? level : max), 1n);
  const place = (level: bigint): number => percentOf(level - lowest, highest - lowest);
  return steps.map(({ step, amountMinor }, index) => {
    const from = place(assertDefined(levels[index], 'a level before each step'));
    const to = place(assertDefined(levels[index + 1], 'a level after each step'));
    return {
      step,
      amountMinor: BigInt(amountMinor),
      startPercent: Math.min(from, to),
      lengthPercent: Math.abs(to - from),
    };
  });
}
