import { calendarDay, sha256Digest } from '#contract/platform';
import { isCurrency } from '#libs/kernel';
import { z } from 'zod';
// Not through the index: a browser that reads this needs no statistics.
import type { LotKind } from '#core/rights';
import type { CalibrationVerdict } from './core/scoreboard/calibration-verdict.js';
import type { ScoreRefusal } from './core/scoreboard/score-figure.js';

/** Whole minor units, as text on both sides: the board is a document that anybody can compute again. */
const minorText = z.string().regex(/^(0|[1-9]\d*)$/, 'must be a whole amount in minor units, as a string');

const currency = z.string().refine(isCurrency, 'must be an ISO 4217 currency code').meta({ example: 'EUR' });

const lotKind = z.enum([
  'weights',
  'exclusive-licence',
  'usage-licence',
  'inference-access',
  'revenue-share',
] as const satisfies readonly LotKind[]);

const count = z.number().int().min(0);

const refusal = z.strictObject({
  code: z.enum([
    'too-few-sales',
    'no-variation',
    'zero-median',
    'bound-not-positive',
    'no-lots',
    'no-sales',
    'no-claims',
    'too-few-claims',
    'mostly-unsold',
  ] as const satisfies readonly ScoreRefusal['code'][]),
  reason: z.string(),
});

/** A figure with its 95 % interval and the lots behind it, or the reason why there is none. */
const figure = z.union([
  z.strictObject({ value: z.number(), lower: z.number(), upper: z.number(), n: count }),
  z.strictObject({ refused: refusal }),
]);

/** How often a claim that should hold for a nominal share of lots was kept. */
const claimedShare = z.strictObject({
  nominal: z.number().min(0).max(1),
  /** Of the sold lots. */
  observed: figure,
  /** What the share over all lots can be at least and at most, whatever the unsold ones were worth. */
  withUnsold: z
    .strictObject({ least: z.number(), most: z.number(), lower: z.number(), upper: z.number(), n: count })
    .nullable(),
});

const outcome = z.discriminatedUnion('state', [
  z.strictObject({ state: z.literal('sold'), priceMinor: minorText }),
  /** All that is known of its price is that it lies below the reserve. */
  z.strictObject({ state: z.literal('unsold'), reserveMinor: minorText }),
]);

/** A frozen valuation beside what became of the lot; scores are null where it stayed unsold. */
const entry = z.strictObject({
  lot: z.string(),
  valuationDigest: sha256Digest,
  kind: lotKind,
  currency,
  valuedOn: calendarDay,
  closedOn: calendarDay,
  p10Minor: minorText,
  estimateMinor: minorText,
  p90Minor: minorText,
  forecastStandardDeviation: z.number().nullable(),
  outcome,
  losingBidsMinor: z.array(minorText),
  /** Estimate over price. */
  ratio: z.number().nullable(),
  isCovered: z.boolean().nullable(),
  /** How many claimed standard deviations the price lies above the estimate, on the log scale. */
  standardisedError: z.number().nullable(),
});

const currencyScores = z.strictObject({
  currency,
  sold: count,
  estimatesMinor: minorText,
  pricesMinor: minorText,
  prd: figure,
  prb: figure,
  trimmed: z.strictObject({ prd: figure, prb: figure }),
  /** Winkler's score of the claimed ranges, in minor units. */
  intervalScore: figure,
});

/** Scores that no unit of money enters, over the sales of all currencies. COD in per cent, the rest as shares. */
const ratioScores = z.strictObject({
  medianRatio: figure,
  cod: figure,
  mdape: figure,
  pe5: figure,
  pe10: figure,
  pe20: figure,
  trimmed: z.strictObject({ outlierCount: count, cod: figure }),
  logIntervalScore: figure,
});

/** A point of the calibration plot: how often prices fell to or below a claimed quantile. */
const reliabilityPoint = claimedShare.extend({ quantile: z.enum(['published', 'lognormal']) });

const calibration = z.strictObject({
  /** Never true below 30 sales. */
  calibrated: z.boolean(),
  code: z.enum([
    'nothing-contradicts',
    'too-few-sales',
    'too-few-claims',
    'mostly-unsold',
    'level-off',
    'coverage-off',
    'deviation-off',
    'kind-uncalibrated',
  ] as const satisfies readonly CalibrationVerdict['code'][]),
  reason: z.string(),
});

const stratum = z.strictObject({
  offered: count,
  sold: count,
  unsold: count,
  valuations: count,
  losingBids: count,
  /** Sold among the offered. */
  hitRate: figure,
  ratios: ratioScores,
  byCurrency: z.array(currencyScores),
  /** Median of estimate over price had every lot been sold: unsold ones count as censored at their reserve. */
  medianRatioWithUnsold: figure,
  /** Share of prices in the range that claims 80 %. */
  coverage: claimedShare,
  /** Standardised errors: mean 0, spread 1 and 68 % within one where claims are right. */
  deviation: z.strictObject({
    mean: figure,
    spread: figure,
    spreadWithUnsold: figure,
    within: claimedShare,
  }),
  reliability: z.array(reliabilityPoint),
  calibration,
});

/** How the engine's own valuations did, frozen before their auctions, against what became of the lots. */
export const scoreboardView = z.strictObject({
  methodVersion: z.string(),
  seed: z.string(),
  intervalLevel: z.number(),
  calibrationSalesMin: count,
  entries: z.array(entry),
  byKind: z.array(stratum.extend({ kind: lotKind })),
  overall: stratum,
});
