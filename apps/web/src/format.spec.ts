import {
  age,
  axisMoney,
  basisPoints,
  countdown,
  money,
  partsPerBillion,
  percent,
  percentRange,
  shortened,
} from './format.js';

const HOUR_MS = 3_600_000;

test('shares are percentages with one digit', () => {
  expect(percent(72 / 76)).toBe('94.7\u00a0%');
  expect(percentRange(0.5461, 0.8443)).toBe('54.6–84.4\u00a0%');
});

test('amounts on an axis are short', () => {
  expect(axisMoney(12_345_600, 'EUR')).toBe('123K\u00a0EUR');
  expect(axisMoney(-500, 'JPY')).toBe('-500\u00a0JPY');
  expect(axisMoney(500, 'unheard-of')).toBe('500\u00a0unheard-of');
});

test('weights and fees keep the digits that matter', () => {
  expect(partsPerBillion(666_666_667)).toBe('66.67\u00a0%');
  expect(basisPoints(500)).toBe('5\u00a0%');
  expect(basisPoints(1_250)).toBe('12.5\u00a0%');
});

test('amounts are written exactly, beyond what a float can hold', () => {
  expect(money('9007199254740993', 'EUR')).toBe('90071992547409.93 EUR');
  expect(money(-5n, 'EUR')).toBe('-0.05 EUR');
  expect(money('1200', 'JPY')).toBe('1200 JPY');
});

test('an amount in an unknown currency is not divided', () => {
  expect(money('1234', 'QQQ')).toBe('1234 minor units of QQQ');
});

test.each([
  [-5_000, '0 s ago'],
  [59_999, '59 s ago'],
  [60_000, '1 min ago'],
  [HOUR_MS, '1 h ago'],
  [24 * HOUR_MS, 'yesterday'],
  [72 * HOUR_MS, '3 days ago'],
])('%d ms are %s', (elapsedMs, text) => {
  expect(age(elapsedMs)).toBe(text);
});

test.each([
  [-1, '0:00'],
  [1, '0:01'],
  [185_000, '3:05'],
  [2 * HOUR_MS + 185_000, '2:03:05'],
  [98 * HOUR_MS + 185_000, '4 d 02:03:05'],
])('%d ms left read %s', (remainingMs, text) => {
  expect(countdown(remainingMs)).toBe(text);
});

test('an id is shortened to where it differs from its neighbours', () => {
  expect(shortened('pty_019a00000000700080000000000000ab')).toBe('pty_…000000ab');
  expect(shortened('short')).toBe('short');
});
