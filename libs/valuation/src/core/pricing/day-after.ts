const MILLISECONDS_PER_YEAR = 365.25 * 86_400_000;

/** The calendar day so many Julian years after another; `2026-11-21`, UTC. */
export const dayAfter = (day: string, years: number): string =>
  new Date(Date.parse(day) + years * MILLISECONDS_PER_YEAR).toISOString().slice(0, 10);
