import { quantise } from '#libs/kernel';
import { type AmountRange, mapRange } from './quantiles.js';

/** Whole minor units as decimal text: half to even, once, where a figure leaves the engine. */
export const minorText = (amount: number): string => quantise(amount, 'half-even').toString();

/** A range of amounts, as text. */
export type RangeText = { readonly p10: string; readonly p50: string; readonly p90: string };

export const rangeText = (range: AmountRange): RangeText => mapRange(range, (amount) => minorText(amount));

/**
 * Nobody has to take an asset over: a range of prices ends at nothing. This is about the price of the whole
 * distribution; a path may well end in a loss, and none is left out of a mean for that.
 */
export const notBelowNothing = (range: AmountRange): AmountRange =>
  mapRange(range, (amount) => Math.max(amount, 0));

/** Nine digits are more than any figure here is known to, and the same on every machine that computes alike. */
export const shown = (figure: number): number => Number(figure.toPrecision(9));
