import type { Currency } from '#libs/kernel';
import type { QualityObservation } from './binomial-quality.js';
import type { BridgeStepName } from './price-bridge.js';
import type { QualityFit } from './quality-family.js';
import type { QualityEstimate } from './quality-interval.js';
import type { UsageDecay } from './usage-decay.js';

/** Changes whenever the same dossier may lead to other figures. */
export const RULES_VERSION = 'valuation-1';

/** Level of the intervals around the quality curve. */
export const CURVE_LEVEL = 0.95;

/** How well one domain is served, over time. Times are decimal years. */
export type AppraisedDomain = {
  readonly name: string;
  readonly chanceLevel: number;
  /** The decimal year from which the parameters count time: the valuation date. */
  readonly originYear: number;
  /** Every family with its weight of evidence; parameters count years from the origin. */
  readonly families: readonly (QualityFit & { readonly weight: number })[];
  /** The scores as observed, for plotting. */
  readonly observations: readonly (QualityObservation & { readonly label: string })[];
  /** From the first score to the end of the longest term, with 95 % intervals for the curve. */
  readonly curve: readonly QualityEstimate[];
};

/** Price of one right, amounts as decimal strings of minor units. */
export type AppraisedRight = {
  readonly kind: 'usage-licence';
  readonly terms: { readonly termMonths: number; readonly licensees: number };
  readonly p10Minor: string;
  readonly p50Minor: string;
  readonly p90Minor: string;
  readonly meanMinor: string;
  readonly reserveAdviceMinor: string;
  /** Relative: about 68 % of outcomes should lie within. Null where the first decile is nothing. */
  readonly forecastStandardDeviation: number | null;
  readonly worthlessShare: number;
  readonly idleMonthsMean: number;
  /** Sums to the mean, exactly. */
  readonly bridge: readonly { readonly step: BridgeStepName; readonly amountMinor: string }[];
};

/** An estimate of what a model is worth, with all that led to it, as plain JSON. */
export type Appraisal = {
  readonly rulesVersion: string;
  /** No price has yet been compared with enough realised sales to call the ranges calibrated. */
  readonly calibration: 'uncalibrated';
  /** SHA-256 of the canonical JSON of the dossier. */
  readonly inputsDigest: string;
  readonly manifestDigest: string;
  readonly currency: Currency;
  readonly valuationDate: string;
  readonly seed: string;
  readonly pathCount: number;
  readonly usageSource: 'fixture' | 'declared' | 'receipts';
  readonly domains: readonly AppraisedDomain[];
  readonly usage: UsageDecay;
  readonly rights: readonly AppraisedRight[];
};
