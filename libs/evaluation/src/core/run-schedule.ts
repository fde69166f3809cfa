import { assert } from '#libs/kernel';

const DAY_MS = 86_400_000;

/**
 * The due date after the one that is being queued: the first of the schedule's dates that lies in the future. Dates
 * that passed unseen, in a time of downtime, are not made up for: many runs of one moment would say no more than one.
 *
 * @param everyDays whole days of 24 hours, at least 1
 */
export function nextDueAtMs(dueAtMs: number, everyDays: number, nowMs: number): number {
  assert(Number.isSafeInteger(everyDays) && everyDays > 0, `days out of range: ${String(everyDays)}`);
  const periodMs = everyDays * DAY_MS;
  const passed = Math.max(0, Math.floor((nowMs - dueAtMs) / periodMs));
  return dueAtMs + (passed + 1) * periodMs;
}
