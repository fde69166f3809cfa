import * as rights from '#contract/rights';
import type { z } from 'zod';

type Terms = z.input<typeof rights.listLot>['terms'];

/** A right that the demonstration offers, and how many of the buyers want it. */
export type DemonstrationLot = {
  /** Of the model, as it is registered. */
  readonly model: string;
  readonly terms: Terms;
  readonly what: string;
  readonly bidders: number;
  /** Where bids lie: within what the hammer was expected to bring, or below the reserve. */
  readonly bids: 'in-range' | 'below-reserve';
};

/** One that is contested, one that two want, one that nobody wants at its reserve. */
export const LOTS: readonly [DemonstrationLot, ...DemonstrationLot[]] = [
  {
    model: 'es6-crawler-detect (npm)',
    terms: {
      kind: 'usage-licence',
      copies: 1,
      fieldOfUse: 'web/bot-detection',
      territory: 'worldwide',
      termMonths: 24,
      transferable: false,
    },
    what: 'a two-year usage licence',
    bidders: 3,
    bids: 'in-range',
  },
  {
    model: 'naive-bayes, innuendo-moderation',
    terms: { kind: 'weights', assignment: true },
    what: 'the weights',
    bidders: 2,
    bids: 'in-range',
  },
  {
    model: 'vader-sentiment (npm)',
    terms: { kind: 'revenue-share', shareBps: 2_000, termMonths: 24, capMinor: null },
    what: 'a fifth of the receipts',
    bidders: 1,
    bids: 'below-reserve',
  },
];
