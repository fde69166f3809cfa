import type { Substitute } from '../clocks/substitute.js';
import type { SampledSeries } from '../sampling/sampled-series.js';

/** One use of the model with all that moves its value. Amounts are minor units, as floats: they are fitted. */
export interface DomainModel {
  readonly name: string;
  readonly chanceLevel: number;
  /** Courses of the share of right answers, at {@link SAMPLE_YEARS}. */
  readonly quality: SampledSeries;
  /** Courses of the calls a month, at {@link SAMPLE_YEARS}. */
  readonly calls: SampledSeries;
  /** Share of each family of curves in the two forecasts. */
  readonly families: {
    readonly quality: Readonly<Record<string, number>>;
    readonly calls: Readonly<Record<string, number>>;
  };
  /** Calls a month now. */
  readonly callsToday: number;
  /** What a call earns now; undefined where calls are not sold. */
  readonly pricePerCall: number | undefined;
  /** Cost to serve one call, at {@link SAMPLE_YEARS}. */
  readonly servePerCall: Float64Array;
  readonly substitutes: readonly Substitute[];
  /** Share of right answers from which a substitute will do; undefined for the quality today. */
  readonly adequateQuality: number | undefined;
  /** Part of the fixed cost that this domain carries. */
  readonly fixedCostShare: number;
}

/** The model on the market: everything that a path needs to know besides its own draws. */
export interface PricingModel {
  readonly domains: readonly DomainModel[];
  readonly fixedPerMonth: number;
  /** Part of the receipts that stays with whoever collects them. */
  readonly feeShare: number;
  readonly captureShare: number;
  readonly frontierEloPerYear: number;
  readonly frontierDeviation: number;
  readonly qualityElasticity: number;
  readonly qualityElasticityDeviation: number;
  /** Part of the customers who have not left by then, at {@link SAMPLE_YEARS}. */
  readonly attrition: Float64Array;
  /** Ends of everything, a year: platform closed, deletion ordered. */
  readonly terminationPerYear: number;
  /** Shared receipts that are no longer passed on, a year. */
  readonly collectionPerYear: number;
  /** Effective yearly rate, with the premium for systematic risk. */
  readonly discountRate: number;
}
