import { z } from 'zod';
import { assert, type Json } from '#libs/kernel';
import type { Announcement } from './announcement.js';

/** What one bid was awarded, by the names that the outcome uses. */
export type StatedAward = {
  readonly bidder: string;
  readonly bidId: string;
  /** Of a package bid, the announced items; otherwise the whole lot. */
  readonly items: readonly string[] | undefined;
  /** Of a bid on units. */
  readonly quantity: bigint | undefined;
  readonly priceMinor: bigint;
};

const whole = z.string().transform((digits) => BigInt(digits));

const itemResult = z.discriminatedUnion('status', [
  z.object({ status: z.literal('sold'), winner: z.string(), bidId: z.string(), priceMinor: whole }),
  z.object({ status: z.literal('unsold') }),
]);

const allocation = { bidder: z.string(), bidId: z.string(), paymentMinor: whole };
const unitResult = z.object({
  allocations: z.array(z.object({ ...allocation, quantity: whole })).default([]),
});
const packageResult = z.object({
  allocations: z.array(z.object({ ...allocation, items: z.array(z.string()) })).default([]),
});

/** Who won what at which price, as the `result` of an outcome states it. None where nothing was sold or decided. */
export function awardsIn({ format }: Pick<Announcement, 'format'>, result: Json): readonly StatedAward[] {
  switch (format) {
    case 'first-price':
    case 'second-price': {
      const read = itemResult.parse(result);
      if (read.status === 'unsold') return [];
      const { winner: bidder, bidId, priceMinor } = read;
      return [{ bidder, bidId, items: undefined, quantity: undefined, priceMinor }];
    }
    case 'uniform-price':
    case 'pay-as-bid':
      return unitResult.parse(result).allocations.map(({ paymentMinor, ...award }) => ({
        ...award,
        items: undefined,
        priceMinor: paymentMinor,
      }));
    case 'core-selecting':
    case 'vcg':
    case 'pay-as-bid-packages':
      return packageResult.parse(result).allocations.map(({ paymentMinor, bidId, ...award }) => {
        // Packages are alternatives of one bid: the envelope's digest, a slash, and the number.
        const [envelopeDigest] = bidId.split('/');
        assert(envelopeDigest !== undefined, 'a package bid is named after its envelope');
        return { ...award, bidId: envelopeDigest, quantity: undefined, priceMinor: paymentMinor };
      });
  }
}

/** Whether the search for the best packages ended without a proof. */
export const isUndecided = (result: Json): boolean =>
  z.object({ status: z.literal('undecided') }).safeParse(result).success;
