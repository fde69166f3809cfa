import { newId, SystemClock } from './system-clock.js';

describe('newId', () => {
  it('is a UUID of version 7 (RFC 9562, section 5.7)', () => {
    expect(newId('lot')).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  });

  it('starts with the time of its making in milliseconds', () => {
    const beforeMs = Date.now();
    const atMs = Number.parseInt(newId('lot').replaceAll('-', '').slice(0, 12), 16);
    expect(atMs).toBeGreaterThanOrEqual(beforeMs);
    expect(atMs).toBeLessThanOrEqual(Date.now() + 1);
  });

  it('comes after every earlier one', () => {
    const ids = Array.from({ length: 5_000 }, () => newId('bid'));
    expect(ids).toEqual([...ids].sort());
    expect(new Set(ids).size).toBe(ids.length);
  });
});

it('the clock tells one time in two forms', () => {
  const clock = new SystemClock();
  const [earlier, date, later] = [clock.nowMs(), clock.now(), clock.nowMs()];
  expect(date.getTime()).toBeGreaterThanOrEqual(earlier);
  expect(date.getTime()).toBeLessThanOrEqual(later);
});
