import * as rights from '#contract/rights';
import type { z } from 'zod';

export type Terms = z.input<typeof rights.listLot>['terms'];

/** What the demonstration offers of one model, and how it is sold. */
export type DemonstrationOffer = {
  /** Of the model, as it is registered. */
  readonly model: string;
  readonly what: string;
  /** Each is a lot of its own; several are sold together, to bids on packages of them. */
  readonly lots: readonly [NamedTerms, ...NamedTerms[]];
  readonly format: 'second-price' | 'first-price' | 'uniform-price' | 'core-selecting';
  /** How many of the buyers want it. */
  readonly bidders: number;
  /** Where bids lie: within what the hammer was expected to bring, or below the reserve. */
  readonly bids: 'in-range' | 'below-reserve';
};

type NamedTerms = { readonly item: string; readonly terms: Terms };

/** One auction of each family: a single lot, units, packages; and one that nobody wants at its reserve. */
export const OFFERS: readonly [DemonstrationOffer, ...DemonstrationOffer[]] = [
  {
    model: 'es6-crawler-detect (npm)',
    what: 'a two-year usage licence',
    lots: [
      {
        item: 'lot',
        terms: {
          kind: 'usage-licence',
          copies: 1,
          fieldOfUse: 'web/bot-detection',
          territory: 'worldwide',
          termMonths: 24,
          transferable: false,
        },
      },
    ],
    format: 'second-price',
    bidders: 3,
    bids: 'in-range',
  },
  {
    model: 'naive-bayes, innuendo-moderation',
    what: 'a fifth of the receipts, by the basis point',
    lots: [
      { item: 'lot', terms: { kind: 'revenue-share', shareBps: 2_000, termMonths: 24, capMinor: null } },
    ],
    format: 'uniform-price',
    bidders: 3,
    bids: 'in-range',
  },
  {
    model: 'vader-sentiment (npm)',
    what: 'a licence, access and a share, apart or together',
    lots: [
      { item: 'access', terms: { kind: 'inference-access', callsPerMonth: 100_000, termMonths: 24 } },
      {
        item: 'licence',
        terms: {
          kind: 'usage-licence',
          copies: 1,
          fieldOfUse: 'reviews/sentiment',
          territory: 'worldwide',
          termMonths: 24,
          transferable: false,
        },
      },
      { item: 'share', terms: { kind: 'revenue-share', shareBps: 1_000, termMonths: 24, capMinor: null } },
    ],
    format: 'core-selecting',
    bidders: 3,
    bids: 'in-range',
  },
  {
    model: 'isbot (npm)',
    what: 'the weights',
    lots: [{ item: 'lot', terms: { kind: 'weights', assignment: true } }],
    format: 'first-price',
    bidders: 1,
    bids: 'below-reserve',
  },
];
