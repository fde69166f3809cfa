import { MONTHS_PER_YEAR } from '../calendar-time.js';

/** What lies beyond ten years is left out: no evidence about a model reaches that far. */
export const HORIZON_MONTHS = 120;

/** Months while they are near, quarters later: the same ten years at half the work. */
const MONTHLY_STEPS = 36;
const LATER_STEP_MONTHS = 3;

/** A stretch of the future over which every rate is held at its value in the middle. */
export interface TimeStep {
  /** Months from the valuation date. */
  readonly startMonth: number;
  readonly lengthMonths: number;
  readonly midYears: number;
}

const stepOf = (startMonth: number, lengthMonths: number): TimeStep => ({
  startMonth,
  lengthMonths,
  midYears: (startMonth + lengthMonths / 2) / MONTHS_PER_YEAR,
});

/** The future from the valuation date to the horizon. One grid for all rights, so that they share their paths. */
export const TIME_GRID: readonly TimeStep[] = [
  ...Array.from({ length: MONTHLY_STEPS }, (_, month) => stepOf(month, 1)),
  ...Array.from({ length: (HORIZON_MONTHS - MONTHLY_STEPS) / LATER_STEP_MONTHS }, (_, quarter) =>
    stepOf(MONTHLY_STEPS + quarter * LATER_STEP_MONTHS, LATER_STEP_MONTHS),
  ),
];

export const STEP_COUNT = TIME_GRID.length;

/** Times at which a path is sampled, in years: the valuation date and the middle of every step. */
export const SAMPLE_YEARS: readonly number[] = [0, ...TIME_GRID.map(({ midYears }) => midYears)];

/** Share of each step that lies within the first `termMonths` months: 1 … 1, a fraction, 0 … 0. */
export const shareWithin = (termMonths: number): Float64Array =>
  Float64Array.from(TIME_GRID, ({ startMonth, lengthMonths }) =>
    Math.min(Math.max((termMonths - startMonth) / lengthMonths, 0), 1),
  );
