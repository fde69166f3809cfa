import { AssertionFailure } from '#libs/kernel';
import { decimalYear, yearsBetween } from './calendar-time.js';

describe('calendar time', () => {
  it('counts four years with their leap day as four Julian years', () => {
    expect(yearsBetween('2020-01-01', '2024-01-01')).toBe(4);
  });

  it('is negative backwards', () => {
    expect(yearsBetween('2024-01-01', '2020-01-01')).toBe(-4);
  });

  it('reads new year as a whole year and the middle of the year as a half', () => {
    expect(decimalYear('2026-01-01')).toBe(2026);
    expect(decimalYear('2024-07-02')).toBe(2024.5);
  });

  it('asserts that it is given a day', () => {
    expect(() => decimalYear('2026-1-1')).toThrow(AssertionFailure);
  });
});
