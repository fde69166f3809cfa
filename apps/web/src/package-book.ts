import { sealing } from '#core/auction';
import { z } from 'zod';
import type { Outcome, PackageAnnouncement } from './auction-view.js';
import { openedBids } from './opened-bids.js';

/** A package that won. */
export type PackageAward = {
  /** The digest of the envelope, a slash, and the place of the package in it. */
  readonly packageId: string;
  readonly bidder: string;
  readonly items: readonly string[];
  readonly bidMinor: bigint;
  readonly paymentMinor: bigint;
  /** What the winner would pay by the rule of Vickrey, Clarke and Groves. */
  readonly vcgMinor: bigint | undefined;
};

/** How items were sold in packages. */
export type PackageBook = {
  readonly family: 'packages';
  readonly status: 'sold' | 'partly-sold' | 'unsold' | 'undecided';
  /** The sum of the winning bids. */
  readonly welfareMinor: bigint;
  readonly awards: readonly PackageAward[];
  readonly unsoldItems: readonly string[];
  readonly bidderCount: number;
  readonly packageCount: number;
};

const whole = z.string().transform((digits) => BigInt(digits));

const packageResult = z.discriminatedUnion('status', [
  z.object({
    status: z.enum(['sold', 'partly-sold', 'unsold']),
    allocations: z.array(
      z.object({ bidId: z.string(), bidder: z.string(), items: z.array(z.string()), paymentMinor: whole }),
    ),
    welfareMinor: whole,
    vcg: z.array(z.object({ bidder: z.string(), paymentMinor: whole })),
  }),
  z.object({ status: z.literal('undecided') }),
]);

export function packageBook({ format, items }: PackageAnnouncement, outcome: Outcome): PackageBook {
  const bids = openedBids(outcome, sealing.BID_CONTENT[format]);
  const packages = bids.flatMap(({ bidId, content }) =>
    content.packages.map(({ priceMinor }, at) => [`${bidId}/${String(at)}`, BigInt(priceMinor)] as const),
  );
  const result = packageResult.parse(outcome.result);
  const counts = { bidderCount: bids.length, packageCount: packages.length };
  const names = items.map(({ item }) => item);
  if (result.status === 'undecided')
    return {
      family: 'packages',
      status: 'undecided',
      welfareMinor: 0n,
      awards: [],
      unsoldItems: names,
      ...counts,
    };
  const bidOf = new Map<string, bigint>(packages);
  const vcgOf = new Map(result.vcg.map(({ bidder, paymentMinor }) => [bidder, paymentMinor]));
  return {
    family: 'packages',
    status: result.status,
    welfareMinor: result.welfareMinor,
    awards: result.allocations.map(({ bidId, ...allocation }) => ({
      packageId: bidId,
      ...allocation,
      bidMinor: bidOf.get(bidId) ?? 0n,
      vcgMinor: vcgOf.get(allocation.bidder),
    })),
    unsoldItems: names.filter(
      (name) => !result.allocations.some((allocation) => allocation.items.includes(name)),
    ),
    ...counts,
  };
}
