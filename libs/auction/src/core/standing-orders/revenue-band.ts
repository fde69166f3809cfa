import { type Currency, minorDigits } from '#libs/kernel';

/** Revenue a month in whole units of its currency. A band begins at its bound. */
const BANDS = [
  { name: 'under-100', fromUnits: 0n },
  { name: '100-to-1k', fromUnits: 100n },
  { name: '1k-to-10k', fromUnits: 1_000n },
  { name: '10k-to-100k', fromUnits: 10_000n },
  { name: 'over-100k', fromUnits: 100_000n },
] as const;

export type RevenueBand = (typeof BANDS)[number]['name'];

export const REVENUE_BANDS = BANDS.map(({ name }) => name) as readonly RevenueBand[];

/** The band of an amount in minor units of a currency; less than nothing is in the lowest. */
export function revenueBandOf(amountMinor: bigint, currency: Currency): RevenueBand {
  const unitMinor = 10n ** BigInt(minorDigits(currency));
  return BANDS.findLast(({ fromUnits }) => fromUnits * unitMinor <= amountMinor)?.name ?? 'under-100';
}
