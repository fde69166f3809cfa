import type { Currency } from '#libs/kernel';
import type { Assumption } from './assumptions.js';
import type { ThreeClocks } from './clocks/three-clocks.js';
import type { ResidualUtilityCurves } from './curves/residual-utility-curve.js';
import type { RangeText } from './minor-amounts.js';
import type { PriorName } from './priors.js';
import type { PricingRefusal } from './refusal.js';
import type { Sensitivity } from './sensitivities.js';
import type { Unknown } from './unknowns.js';
import type { BridgeStep } from './value-bridge.js';

/** Changes whenever the same dossier may lead to other figures. */
export const VALUATION_METHOD = 'valuation-2';

/** Amounts are whole minor units as text. The mean is over paths, losses included. */
export type ValueText = RangeText & { readonly mean: string };

export type PricedRight = {
  readonly kind: string;
  /** As asked for, with the widest terms filled in; amounts as text. */
  readonly terms: Readonly<Record<string, string | number | boolean | null | readonly string[]>>;
  /** What the figures are the price of: the lot, or one of its identical licences. */
  readonly per: 'lot' | 'licence';
} & (
  | (ValueText & {
      /** What the hammer is expected to bring. */
      readonly market: RangeText;
      readonly reserve: string;
      /** What the seller gives up: cost of performing and of selling. The reserve is never below it. */
      readonly sellerValue: string;
      /** Share of paths on which the right is worth nothing, or less. */
      readonly worthlessShare: number;
      /** Mean that the seller keeps by granting only this and not the weights; null where it is no part of them. */
      readonly reversionMean: string | null;
    })
  | { readonly refused: PricingRefusal }
);

/** An estimate of what a model is worth, with all that led to it, as plain JSON. Not an appraisal. */
export type Valuation = {
  readonly methodVersion: string;
  readonly label: 'estimate, not an appraisal';
  readonly calibration: 'uncalibrated';
  readonly inputsDigest: string;
  readonly manifestDigest: string | null;
  readonly currency: Currency;
  readonly valuationDate: string;
  readonly seed: string;
  /** Null where the dossier does not say. */
  readonly usageSource: 'fixture' | 'declared' | 'receipts' | null;
  readonly pathCount: number;
  readonly horizonMonths: number;
  readonly values: {
    readonly base: ValueText;
    readonly market: RangeText;
    readonly distress: RangeText;
    readonly encumbered: ValueText;
  };
  readonly rights: readonly PricedRight[];
  readonly clocks: ThreeClocks;
  readonly curves: ResidualUtilityCurves;
  /** Share of each family of curves in the forecasts behind the paths. */
  readonly forecasts: readonly {
    readonly domain: string;
    readonly quality: Readonly<Record<string, number>>;
    readonly calls: Readonly<Record<string, number>>;
  }[];
  /** Sums to values.base.p50. */
  readonly bridge: readonly BridgeStep[];
  /** From the base value to the others; each sums to the median of its value. */
  readonly bridges: Readonly<Record<'market' | 'distress' | 'encumbered', readonly BridgeStep[]>>;
  readonly reconciliation: {
    readonly income: { readonly indicatedMinor: string; readonly weight: number };
    readonly market: {
      readonly indicatedMinor: string | null;
      readonly weight: number;
      readonly lots: number;
      readonly unsold: number;
      readonly bids: number;
    };
    readonly cost: {
      readonly indicatedMinor: string | null;
      readonly role: 'cap';
      readonly weight: 0;
      /** Share of paths on which the cap binds. */
      readonly bindingShare: number;
    };
  };
  readonly confidence: {
    /** About 68 % of hammer prices should lie within this relative distance; null where the first decile is nothing. */
    readonly forecastStandardDeviation: number | null;
    /** Chance that the hammer falls within ten per cent of the median, as the deciles imply. */
    readonly within10Percent: number | null;
    /** Share of paths on which holding the model loses money. */
    readonly lossShare: number;
  };
  readonly sensitivities: readonly Sensitivity[];
  readonly assumptions: Readonly<Record<PriorName, Assumption>>;
  readonly unknowns: readonly Unknown[];
};
