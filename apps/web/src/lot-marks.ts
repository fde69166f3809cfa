import type { AnnouncedLot } from './auction-view.js';
import type { Right, Sale } from './market-view.js';
import type { PriceMark } from './price-scale.js';

/**
 * What a lot was expected to bring, what was asked and, where it was sold as a whole, what was paid. What a unit or a
 * package was sold for is not the price that was appraised, and has no mark.
 */
export function lotMarks(
  { price, per }: Right,
  { item }: Pick<AnnouncedLot, 'item'>,
  { detail, book }: Pick<Sale, 'detail' | 'book'>,
): readonly PriceMark[] {
  const expected = (['p10', 'p50', 'p90'] as const).flatMap((key): PriceMark[] =>
    price === null ? [] : [{ key, amountMinor: BigInt(price.market[key]) }],
  );
  const reserveMinor = reserveOf(detail.announcement, item, per);
  const marks = [...expected, { key: 'reserve' as const, amountMinor: reserveMinor }];
  return book?.family === 'item' && book.priceMinor !== undefined
    ? [...marks, { key: 'hammer', amountMinor: book.priceMinor }]
    : marks;
}

/** Of the lot as a whole, unless it is priced by the licence. */
function reserveOf(announcement: Sale['detail']['announcement'], item: string, per: Right['per']): bigint {
  if ('items' in announcement)
    return BigInt(announcement.items.find((one) => one.item === item)?.reserveMinor ?? 0);
  const reserveMinor = BigInt(announcement.reserveMinor);
  return 'supply' in announcement && per === 'lot'
    ? reserveMinor * BigInt(announcement.supply)
    : reserveMinor;
}
