import fc from 'fast-check';
import { asCurrency, formatMoney, isCurrency, minorDigits } from './money.js';

const format = (amountMinor: bigint, code: string): string =>
  formatMoney({ amountMinor, currency: asCurrency(code) });

describe('formatMoney', () => {
  it.each([
    [0n, 'EUR', '0.00 EUR'],
    [5n, 'EUR', '0.05 EUR'],
    [-5n, 'EUR', '-0.05 EUR'],
    [123_456n, 'EUR', '1234.56 EUR'],
    [-100n, 'USD', '-1.00 USD'],
    [0n, 'JPY', '0 JPY'],
    [1_250n, 'JPY', '1250 JPY'],
    [1n, 'KWD', '0.001 KWD'],
    [-12_345n, 'KWD', '-12.345 KWD'],
    [9_223_372_036_854_775_807n, 'EUR', '92233720368547758.07 EUR'],
  ])('writes %d of %s as %s', (amountMinor, code, text) => {
    expect(format(amountMinor, code)).toBe(text);
  });

  it('keeps every digit', () => {
    fc.assert(
      fc.property(fc.bigInt(), fc.constantFrom('EUR', 'JPY', 'KWD'), (amountMinor, code) => {
        expect(BigInt(format(amountMinor, code).replace(/\.| [A-Z]+$/g, ''))).toBe(amountMinor);
      }),
    );
  });
});

describe('currencies', () => {
  it('have the minor digits of ISO 4217', () => {
    expect(['EUR', 'USD', 'JPY', 'KWD'].map((code) => minorDigits(asCurrency(code)))).toEqual([2, 2, 0, 3]);
  });

  it.each(['EURO', 'eur', 'XYZ', '', 'toString'])('are not named %j', (code) => {
    expect(isCurrency(code)).toBe(false);
    expect(() => asCurrency(code)).toThrow('not an ISO 4217 code');
  });
});
