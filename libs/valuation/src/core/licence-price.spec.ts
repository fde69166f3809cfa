import { assert, AssertionFailure, type Random } from '#libs/kernel';
import fc from 'fast-check';
import {
  type LicencePrice,
  type Negotiation,
  priceUsageLicence,
  type Simulation,
  type UsageLicenceTerms,
} from './licence-price.js';
import type { QualityCurve } from './quality-curve.js';
import { qualityDraws } from './quality-draws.js';
import type { UtilityDomain, UtilityModel } from './residual-utility.js';
import type { GoingUsage } from './usage-decay.js';

const USAGE: GoingUsage = {
  kind: 'going',
  monthCount: 12,
  lastMonth: '2026-10-01',
  activeShare: 1,
  lastLevelCalls: 200_000,
  fittedLevel: { value: Math.log(200_000), standardError: 0.1 },
  monthlyGrowth: { value: -0.05, standardError: 0.02 },
  residualStandardDeviation: 0.2,
  passingNoise: 0.15,
  lastingNoise: 0.05,
  growthDeviation: 0.03,
  levelDeviation: 0.1,
};

/** The same without any spread or trend. */
const CERTAIN_USAGE: GoingUsage = {
  ...USAGE,
  monthlyGrowth: { value: 0, standardError: 0 },
  residualStandardDeviation: 0,
  passingNoise: 0,
  lastingNoise: 0,
  growthDeviation: 0,
  levelDeviation: 0,
};

/** Skill whose log-odds are 1.5 today and fall by `decay` a year. */
const decliningCurve = (decay: number): QualityCurve => ({
  chanceLevel: 0,
  components: [
    {
      weight: 1,
      fit: {
        family: 'logistic',
        chanceLevel: 0,
        parameters: { a: { value: 1.5, standardError: 0.1 }, b: { value: decay, standardError: 0.05 } },
        covariance: [
          [0.01, 0.001],
          [0.001, 0.0025],
        ],
        observationCount: 9,
        logLikelihood: -20,
        deviance: 9,
        degreesOfFreedom: 7,
        overDispersion: 1.3,
        converged: true,
        iterations: 5,
        aicc: 44,
      },
    },
  ],
});

const domain = (change: Partial<UtilityDomain> = {}): UtilityDomain => ({
  name: 'crawlers',
  drawQuality: qualityDraws(decliningCurve(0.4)),
  callShareBps: 10_000,
  savingPerCorrectCallMicroMinor: 30_000n,
  ...change,
});

const model = (change: Partial<UtilityModel> = {}): UtilityModel => ({
  domains: [domain()],
  usage: USAGE,
  monthsSinceUsage: 1.2,
  costPerCallMicroMinor: 5_000n,
  annualDiscountRateBps: 400,
  ...change,
});

const YEAR: UsageLicenceTerms = { termMonths: 12, licensees: 1 };
const HALF: Negotiation = { surplusShareBps: 5_000 };
const SMALL: Simulation = { seed: 'law', pathCount: 100 };

function priceOf(utility: UtilityModel, terms = YEAR, simulation = SMALL, negotiation = HALF): LicencePrice {
  const price = priceUsageLicence(utility, terms, negotiation, simulation);
  assert(price.ok, price.ok ? '' : price.error.reason);
  return price.value;
}

const quantilesOf = ({ p10Minor, p50Minor, p90Minor, meanMinor }: LicencePrice): readonly bigint[] => [
  p10Minor,
  p50Minor,
  p90Minor,
  meanMinor,
];

const anyModel = fc
  .record({
    decay: fc.double({ min: -0.5, max: 3, noNaN: true }),
    growth: fc.double({ min: -0.3, max: 0.1, noNaN: true }),
    saving: fc.bigInt({ min: -20_000n, max: 200_000n }),
    cost: fc.bigInt({ min: 0n, max: 50_000n }),
    discount: fc.integer({ min: 0, max: 10_000 }),
    callShareBps: fc.integer({ min: 0, max: 10_000 }),
  })
  .map(({ decay, growth, saving, cost, discount, callShareBps }) =>
    model({
      domains: [
        domain({
          drawQuality: qualityDraws(decliningCurve(decay)),
          savingPerCorrectCallMicroMinor: saving,
          callShareBps,
        }),
      ],
      usage: { ...USAGE, monthlyGrowth: { value: growth, standardError: 0.02 } },
      costPerCallMicroMinor: cost,
      annualDiscountRateBps: discount,
    }),
  );

