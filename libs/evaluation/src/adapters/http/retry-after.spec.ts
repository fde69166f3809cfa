import { retryAfterMs } from './retry-after.js';

const NOON_MS = Date.UTC(2026, 10, 15, 12);
const DAY_MS = 86_400_000;

describe('retryAfterMs', () => {
  it.each([
    ['0', 0],
    ['120', 120_000],
    [' 7 ', 7_000],
    ['9999999999', DAY_MS],
    // The three forms of RFC 9110, section 5.6.7.
    ['Sun, 15 Nov 2026 12:00:30 GMT', 30_000],
    ['Sunday, 15-Nov-26 12:00:30 GMT', 30_000],
    ['Sun Nov 15 12:00:30 2026', 30_000],
    ['Sun, 15 Nov 2026 11:00:00 GMT', 0],
    ['Sun, 15 Nov 2027 12:00:00 GMT', DAY_MS],
  ])('reads %j', (value, expected) => {
    expect(retryAfterMs({ 'retry-after': value }, NOON_MS)).toBe(expected);
  });

  it.each(['', 'soon', '-1', '1.5', '2026-11-15', 'Sun, 99 Nov 2026 12:00:00 GMT', '1e3'])(
    'reads %j not',
    (value) => {
      expect(retryAfterMs({ 'retry-after': value }, NOON_MS)).toBeUndefined();
    },
  );

  it('prefers milliseconds, where they are given', () => {
    expect(retryAfterMs({ 'retry-after': '2', 'retry-after-ms': '1500.2' }, NOON_MS)).toBe(1_501);
    expect(retryAfterMs({ 'retry-after': '2', 'retry-after-ms': 'x' }, NOON_MS)).toBe(2_000);
    expect(retryAfterMs({}, NOON_MS)).toBeUndefined();
  });
});
