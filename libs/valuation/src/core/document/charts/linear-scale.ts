/** Where the values of one quantity stand on an axis. */
export interface LinearScale {
  /** Pixels, to the hundredth: as much as a printer resolves. */
  readonly at: (value: number) => number;
  /** Round values within the axis, ascending. */
  readonly ticks: readonly number[];
}

export interface Extent {
  readonly from: number;
  readonly to: number;
}

/** Steps between ticks aimed at; there are between half and twice as many. */
const STEPS = 5;

/** Values that lie nearer to each other, as a share of their size, are one. */
const SPAN_MIN = 1e-9;

/** An axis that just covers all values. Where they are all the same, or there are none, it goes on beyond them. */
export function linearScale(values: readonly number[], pixels: Extent): LinearScale {
  const from = values.length === 0 ? 0 : Math.min(...values);
  const highest = values.length === 0 ? 0 : Math.max(...values);
  const size = Math.max(1, Math.abs(from), Math.abs(highest));
  const to = highest - from > SPAN_MIN * size ? highest : from + size;
  const perUnit = (pixels.to - pixels.from) / (to - from);
  return {
    at: (value) => Number((pixels.from + (value - from) * perUnit).toFixed(2)),
    ticks: ticksWithin({ from, to }),
  };
}

function ticksWithin({ from, to }: Extent): readonly number[] {
  const step = roundStep((to - from) / STEPS);
  const first = Math.ceil(from / step);
  const count = Math.floor(to / step) - first + 1;
  return Array.from({ length: count }, (_, index) => Number(((first + index) * step).toPrecision(12)));
}

/** The nearest of 1, 2, 5 and 10 times a power of ten (Heckbert, Graphics Gems, 1990, "Nice numbers"). */
function roundStep(step: number): number {
  const power = 10 ** Math.floor(Math.log10(step));
  const fraction = step / power;
  return power * (fraction < 1.5 ? 1 : fraction < 3 ? 2 : fraction < 7 ? 5 : 10);
}
