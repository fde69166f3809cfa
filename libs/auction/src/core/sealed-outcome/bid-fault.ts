import { AMOUNT_MINOR_MAX, type Json } from '#libs/kernel';
import { BID_CONTENT } from '../sealing/index.js';
import type { ClearingTerms, PackageTerms, UnitTerms } from './clearing-terms.js';
import type { VoidReason } from './sealed-outcome.js';

/** Why an opened bid is none that the auction can clear; undefined when it is one. Total. */
export function bidFault(terms: ClearingTerms, bid: Json): VoidReason | undefined {
  if (!BID_CONTENT[terms.format].safeParse(bid).success) return 'not-a-bid-of-this-format';
  switch (terms.format) {
    case 'first-price':
    case 'second-price':
      return undefined;
    case 'uniform-price':
    case 'pay-as-bid':
      return overflowIn(terms, bid);
    case 'core-selecting':
    case 'vcg':
    case 'pay-as-bid-packages':
      return unknownItemIn(terms, bid);
  }
}

/** Whatever steps are awarded, their price has to be an amount. */
function overflowIn({ format }: UnitTerms, bid: Json): VoidReason | undefined {
  const { steps = [] } = BID_CONTENT[format].parse(bid);
  const value = steps.reduce((sum, step) => sum + BigInt(step.priceMinor) * BigInt(step.quantity), 0n);
  return value > AMOUNT_MINOR_MAX ? 'amount-out-of-range' : undefined;
}

function unknownItemIn({ format, items }: PackageTerms, bid: Json): VoidReason | undefined {
  const known = new Set(items.map(({ item }) => item));
  const { packages } = BID_CONTENT[format].parse(bid);
  return packages.every((wanted) => wanted.items.every((item) => known.has(item)))
    ? undefined
    : 'unknown-item';
}
