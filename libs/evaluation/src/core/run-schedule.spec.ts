import fc from 'fast-check';
import { nextDueAtMs } from './run-schedule.js';

const DAY_MS = 86_400_000;

it('keeps the hour of the first date, however late the sweep comes', () => {
  const due = Date.UTC(2026, 0, 1, 3);
  expect(nextDueAtMs(due, 7, due)).toBe(Date.UTC(2026, 0, 8, 3));
  expect(nextDueAtMs(due, 7, Date.UTC(2026, 0, 2, 17))).toBe(Date.UTC(2026, 0, 8, 3));
});

it('skips the dates of a long downtime', () => {
  const due = Date.UTC(2026, 0, 1);
  expect(nextDueAtMs(due, 7, Date.UTC(2026, 2, 1))).toBe(Date.UTC(2026, 2, 5));
});

it('names the first date of the schedule that lies in the future', () => {
  const instant = fc.integer({ min: 0, max: 2_000_000_000_000 });
  fc.assert(
    fc.property(instant, fc.integer({ min: 1, max: 366 }), instant, (dueAtMs, everyDays, nowMs) => {
      const next = nextDueAtMs(dueAtMs, everyDays, nowMs);
      expect(next).toBeGreaterThan(Math.max(dueAtMs, nowMs));
      expect((next - dueAtMs) % (everyDays * DAY_MS)).toBe(0);
      expect(next - everyDays * DAY_MS).toBeLessThanOrEqual(Math.max(dueAtMs, nowMs));
    }),
  );
});
