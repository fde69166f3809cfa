import { canonicalJson, type Json } from '#libs/kernel';
import type { AuctionDetail, Right } from './market-view.js';

/** The right that a lot offers, among those of its valuation; undefined where that priced no such terms. */
export const rightOfLot = (
  rights: readonly Right[],
  { announcement }: Pick<AuctionDetail, 'announcement'>,
): Right | undefined => {
  const wanted = canonicalJson(announcement.lot.terms satisfies Json);
  return rights.find(({ kind, terms }) => canonicalJson({ kind, ...terms }) === wanted);
};
