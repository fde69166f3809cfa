import { canonicalJson, type Json } from '#libs/kernel';
import type { AnnouncedLot } from './auction-view.js';
import type { Right } from './market-view.js';

/** The right that a lot offers, among those of its valuation; undefined where that priced no such terms. */
export const rightOfLot = (
  rights: readonly Right[],
  { terms }: Pick<AnnouncedLot, 'terms'>,
): Right | undefined => {
  const wanted = canonicalJson(terms satisfies Json);
  return rights.find(({ kind, terms: own }) => canonicalJson({ kind, ...own }) === wanted);
};
