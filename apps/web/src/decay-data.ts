import type { Evidence } from './evidence.js';
import type { QualityPoint } from './valuation-document.js';

type Column = (number | null)[];

/** uPlot's columns: decimal years, then the lower edge, the middle and the upper edge of the fitted curve. */
export type DecayData = readonly [years: number[], lower: Column, middle: Column, upper: Column];

/** The years of all slices and of the curve on one axis; without a curve its columns are empty. */
export function decayData(evidence: readonly Evidence[], curve: readonly QualityPoint[]): DecayData {
  const years = new Set([
    ...evidence.flatMap(({ dated }) => dated.map(({ year }) => year)),
    ...curve.map(({ t }) => t),
  ]);
  const axis = [...years].sort((a, b) => a - b);
  const column = (of: 'lower' | 'q' | 'upper'): Column => axis.map((year) => heightAt(curve, year, of));
  return [axis, column('lower'), column('q'), column('upper')];
}

/** The curve between its points, in straight lines; null outside them. */
function heightAt(curve: readonly QualityPoint[], year: number, of: 'lower' | 'q' | 'upper'): number | null {
  const next = curve.findIndex(({ t }) => t >= year);
  const after = curve[next];
  if (after === undefined) return null;
  const before = curve[next - 1];
  if (before === undefined) return after.t === year ? after[of] : null;
  const share = (year - before.t) / (after.t - before.t);
  return before[of] + share * (after[of] - before[of]);
}

/** The slice whose mean date is nearest to a year on the axis. */
export function nearestSlice(evidence: readonly Evidence[], year: number): string | undefined {
  const slices = evidence.flatMap(({ dated }) => dated);
  const [first, ...others] = slices;
  if (first === undefined) return undefined;
  const distance = (slice: { readonly year: number }): number => Math.abs(slice.year - year);
  return others.reduce((best, slice) => (distance(slice) < distance(best) ? slice : best), first).slice;
}
