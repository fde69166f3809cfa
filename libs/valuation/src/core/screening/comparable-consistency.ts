import type { Comparable } from '../pricing/dossier/comparable-schema.js';
import { type Finding, type Screened, screened } from './finding.js';

/** Lots that contradict themselves or stand twice: entered wrongly, or entered to count more than once. */
export const screenComparableConsistency = (comparables: readonly Comparable[]): Screened =>
  screened(
    'comparable-consistency',
    '/comparables',
    comparables.length,
    comparables.flatMap((lot, index) => [
      ...repeated(lot, index, comparables),
      ...belowReserve(lot, index),
      ...outbid(lot, index),
    ]),
  );

const at = (index: number, field = ''): Finding['subject'] => ({
  name: 'comparables',
  pointer: `/comparables/${String(index)}${field}`,
});

function repeated(lot: Comparable, index: number, comparables: readonly Comparable[]): readonly Finding[] {
  const first = comparables.findIndex((other) => nameOf(other) === nameOf(lot));
  if (first === index) return [];
  return [
    {
      code: 'comparable-repeated',
      severity: 'warning',
      subject: at(index),
      figures: { sameAs: first },
      text: `The lot is the same as number ${String(first)} of the list: day, kind, receipts, price and reserve.`,
    },
  ];
}

const nameOf = ({ date, kind, annualRevenueMinor, priceMinor, reserveMinor }: Comparable): string =>
  [date, kind, annualRevenueMinor, priceMinor ?? '', reserveMinor ?? ''].map(String).join(' ');

function belowReserve({ priceMinor, reserveMinor }: Comparable, index: number): readonly Finding[] {
  if (priceMinor === undefined || reserveMinor === undefined || priceMinor >= reserveMinor) return [];
  return [
    {
      code: 'comparable-below-reserve',
      severity: 'warning',
      subject: at(index, '/priceMinor'),
      figures: { priceMinor: Number(priceMinor), reserveMinor: Number(reserveMinor) },
      text: 'The lot was sold below its reserve.',
    },
  ];
}

function outbid({ priceMinor, losingBidsMinor }: Comparable, index: number): readonly Finding[] {
  if (priceMinor === undefined) return [];
  const bid = losingBidsMinor.findIndex((bidMinor) => bidMinor > priceMinor);
  if (bid < 0) return [];
  return [
    {
      code: 'losing-bid-above-price',
      severity: 'note',
      subject: at(index, `/losingBidsMinor/${String(bid)}`),
      figures: { priceMinor: Number(priceMinor), bidMinor: Number(losingBidsMinor[bid] ?? 0n) },
      text: 'A bid that lost lies above the price; that is so in package auctions only.',
    },
  ];
}
