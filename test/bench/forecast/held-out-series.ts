import type { ForecastKind } from '#core/valuation';

/** A series of which the end is kept back, to be forecast. */
export interface HeldOutSeries {
  readonly kind: ForecastKind;
  readonly t: readonly number[];
  readonly y: readonly number[];
  readonly trials?: readonly number[];
  readonly future: readonly { readonly t: number; readonly y: number }[];
}

/** Series of one make, over which coverage and accuracy are averaged. */
export interface SeriesSet {
  readonly name: string;
  readonly series: readonly HeldOutSeries[];
}

/** Cuts a regular series in two after `count` points. */
export const heldOut = (
  kind: ForecastKind,
  values: readonly number[],
  count: number,
  trials?: number,
): HeldOutSeries => {
  const t = values.map((_, index) => index);
  return {
    kind,
    t: t.slice(0, count),
    y: values.slice(0, count),
    ...(trials === undefined ? {} : { trials: t.slice(0, count).map(() => trials) }),
    future: values.slice(count).map((y, index) => ({ t: count + index, y })),
  };
};
