import { linearScale } from '#core/valuation';
import type { Demand } from './demand-steps.js';

/** The plot in units of its picture; words stand outside of it. */
export const PLOT = { left: 84, right: 452, top: 22, bottom: 206 } as const;

type Tick = { readonly at: number; readonly value: number };

/** Where everything of a demand chart stands: units to the right, minor units for one of them upwards. */
export type DemandGeometry = {
  /** Points of the staircase, from the best price down. */
  readonly demand: string;
  readonly supply: number;
  readonly reserve: number;
  readonly stopOut: number | undefined;
  readonly units: readonly Tick[];
  readonly prices: readonly Tick[];
};

export function demandGeometry(
  { levels, stopOutMinor }: Demand,
  supply: bigint,
  reserveMinor: bigint,
): DemandGeometry {
  const ends = levels.map(({ to }) => Number(to));
  const prices = levels.map(({ priceMinor }) => Number(priceMinor));
  const across = linearScale([0, Number(supply), ...ends], { from: PLOT.left, to: PLOT.right });
  const up = linearScale([0, Number(reserveMinor), ...prices], { from: PLOT.bottom, to: PLOT.top });
  const points = levels.flatMap(({ priceMinor, from, to }) =>
    [from, to].map((units) => `${String(across.at(Number(units)))},${String(up.at(Number(priceMinor)))}`),
  );
  return {
    demand: points.join(' '),
    supply: across.at(Number(supply)),
    reserve: up.at(Number(reserveMinor)),
    stopOut: stopOutMinor === undefined ? undefined : up.at(Number(stopOutMinor)),
    units: across.ticks.map((value) => ({ at: across.at(value), value })),
    prices: up.ticks.map((value) => ({ at: up.at(value), value })),
  };
}
