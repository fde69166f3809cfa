import { assert } from '#libs/kernel';

export const MONTHS_PER_YEAR = 12;

const MILLISECONDS_PER_DAY = 86_400_000;
const DAYS_PER_JULIAN_YEAR = 365.25;

/** Milliseconds at the start of a day (`YYYY-MM-DD`, UTC) of the proleptic Gregorian calendar. */
function startMs(day: string): number {
  const ms = Date.parse(day);
  assert(/^\d{4}-\d{2}-\d{2}$/.test(day) && Number.isFinite(ms), `not a calendar day: ${day}`);
  return ms;
}

/** Julian years (365.25 days) from one day to another; negative when the second is earlier. */
export const yearsBetween = (from: string, to: string): number =>
  (startMs(to) - startMs(from)) / MILLISECONDS_PER_DAY / DAYS_PER_JULIAN_YEAR;

/** `2026-07-02` → about 2026.5: the year plus the share of it that has passed, for axes that people read. */
export function decimalYear(day: string): number {
  const year = Number(day.slice(0, 4));
  const newYear = Date.UTC(year, 0, 1);
  return year + (startMs(day) - newYear) / (Date.UTC(year + 1, 0, 1) - newYear);
}
