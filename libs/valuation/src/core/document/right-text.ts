import type { Currency, Json } from '#libs/kernel';
import { moneyText, percent, wordsOf } from './figure-text.js';

/** `usage-licence` → `Usage licence`. */
export function rightName(kind: string): string {
  const words = wordsOf(kind);
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** The terms of a right, one after the other: `copies: 3; territory: DE, FR; …`. */
export const termsText = (terms: Readonly<Record<string, Json>>, currency: Currency): string =>
  Object.entries(terms)
    .map(([name, value]) => termText(name, value, currency))
    .join('; ');

function termText(name: string, value: Json, currency: Currency): string {
  if (name === 'capMinor')
    return typeof value === 'string' ? `cap: ${moneyText(value, currency)}` : 'without a cap';
  if (name === 'shareBps') return `share: ${percent(Number(value) / 10_000, 2)} of receipts`;
  if (name === 'termMonths') return `term: ${valueText(value)} months`;
  return `${wordsOf(name)}: ${valueText(value)}`;
}

function valueText(value: Json | undefined): string {
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (typeof value !== 'object') return String(value);
  return value === null
    ? 'none'
    : Object.values(value)
        .map((part) => valueText(part))
        .join(', ');
}
