import { assert } from './assert.js';

declare const currencyBrand: unique symbol;

/** An ISO 4217 alphabetic code. */
export type Currency = string & { readonly [currencyBrand]: true };

/** An amount in the smallest unit of its currency. Never a float. */
export type Money = { readonly amountMinor: bigint; readonly currency: Currency };

/** PostgreSQL BIGINT; no amount that is stored may leave this range. */
export const AMOUNT_MINOR_MAX = 2n ** 63n - 1n;

const CURRENCIES: ReadonlySet<string> = new Set(Intl.supportedValuesOf('currency'));

export const isCurrency = (code: string): code is Currency => CURRENCIES.has(code);

export function asCurrency(code: string): Currency {
  assert(isCurrency(code), `not an ISO 4217 code: ${code}`);
  return code;
}

/** Digits after the decimal point, as ISO 4217 and CLDR give them: 2 for EUR, 0 for JPY, 3 for KWD. */
export const minorDigits = (currency: Currency): number =>
  new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2;

/** `123456n` EUR → `1234.56 EUR`. Exact: no float on the way. */
export function formatMoney({ amountMinor, currency }: Money): string {
  const digits = minorDigits(currency);
  const sign = amountMinor < 0n ? '-' : '';
  const text = (amountMinor < 0n ? -amountMinor : amountMinor).toString().padStart(digits + 1, '0');
  const whole = text.slice(0, text.length - digits);
  const fraction = digits === 0 ? '' : `.${text.slice(-digits)}`;
  return `${sign}${whole}${fraction} ${currency}`;
}