const runs = { numRuns: 40 };

describe('price of a usage licence', () => {
  it('is calls × (saving × quality − cost), discounted, times the share, when nothing is uncertain', () => {
    const certain = model({
      domains: [domain({ drawQuality: (_random: Random, times: readonly number[]) => times.map(() => 0.8) })],
      usage: CERTAIN_USAGE,
      annualDiscountRateBps: 2_100,
    });
    // 200,000 calls × (0.03 × 0.8 − 0.005) = 3,800 a month; 21 % a year, months counted at their middle.
    const months = Array.from({ length: 12 }, (_, month) => 3_800 * 1.21 ** (-(month + 0.5) / 12));
    const expected = BigInt(Math.round(months.reduce((sum, value) => sum + value, 0) / 2 / 4));
    const price = priceOf(certain, { termMonths: 12, licensees: 4 });
    expect(quantilesOf(price)).toEqual([expected, expected, expected, expected]);
    expect(price.idleMonthsMean).toBe(0);
  });

  it('counts today without decay, then decay, cost, discount and the split, as a bridge', () => {
    const certain = model({
      domains: [
        domain({
          drawQuality: (_random: Random, times: readonly number[]) => times.map((t) => (t > 0 ? 0.5 : 1)),
        }),
      ],
      usage: CERTAIN_USAGE,
      annualDiscountRateBps: 0,
    });
    const { bridge } = priceOf(certain, { termMonths: 1, licensees: 2 });
    expect(bridge).toEqual([
      { step: 'as-today', amountMinor: 6_000n },
      { step: 'quality-decay', amountMinor: -3_000n },
      { step: 'usage-change', amountMinor: 0n },
      { step: 'serving-cost', amountMinor: -1_000n },
      { step: 'right-to-stop', amountMinor: 0n },
      { step: 'discounting', amountMinor: 0n },
      { step: 'kept-by-licensee', amountMinor: -1_000n },
      { step: 'shared-among-licensees', amountMinor: -500n },
    ]);
  });

  it('is nothing where every call costs more than it saves, and says for how many months', () => {
    const dear = model({ costPerCallMicroMinor: 40_000n });
    const price = priceOf(dear);
    expect(quantilesOf(price)).toEqual([0n, 0n, 0n, 0n]);
    expect(price.worthlessShare).toBe(1);
    expect(price.idleMonthsMean).toBe(12);
  });

  it('lets the licensee stop when quality no longer pays for the calls', () => {
    const fading = model({
      domains: [
        domain({ drawQuality: (_random: Random, times: readonly number[]) => times.map((t) => 1 - t) }),
      ],
      costPerCallMicroMinor: 15_000n,
    });
    // Saving × (1 − t) falls below the cost half-way through the year.
    const price = priceOf(fading);
    expect(price.idleMonthsMean).toBe(6);
    expect(price.bridge.find(({ step }) => step === 'right-to-stop')?.amountMinor).toBeGreaterThan(0n);
  });

  it('advises the bottom decile as reserve', () => {
    const price = priceOf(model());
    expect(price.reserveAdviceMinor).toBe(price.p10Minor);
    expect(price.p10Minor).toBeGreaterThan(0n);
  });

  it('refuses amounts that are no longer exact to one minor unit', () => {
    const absurd = model({ domains: [domain({ savingPerCorrectCallMicroMinor: 10n ** 18n })] });
    const price = priceUsageLicence(absurd, YEAR, HALF, SMALL);
    expect(price).toMatchObject({ ok: false, error: { code: 'amount-out-of-range' } });
  });

  it('asserts that the term and the number of paths are within their limits', () => {
    expect(() => priceOf(model(), { termMonths: 121, licensees: 1 })).toThrow(AssertionFailure);
    expect(() => priceOf(model(), YEAR, { seed: 'x', pathCount: 20_001 })).toThrow(AssertionFailure);
  });
});

