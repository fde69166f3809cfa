import { type Currency, formatMoney, minorDigits } from '#libs/kernel';
import type { DayRange, YearsRange } from '../pricing/curves/bands.js';
import { html, type Markup } from './markup.js';

/** No break between a figure and its unit. */
const NBSP = '\u00a0';

/** `829432` EUR → `8294.32 EUR`, never broken over two lines. */
export const money = (amountMinor: string | bigint, currency: Currency): Markup =>
  html`<span class="money">${moneyText(amountMinor, currency)}</span>`;

export const moneyText = (amountMinor: string | bigint, currency: Currency): string =>
  formatMoney({ amountMinor: BigInt(amountMinor), currency }).replace(' ', NBSP);

/** 0.885 → `88.5 %`. */
export const percent = (share: number, digits = 1): string => `${(100 * share).toFixed(digits)}${NBSP}%`;

/** −0.1259 → `-12.6 %`, 0.02 → `+2.0 %`. */
export const signedPercent = (share: number): string => `${share > 0 ? '+' : ''}${percent(share)}`;

/** A rate or a count to four digits, without an exponent where one can do without. */
export const figure = (value: number): string =>
  Math.abs(value) >= 1_000 ? value.toFixed(0) : String(Number(value.toPrecision(4)));

/** A figure on an axis of amounts: `1.2M`, `500`. In whole units of the currency, which stands beside the axis. */
export const axisAmount = (amountMinor: number, currency: Currency): string =>
  AXIS.format(amountMinor / 10 ** minorDigits(currency));

const AXIS = new Intl.NumberFormat('en', { notation: 'compact', maximumSignificantDigits: 3 });

/** Years of a range; what is not reached within the horizon says so. */
export const yearsText = (years: YearsRange['p50'], horizonMonths: number): string =>
  years === null ? `over ${String(horizonMonths / 12)}${NBSP}years` : `${years.toFixed(2)}${NBSP}years`;

export const dayText = (day: DayRange['p50']): string => day ?? 'after the horizon';

/** `savesNothingAfterYears`, `cost-to-serve` → `saves nothing after years`, `cost to serve`. */
export const wordsOf = (identifier: string): string =>
  identifier
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replaceAll('-', ' ')
    .toLowerCase();
