import { assert } from '#libs/kernel';

/** A day of the proleptic Gregorian calendar in UTC, `YYYY-MM-DD` (ISO 8601). */
export type CalendarDay = string;

const MILLISECONDS_PER_DAY = 86_400_000;
const DAYS_PER_JULIAN_YEAR = 365.25;

/** Whole days since 1970-01-01. */
const dayNumber = (day: CalendarDay): number => {
  const days = Date.parse(day) / MILLISECONDS_PER_DAY;
  assert(Number.isInteger(days), `not a calendar day: ${day}`);
  return days;
};

/** The mean of some days, rounded down to a day. */
export function meanDay(days: readonly CalendarDay[]): CalendarDay {
  assert(days.length > 0, 'the mean of no days');
  const total = days.reduce((sum, day) => sum + dayNumber(day), 0);
  const mean = Math.floor(total / days.length) * MILLISECONDS_PER_DAY;
  return new Date(mean).toISOString().slice(0, 10);
}

/** Julian years (365.25 days) from one day to another; negative when the second is earlier. */
export const yearsBetween = (from: CalendarDay, to: CalendarDay): number =>
  (dayNumber(to) - dayNumber(from)) / DAYS_PER_JULIAN_YEAR;
