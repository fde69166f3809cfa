import { decimalYear, linearScale } from '#core/valuation';
import type { UtilityCurve } from './valuation-document.js';

/** The plot in units of its picture; words stand outside of it. */
export const PLOT = { left: 64, right: 472, top: 14, bottom: 186 } as const;

type Tick = { readonly at: number; readonly value: number };

/** Where everything of a residual-utility curve stands: years to the right, minor units a month upwards. */
export type UtilityGeometry = {
  /** Points of the outline of the band from P10 to P90, and of the median. */
  readonly band: string;
  readonly median: string;
  readonly zero: number;
  readonly years: readonly Tick[];
  readonly amounts: readonly Tick[];
  /** From the first to the last decile of the crossing, to the right end where that is beyond the horizon. */
  readonly crossing:
    { readonly from: number; readonly to: number; readonly median: number | undefined } | undefined;
};

export function utilityGeometry({ points, crossesZeroOn }: UtilityCurve): UtilityGeometry {
  const rows = points.map(({ t, utilityPerMonthMinor: { p10, p50, p90 } }) => ({
    t,
    p10: Number(p10),
    p50: Number(p50),
    p90: Number(p90),
  }));
  const across = linearScale(
    rows.map(({ t }) => t),
    { from: PLOT.left, to: PLOT.right },
  );
  const amounts = rows.flatMap(({ p10, p50, p90 }) => [p10, p50, p90]);
  const up = linearScale([0, ...amounts], { from: PLOT.bottom, to: PLOT.top });
  const line = (level: 'p10' | 'p50' | 'p90'): string[] =>
    rows.map((row) => `${String(across.at(row.t))},${String(up.at(row[level]))}`);
  const yearAt = (day: string | null): number | undefined =>
    day === null ? undefined : across.at(decimalYear(day));
  const from = yearAt(crossesZeroOn.p10);
  return {
    band: [...line('p90'), ...line('p10').reverse()].join(' '),
    median: line('p50').join(' '),
    zero: up.at(0),
    years: across.ticks.map((value) => ({ at: across.at(value), value })),
    amounts: up.ticks.map((value) => ({ at: up.at(value), value })),
    crossing:
      from === undefined
        ? undefined
        : { from, to: yearAt(crossesZeroOn.p90) ?? PLOT.right, median: yearAt(crossesZeroOn.p50) },
  };
}
