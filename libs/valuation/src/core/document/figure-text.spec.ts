import { asCurrency } from '#libs/kernel';
import {
  axisAmount,
  dayText,
  figure,
  money,
  percent,
  signedPercent,
  wordsOf,
  yearsText,
} from './figure-text.js';

const NBSP = '\u00a0';
const EUR = asCurrency('EUR');

describe('figures', () => {
  it('of money are exact and keep their currency beside them', () => {
    expect(money('-900719925474099301', EUR).toString()).toBe(
      `<span class="money">-9007199254740993.01${NBSP}EUR</span>`,
    );
  });

  it('on an axis are short, in whole units of the currency', () => {
    expect(axisAmount(23_165_000, EUR)).toBe('232K');
    expect(axisAmount(-120, asCurrency('JPY'))).toBe('-120');
    expect(axisAmount(0, EUR)).toBe('0');
  });

  it('of shares are per cent', () => {
    expect(percent(0.885273)).toBe(`88.5${NBSP}%`);
    expect(percent(0.0016, 2)).toBe(`0.16${NBSP}%`);
    expect(signedPercent(0.02)).toBe(`+2.0${NBSP}%`);
    expect(signedPercent(-0.1259)).toBe(`-12.6${NBSP}%`);
  });

  it.each([
    [157, '157'],
    [0.005, '0.005'],
    [3_662.42844, '3662'],
    [1.23456, '1.235'],
    [0, '0'],
    [-0.02, '-0.02'],
  ])('of %d reads %s', (value, text) => {
    expect(figure(value)).toBe(text);
  });

  it('beyond the horizon say so', () => {
    expect(yearsText(null, 120)).toBe(`over 10${NBSP}years`);
    expect(yearsText(5.25, 120)).toBe(`5.25${NBSP}years`);
    expect(dayText(null)).toBe('after the horizon');
    expect(dayText('2028-06-14')).toBe('2028-06-14');
  });

  it.each([
    ['substitutePriceHalfLifeYears', 'substitute price half life years'],
    ['cost-to-serve', 'cost to serve'],
    ['copies', 'copies'],
  ])('names such as %s become words', (identifier, words) => {
    expect(wordsOf(identifier)).toBe(words);
  });
});
