/**
 * What is assumed where a dossier is silent. Every figure that rests on one of these is listed with the
 * valuation, so that whoever disagrees can state his own.
 */
export type Prior = {
  readonly value: number;
  /** Standard deviation of the draws over paths; 0 where every path takes the value. */
  readonly deviation: number;
  readonly basis: string;
};

export const PRIORS = {
  substitutePriceHalfLifeYears: {
    value: 1.1,
    deviation: 0.3,
    basis:
      'economy-tier token prices halve in 1.10 years (arXiv 2603.28576); the deviation is of the yearly log decline',
  },
  frontierEloPerYear: {
    value: 157,
    deviation: 17,
    basis: 'growth of the Elo gap of 132 fixed models to the frontier of a public arena, 2023-05 to 2025-02',
  },
  qualityElasticity: {
    value: 1,
    deviation: 0.5,
    basis: 'elicited: a loss of one per cent of right answers costs about one per cent of the calls',
  },
  qualityDrift: {
    value: 0,
    deviation: 0.3,
    basis:
      'elicited: log-odds of skill a year of a model whose course nobody has measured; used only for domains that say so',
  },
  captureShare: {
    value: 0.5,
    deviation: 0,
    basis: 'symmetric bargaining (Nash, 1950), used only where no revenue shows the price',
  },
  serveCostHalfLifeYears: {
    value: 2.5,
    deviation: 0,
    basis: 'price-performance of GPUs doubles in about 2.5 years (Hobbhahn and Besiroglu, 2022)',
  },
  churn: { value: 0, deviation: 0, basis: 'what left before is in the usage series' },
  competition: { value: 0, deviation: 0, basis: 'rivals act through the Elo gap and the substitute price' },
  platform: { value: 0.02, deviation: 0, basis: 'elicited: the platform closes or bars the model' },
  deletionOrder: {
    value: 0.005,
    deviation: 0,
    basis: 'elicited: three orders to destroy models were made public in 2019 to 2022',
  },
  collection: { value: 0.02, deviation: 0, basis: 'elicited: receipts stop being shared though they go on' },
  discountRate: { value: 0.03, deviation: 0, basis: 'risk-free; risks stand in the paths and the hazards' },
  riskPremium: { value: 0, deviation: 0, basis: 'no systematic risk is priced' },
  tasteDispersion: {
    value: 0.3,
    deviation: 0,
    basis: 'elicited: log-scale spread of what bidders make of the same asset',
  },
} as const satisfies Readonly<Record<string, Prior>>;

export type PriorName = keyof typeof PRIORS;

/**
 * A licence that others may get too fetches about half of an exclusive one: over two thirds of clauses that turn
 * an exclusive licence into a non-exclusive one cut the royalty by 50 % (Varner, 2011). Beta(5, 5).
 */
export const NON_EXCLUSIVE_SHARE = { successes: 5, failures: 5 } as const;

/**
 * Where in the distribution of cash-flow values the hammer is expected to fall. On a public market for royalties
 * the best bids sat near the value that bottom-decile cash flows imply, asks near the median (Kosyuk and Stoikov,
 * 2022, arXiv 2209.09719): the tenth to twentieth percentile until own sales say otherwise. Here its middle, with
 * 80 % of the doubt between the fifth and the thirtieth.
 */
export const HAMMER_LEVELS = { p10: 0.05, p50: 0.15, p90: 0.3 } as const;

/**
 * What a forced sale loses: 14 % to 30 % for aircraft (Pulvino, 1998), 27 % for houses (Campbell, Giglio and
 * Pathak, 2011). The lower the price, the deeper the discount.
 */
export const FORCED_SALE_DISCOUNTS = { p10: 0.3, p50: 0.27, p90: 0.14 } as const;
