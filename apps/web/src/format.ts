import { asCurrency, formatMoney, isCurrency, minorDigits } from '#libs/kernel';

/** No break between a figure and its unit. */
const NBSP = '\u00a0';

/** A share as people read it: 0.9473 → `94.7 %`. */
export const percent = (share: number, digits = 1): string => `${(share * 100).toFixed(digits)}${NBSP}%`;

/** `87.2–97.9 %`. */
export const percentRange = (lower: number, upper: number): string =>
  `${(lower * 100).toFixed(1)}–${percent(upper)}`;

/** Parts per billion, exactly to the digits shown: 666666667 → `66.67 %`. */
export const partsPerBillion = (ppb: number): string => percent(ppb / 1_000_000_000, 2);

/** Basis points: 500 → `5 %`, 1250 → `12.5 %`. */
export const basisPoints = (bps: number): string => `${String(bps / 100)}${NBSP}%`;

/** Minor units with their currency; a code that this browser does not know keeps its minor units. */
export const money = (amountMinor: bigint | string, currency: string): string =>
  isCurrency(currency)
    ? formatMoney({ amountMinor: BigInt(amountMinor), currency: asCurrency(currency) })
    : `${String(amountMinor)} minor units of ${currency}`;

const AXIS = new Intl.NumberFormat('en', { notation: 'compact', maximumSignificantDigits: 3 });

/** An amount on an axis, short and in whole units: 12345600 EUR → `123K EUR`. */
export const axisMoney = (amountMinor: number, currency: string): string => {
  const digits = isCurrency(currency) ? minorDigits(asCurrency(currency)) : 0;
  return `${AXIS.format(amountMinor / 10 ** digits)}${NBSP}${currency}`;
};

const MINUTE_S = 60;
const HOUR_S = 60 * MINUTE_S;
const DAY_S = 24 * HOUR_S;

/** How long ago something was, in its largest unit. A moment in the future counts as now. */
export function age(elapsedMs: number): string {
  const seconds = Math.max(0, Math.floor(elapsedMs / 1_000));
  if (seconds < MINUTE_S) return `${String(seconds)} s ago`;
  if (seconds < HOUR_S) return `${String(Math.floor(seconds / MINUTE_S))} min ago`;
  if (seconds < DAY_S) return `${String(Math.floor(seconds / HOUR_S))} h ago`;
  const days = Math.floor(seconds / DAY_S);
  return days === 1 ? 'yesterday' : `${String(days)} days ago`;
}

const twoDigits = (value: number): string => String(value).padStart(2, '0');

/** Time that is left, rounded up to whole seconds: `0:07`, `3:05`, `2:03:05`, `4 d 02:03:05`. */
export function countdown(remainingMs: number): string {
  const seconds = Math.max(0, Math.ceil(remainingMs / 1_000));
  const days = Math.floor(seconds / DAY_S);
  const hours = Math.floor((seconds % DAY_S) / HOUR_S);
  const minutes = Math.floor((seconds % HOUR_S) / MINUTE_S);
  const rest = twoDigits(seconds % MINUTE_S);
  if (days > 0) return `${String(days)} d ${twoDigits(hours)}:${twoDigits(minutes)}:${rest}`;
  return hours > 0 ? `${String(hours)}:${twoDigits(minutes)}:${rest}` : `${String(minutes)}:${rest}`;
}

/** A digest or an id, short enough for a line; its end tells ids of one minute apart. */
export const shortened = (text: string): string =>
  text.length > 16 ? `${text.slice(0, 4)}…${text.slice(-8)}` : text;

const MOMENT = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'medium' });

/** A point in time in the reader's own zone. */
export const moment = (date: Date): string => MOMENT.format(date);

/** From one point in time to another; what both share is written once. */
export const timeRange = (from: Date, to: Date): string => MOMENT.formatRange(from, to);
