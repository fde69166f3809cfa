import * as fc from 'fast-check';
import { meanDay, yearsBetween } from './calendar-day.js';

const anyDay = fc
  .date({ min: new Date('1950-01-01'), max: new Date('2100-01-01'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10));

describe('meanDay', () => {
  it('is the day in the middle, rounded down', () => {
    expect(meanDay(['2020-02-28', '2020-03-01'])).toBe('2020-02-29');
    expect(meanDay(['2020-01-01', '2020-01-02'])).toBe('2020-01-01');
    expect(meanDay(['1969-12-31', '1970-01-01'])).toBe('1969-12-31');
  });

  it('lies between the first and the last', () => {
    fc.assert(
      fc.property(fc.array(anyDay, { minLength: 1 }), (days) => {
        const sorted = days.toSorted();
        expect(meanDay(days) >= (sorted[0] ?? '')).toBe(true);
        expect(meanDay(days) <= (sorted.at(-1) ?? '')).toBe(true);
      }),
    );
  });
});

describe('yearsBetween', () => {
  it('counts Julian years', () => {
    expect(yearsBetween('2016-01-01', '2020-01-01')).toBe(4);
    expect(yearsBetween('2020-01-01', '2016-01-01')).toBe(-4);
  });

  it('asserts on what is no day', () => {
    expect(() => yearsBetween('2016-01-01', 'soon')).toThrow('not a calendar day');
  });
});
