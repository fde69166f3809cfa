import type { SeriesOutline } from './curve.js';
import type { FamilySeries } from './family.js';

/** Outline of skill: shares less chance, held away from 0 and 1, where starting values have no logarithms. */
export function skillOutline({ t, y }: FamilySeries, chanceLevel: number): SeriesOutline {
  const skill = y.map((share) => Math.min(Math.max((share - chanceLevel) / (1 - chanceLevel), 0.02), 0.98));
  return outlineOf(t, skill, (values) => values.reduce((sum, value) => sum + value, 0) / values.length);
}

/** Outline of amounts, by geometric means, as suits a log scale. */
export const amountOutline = ({ t, y }: FamilySeries): SeriesOutline =>
  outlineOf(t, y, (values) =>
    Math.exp(values.reduce((sum, value) => sum + Math.log(value), 0) / values.length),
  );

function outlineOf(
  t: readonly number[],
  values: readonly number[],
  mean: (values: readonly number[]) => number,
): SeriesOutline {
  const third = Math.ceil(values.length / 3);
  return {
    first: mean(values.slice(0, third)),
    last: mean(values.slice(-third)),
    span: (t.at(-1) ?? 0) - (t[0] ?? 0),
  };
}

/** Median time between neighbours at different times: the unit in which a series moves. */
export function typicalGap(t: readonly number[]): number {
  const gaps = t
    .slice(1)
    .map((time, index) => time - (t[index] ?? time))
    .filter((gap) => gap > 0)
    .sort((left, right) => left - right);
  return gaps[Math.floor((gaps.length - 1) / 2)] ?? 1;
}