describe('laws of the price', () => {
  it('the same seed gives the same price, another seed another', () => {
    expect(priceOf(model())).toEqual(priceOf(model()));
    expect(priceOf(model(), YEAR, { seed: 'other', pathCount: 100 }).meanMinor).not.toBe(
      priceOf(model()).meanMinor,
    );
  });

  it('quantiles are in order and never below nothing', () => {
    fc.assert(
      fc.property(anyModel, (utility) => {
        const { p10Minor, p50Minor, p90Minor } = priceOf(utility);
        expect(p10Minor >= 0n && p10Minor <= p50Minor && p50Minor <= p90Minor).toBe(true);
      }),
      runs,
    );
  });

  it('the bridge sums to the mean', () => {
    fc.assert(
      fc.property(anyModel, fc.integer({ min: 1, max: 7 }), (utility, licensees) => {
        const { bridge, meanMinor } = priceOf(utility, { termMonths: 12, licensees });
        expect(bridge.reduce((sum, { amountMinor }) => sum + amountMinor, 0n)).toBe(meanMinor);
      }),
      runs,
    );
  });

  it('doubling savings and costs doubles the price, up to rounding', () => {
    fc.assert(
      fc.property(anyModel, (utility) => {
        const doubled = {
          ...utility,
          domains: utility.domains.map((use) => ({
            ...use,
            savingPerCorrectCallMicroMinor: use.savingPerCorrectCallMicroMinor * 2n,
          })),
          costPerCallMicroMinor: utility.costPerCallMicroMinor * 2n,
        };
        const twice = quantilesOf(priceOf(doubled));
        for (const [index, once] of quantilesOf(priceOf(utility)).entries()) {
          const difference = (twice[index] ?? 0n) - 2n * once;
          expect(difference >= -1n && difference <= 1n).toBe(true);
        }
      }),
      runs,
    );
  });

  it('faster decay never raises the price', () => {
    const decay = fc.double({ min: -0.5, max: 3, noNaN: true });
    const more = fc.double({ min: 0, max: 2, noNaN: true });
    const withDecay = (rate: number): UtilityModel =>
      model({ domains: [domain({ drawQuality: qualityDraws(decliningCurve(rate)) })] });
    fc.assert(
      fc.property(decay, more, (slow, extra) => {
        const slower = quantilesOf(priceOf(withDecay(slow)));
        const faster = quantilesOf(priceOf(withDecay(slow + extra)));
        for (const [index, price] of faster.entries()) expect(price <= (slower[index] ?? 0n)).toBe(true);
      }),
      runs,
    );
  });

  it('a longer term is never worth less', () => {
    fc.assert(
      fc.property(anyModel, fc.integer({ min: 1, max: 36 }), (utility, termMonths) => {
        const shorter = quantilesOf(priceOf(utility, { termMonths, licensees: 1 }));
        const longer = quantilesOf(priceOf(utility, { termMonths: termMonths + 1, licensees: 1 }));
        for (const [index, price] of shorter.entries()) expect(price <= (longer[index] ?? 0n)).toBe(true);
      }),
      runs,
    );
  });

  it('one of several licences is never worth more than the only one', () => {
    fc.assert(
      fc.property(anyModel, fc.integer({ min: 1, max: 50 }), (utility, licensees) => {
        const alone = quantilesOf(priceOf(utility));
        const several = quantilesOf(priceOf(utility, { termMonths: 12, licensees }));
        for (const [index, price] of several.entries()) expect(price <= (alone[index] ?? 0n)).toBe(true);
      }),
      runs,
    );
  });

  it('no usage is worth nothing', () => {
    fc.assert(
      fc.property(anyModel, (utility) => {
        const unused = {
          ...utility,
          usage: { kind: 'ceased', monthCount: 6, lastMonth: '2026-10-01' },
        } as const;
        expect(quantilesOf(priceOf(unused))).toEqual([0n, 0n, 0n, 0n]);
      }),
      runs,
    );
  });
});
