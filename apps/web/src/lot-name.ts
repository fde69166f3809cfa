import { rightName, termsText } from '#core/valuation';
import { asCurrency, type Json } from '#libs/kernel';
import { shortened } from './format.js';
import type { AnnouncedLot, AuctionDetail } from './auction-view.js';
import { type Contender, nameOf } from './market-view.js';

/** `Usage licence`, or in a sale of several lots `Japan: Exclusive licence`. */
export const lotName = ({ item, terms }: AnnouncedLot, isOneOfSeveral: boolean): string =>
  isOneOfSeveral ? `${item}: ${rightName(terms.kind)}` : rightName(terms.kind);

/** The terms of a lot, one after the other. */
export function lotTerms({ terms: { kind: _, ...terms } }: AnnouncedLot, currency: string): string {
  const stated = Object.entries(terms).flatMap(([name, value]): [string, Json][] =>
    value === undefined ? [] : [[name, value]],
  );
  return termsText(Object.fromEntries(stated), asCurrency(currency));
}

/** The model of which rights are sold, or where the page does not list it, its version. */
export function soldModel(
  { version }: AuctionDetail['announcement'],
  contenders: readonly Contender[],
): string {
  const sold = contenders.find((contender) => contender.version.rootDigest === version.rootDigest)?.version;
  return sold === undefined ? shortened(version.versionId) : nameOf(sold);
}
