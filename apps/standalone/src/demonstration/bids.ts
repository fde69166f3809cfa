import { type Json, seededRandom } from '#libs/kernel';
import type { PricedLot, PricedOffer } from './priced-offer.js';
import type { Player } from './stage.js';

const MILLION = 1_000_000n;

/** A share of a million that is always the same for the same words. */
const millionths = (words: string): bigint =>
  BigInt(Math.floor(seededRandom(`demonstration ${words}`).uniform() * Number(MILLION)));

/** What a lot is worth to a buyer, made up: somewhere within what the hammer was expected to bring. */
function worthOf(
  { lowMinor, highMinor, reserveMinor, item }: PricedLot,
  { offer }: PricedOffer,
  buyer: string,
): bigint {
  const share = millionths(`worth ${offer.model} ${item} ${buyer}`);
  if (offer.bids === 'below-reserve') return (reserveMinor * (MILLION / 2n + share / 4n)) / MILLION;
  const least = lowMinor > reserveMinor ? lowMinor : reserveMinor;
  const most = highMinor > least ? highMinor : least;
  return least + ((most - least) * share) / MILLION;
}

/** How many units are for sale where units are, and the least price of one. */
export function unitsOf({ lots: [lot] }: PricedOffer): { supply: bigint; unitReserveMinor: bigint } {
  const supply = lot.terms.kind === 'revenue-share' ? BigInt(lot.terms.shareBps) : 1n;
  return { supply, unitReserveMinor: (lot.reserveMinor + supply - 1n) / supply };
}

/** What a buyer puts into the envelope: a price, a demand schedule, or packages. */
export function bidOf(buyer: Player, place: number, priced: PricedOffer): Json {
  const { offer, lots } = priced;
  switch (offer.format) {
    case 'second-price':
    case 'first-price':
      return { priceMinor: worthOf(lots[0], priced, buyer.name).toString() };
    case 'uniform-price':
      return demandOf(buyer, place, priced);
    case 'core-selecting':
      return { packages: packagesOf(buyer, priced) };
  }
}

/** The third buyer takes a tenth at whatever price the others make; they want three tenths more as it gets cheaper. */
function demandOf(buyer: Player, place: number, priced: PricedOffer): Json {
  const { supply, unitReserveMinor } = unitsOf(priced);
  if (place === 2) return { nonCompetitiveQuantity: (supply / 10n).toString() };
  const worth = worthOf(priced.lots[0], priced, buyer.name) / supply;
  const most = worth > unitReserveMinor ? worth : unitReserveMinor;
  const quantity = ((supply * 3n) / 10n).toString();
  const steps = [2n * most - unitReserveMinor, (most + unitReserveMinor) / 2n];
  return { steps: steps.map((price) => ({ priceMinor: price.toString(), quantity })) };
}

/** Each right alone, and all of them together at a premium that is the buyer's own. */
function packagesOf(buyer: Player, priced: PricedOffer): Json {
  const alone = priced.lots.map((lot) => ({
    items: [lot.item],
    worthMinor: worthOf(lot, priced, buyer.name),
  }));
  const sum = alone.reduce((total, { worthMinor }) => total + worthMinor, 0n);
  const premium = millionths(`premium ${priced.offer.model} ${buyer.name}`) / 4n;
  const together = {
    items: priced.lots.map(({ item }) => item),
    worthMinor: (sum * (MILLION + premium)) / MILLION,
  };
  return [...alone, together].map(({ items, worthMinor }) => ({ items, priceMinor: worthMinor.toString() }));
}
