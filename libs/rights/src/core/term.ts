/**
 * When a term of whole months ends: the same day and time of day in the later month, or that month's last day
 * where it has no such day (UTC).
 */
export function termEndMs(startMs: number, termMonths: number): number {
  const start = new Date(startMs);
  const sameDay = new Date(startMs);
  sameDay.setUTCMonth(start.getUTCMonth() + termMonths);
  // A day that the later month lacks has run over into the month after it.
  if (sameDay.getUTCDate() !== start.getUTCDate()) sameDay.setUTCDate(0);
  return sameDay.getTime();
}
