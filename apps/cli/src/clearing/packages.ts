import { clearPackages, type PackageAuction, type PackageCertificate } from '#core/auction';
import { z } from 'zod';
import { amount, name, tieSeed } from './amount.js';
import { distinctIds } from './bid-list.js';

const ITEMS_MAX = 500;
const PACKAGES_MAX = 2_000;

/** Five hundred bids of the hardest kind that was measured took about a thousand nodes. */
const NODE_LIMIT = 20_000;

export const packagesSchema = z
  .strictObject({
    format: z.enum(['core-selecting', 'vcg', 'pay-as-bid-packages']),
    items: z.array(name).min(1).max(ITEMS_MAX),
    reserves: z.record(name, amount),
    bids: z
      .array(
        z.strictObject({ id: name, bidder: name, items: z.array(name).min(1).max(ITEMS_MAX), price: amount }),
      )
      .max(PACKAGES_MAX),
    tieSeed,
  })
  .superRefine(({ items, reserves, bids }, context) => {
    const refuse = (path: (string | number)[], message: string): void => {
      context.addIssue({ code: 'custom', path, message });
    };
    const known = new Set(items);
    refuseRepeated(items, ['items'], refuse);
    for (const item of Object.keys(reserves))
      if (!known.has(item)) refuse(['reserves', item], 'is not one of the items');
    distinctIds({ bids }, context);
    for (const [at, bid] of bids.entries()) {
      for (const [place, item] of bid.items.entries())
        if (!known.has(item)) refuse(['bids', at, 'items', place], 'is not one of the items');
      refuseRepeated(bid.items, ['bids', at, 'items'], refuse);
    }
  });

type PackagesInput = z.output<typeof packagesSchema>;
type Refuse = (path: (string | number)[], message: string) => void;

function refuseRepeated(items: readonly string[], path: (string | number)[], refuse: Refuse): void {
  for (const [place, item] of items.entries())
    if (items.indexOf(item) < place) refuse([...path, place], 'stands here twice');
}

const PRICINGS = {
  vcg: 'vcg',
  'core-selecting': 'core-selecting',
  'pay-as-bid-packages': 'pay-as-bid',
} as const;

/** Sells items in packages; see {@link clearPackages}. */
export function clearPackageAuction(input: PackagesInput, withCertificate: boolean): object {
  const outcome = clearPackages(auctionOf(input));
  if (outcome.status === 'undecided') {
    const reason = `the optimum was not proved within ${String(NODE_LIMIT)} nodes`;
    return { refused: { code: 'node-limit', reason } };
  }
  const { status, allocations, welfareMinor, vcgMinor } = outcome.result;
  return {
    status,
    allocations: allocations.map(({ bidId, bidder, items, paymentMinor }) => ({
      bid: bidId,
      bidder,
      items,
      payment: paymentMinor.toString(),
    })),
    welfare: welfareMinor.toString(),
    vcg: Object.fromEntries([...vcgMinor].map(([bidder, payment]) => [bidder, payment.toString()])),
    ...(withCertificate ? { certificate: writtenCertificate(outcome.certificate) } : {}),
  };
}

/** The same document with its integers as strings. */
const writtenCertificate = (certificate: PackageCertificate): unknown =>
  JSON.parse(
    JSON.stringify(certificate, (_, value: unknown) =>
      typeof value === 'bigint' ? value.toString() : value,
    ),
  );

const auctionOf = (input: PackagesInput): PackageAuction => ({
  items: input.items,
  reservesMinor: new Map(Object.entries(input.reserves)),
  pricing: PRICINGS[input.format],
  bids: input.bids.map(({ id, bidder, items, price }) => ({ bidId: id, bidder, items, priceMinor: price })),
  tieSeed: input.tieSeed,
  nodeLimit: NODE_LIMIT,
});
