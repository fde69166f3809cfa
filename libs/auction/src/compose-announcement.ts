import { encodeId, type Id, ok, err, sha256Hex, type Result } from '#libs/kernel';
import { type Config, type Problem, problemAt } from '#libs/platform';
import type { FrozenWeights } from '#libs/attribution';
import type { LotRow } from '#libs/rights';
import type { FrozenValuation } from '#libs/valuation';
import type { z } from 'zod';
import type { announceAuction } from './auction.contract.js';
import {
  type Announcement,
  type Lifecycle,
  outageThresholdMs,
  SEALED_RULES_VERSION,
  sealing,
  unitsForSale,
  usualCap,
  WHOLE_LOT,
} from './core/index.js';
import { logKeyOf } from './log-key.js';
import type { OrderBooks } from './order-books.js';

type Input = z.output<typeof announceAuction>;

/** What an announcement is made of, loaded and checked. */
export type AnnouncementParts = {
  readonly id: Id<'auction'>;
  readonly input: Input;
  readonly lots: readonly { readonly item: string; readonly lot: LotRow }[];
  readonly rootDigest: string;
  readonly valuation: FrozenValuation;
  readonly weights: FrozenWeights;
  readonly config: Config;
  /** Whose standing orders may come in. */
  readonly books: Pick<OrderBooks, 'admission'>;
};

const DAY_MS = 86_400_000;

/** What a seller gets who says nothing about the time after the close. */
const USUAL_LIFECYCLE: Lifecycle = {
  openingGraceMs: 2 * DAY_MS,
  paymentWindowMs: 14 * DAY_MS,
  deliveryWindowMs: 7 * DAY_MS,
  inspectionWindowMs: 7 * DAY_MS,
  holdbackBps: 0,
  holdbackMs: 30 * DAY_MS,
};

/** Bids on packages may name many items. */
const PADDED_BYTES = { package: 16_384, other: 1_024 } as const;

/** With which most auctions of 100 items and 500 bids are proven within a minute. */
const USUAL_NODE_LIMIT = 20_000;

/** Puts an announcement together. `format-unfit` for units of a right that cannot be divided. */
export function composeAnnouncement(parts: AnnouncementParts): Result<Announcement, Problem> {
  const { sale } = parts.input;
  const common = commonOf(parts);
  switch (sale.format) {
    case 'first-price':
    case 'second-price':
      return ok({ ...common, format: sale.format, reserveMinor: sale.reserveMinor.toString() });
    case 'uniform-price':
    case 'pay-as-bid': {
      const units = unitTerms(parts, sale);
      if (!units.ok) return units;
      return sale.format === 'pay-as-bid'
        ? ok({ ...common, ...units.value, format: sale.format })
        : ok({
            ...common,
            ...units.value,
            format: sale.format,
            pricing: sale.pricing ?? 'lowest-accepted',
          });
    }
    case 'core-selecting':
    case 'vcg':
    case 'pay-as-bid-packages':
      return ok({
        ...common,
        format: sale.format,
        items: sale.items.map(({ item, reserveMinor }) => ({ item, reserveMinor: reserveMinor.toString() })),
        nodeLimit: sale.nodeLimit ?? USUAL_NODE_LIMIT,
        undecidedRule: 'void-and-refund',
      });
  }
}

type UnitSale = Extract<Input['sale'], { format: 'uniform-price' | 'pay-as-bid' }>;

type UnitTerms = Pick<
  Extract<Announcement, { format: 'pay-as-bid' }>,
  'supply' | 'reserveMinor' | 'capPerBidder' | 'minimumFill'
>;

function unitTerms({ lots }: AnnouncementParts, sale: UnitSale): Result<UnitTerms, Problem> {
  const [first] = lots;
  const supply = first === undefined ? undefined : unitsForSale(first.lot.terms);
  if (supply === undefined)
    return err(problemAt('format-unfit', '/sale/format', 'sells units, and this right is sold as a whole'));
  const minimumFill = sale.minimumFill ?? 0n;
  if (minimumFill > supply)
    return err(problemAt('format-unfit', '/sale/minimumFill', `exceeds the supply of ${String(supply)}`));
  return ok({
    supply: supply.toString(),
    reserveMinor: sale.reserveMinor.toString(),
    capPerBidder: (sale.capPerBidder ?? usualCap(supply)).toString(),
    minimumFill: minimumFill.toString(),
  });
}

type Common = Omit<
  Extract<Announcement, { format: 'first-price' | 'second-price' }>,
  'format' | 'reserveMinor'
>;

function commonOf(parts: AnnouncementParts): Common {
  const { id, input, lots, rootDigest, valuation, weights, config, books } = parts;
  const [first] = lots;
  const scheme = schemeOf(parts);
  return {
    document: 'auction-announcement',
    auctionId: encodeId('auction', id),
    sellerId: first === undefined ? '' : encodeId('party', first.lot.sellerId),
    lots: lots.map(({ item, lot }) => ({
      item,
      lotId: encodeId('lot', lot.id),
      terms: lot.terms,
      termsDigest: lot.termsDigest,
    })),
    version: { versionId: first === undefined ? '' : encodeId('version', first.lot.versionId), rootDigest },
    valuation: {
      valuationId: encodeId('valuation', input.valuationId),
      documentDigest: valuation.documentDigest,
    },
    dataRoom: (input.dataRoom ?? []).map(({ name, body }) => ({ name, digest: sha256Hex(body) })),
    rulesVersion: SEALED_RULES_VERSION,
    currency: valuation.currency,
    depositMinor: input.depositMinor.toString(),
    bondMinor: (input.bondMinor ?? 0n).toString(),
    proceeds: {
      weightSetId: encodeId('weightSet', weights.id),
      weightsDigest: weights.digest,
      platformFeeBps: config.platformFeeBps,
    },
    opensAt: input.opensAt.toISOString(),
    closesAt: input.closesAt.toISOString(),
    lifecycle: input.lifecycle ?? USUAL_LIFECYCLE,
    outage: {
      rule: 'extend-by-silence',
      silenceMs: outageThresholdMs(config.auctionOutageMs, config.sweepIntervalMs),
    },
    sealing: { ...scheme, ...books.admission(scheme) },
  };
}

/** The lots that are to be sold, by the names that bids will use. */
export const lotsIn = ({ sale }: Input): readonly { readonly item: string; readonly lotId: Id<'lot'> }[] =>
  'items' in sale
    ? sale.items.map(({ item, lotId }) => ({ item, lotId }))
    : [{ item: WHOLE_LOT, lotId: sale.lotId }];

const schemeOf = ({ input, config }: AnnouncementParts): sealing.SealingScheme => ({
  scheme: 'pvss-ristretto255-xchacha20poly1305',
  envelopeVersion: sealing.SEALING_VERSION,
  paddedBytes: input.paddedBytes ?? PADDED_BYTES['items' in input.sale ? 'package' : 'other'],
  threshold: config.trusteeThreshold,
  trustees: [...config.trustees],
  logPublicKey: logKeyOf(config.secretKey).publicKey,
});
