import fc from 'fast-check';
import { seededRandom } from '#libs/kernel';
import { logOddsOfElo } from './clocks/skill.js';
import { substituteOf } from './clocks/substitute.js';
import { emptySamples } from './curves/curve-samples.js';
import type { RightTerms } from './dossier/right-schema.js';
import { type AbandonmentPolicy, NEVER_GIVES_UP } from './flows/abandonment.js';
import type { Encumbrance } from './flows/encumbrance.js';
import { pathDraws } from './flows/path-draws.js';
import type { DomainModel, PricingModel } from './flows/pricing-model.js';
import { type PathValues, simulate } from './flows/simulate.js';
import { type FourValues, fourValues } from './four-values.js';
import { rightPricer } from './rights/right-pricer.js';
import { type SampledSeries, seriesOf } from './sampling/sampled-series.js';
import { SAMPLE_YEARS, shareWithin } from './time-grid.js';

const COURSES = 20;
const PATHS = 60;

/** Courses that fall exponentially, each at a rate of its own. */
function falling(seed: string, start: number, ratePerYear: number): SampledSeries {
  const random = seededRandom(seed);
  const paths = Array.from({ length: COURSES }, () => {
    const rate = ratePerYear * (0.5 + random.uniform());
    return Float64Array.from(SAMPLE_YEARS, (years) => start * Math.exp(-rate * years));
  });
  return seriesOf(SAMPLE_YEARS, paths);
}

/** What a market may look like; amounts in units of a call's price. */
interface Setting {
  readonly decay: number;
  readonly leaving: number;
  readonly serve: number;
  readonly fixed: number;
  readonly substitutePrice: number;
  readonly substituteQuality: number;
  readonly replacement: number;
  readonly stopsBelow: number;
  readonly seed: string;
}

function domainModel(name: string, setting: Setting, unit: number): DomainModel {
  const usual = {
    priceFall: { perYear: 0.63, deviation: 0.3 },
    skillGain: { perYear: logOddsOfElo(157), deviation: 0.3 },
  };
  const quote = { t: 0, quality: setting.substituteQuality, pricePerCall: unit * setting.substitutePrice };
  return {
    name,
    chanceLevel: 0.2,
    quality: falling(`${name}/quality`, 0.85, setting.decay),
    calls: falling(`${name}/calls`, 1_000, setting.leaving),
    families: { quality: {}, calls: {} },
    callsToday: 1_000,
    pricePerCall: unit,
    servePerCall: Float64Array.from(SAMPLE_YEARS, () => unit * setting.serve),
    substitutes: [substituteOf([quote], 0.2, usual)],
    adequateQuality: undefined,
    fixedCostShare: 0.5,
  };
}

const modelOf = (setting: Setting, unit: number): PricingModel => ({
  domains: [domainModel('a', setting, unit), domainModel('b', setting, unit)],
  fixedPerMonth: unit * setting.fixed,
  feeShare: 0.03,
  captureShare: 0.5,
  frontierEloPerYear: 157,
  frontierDeviation: 17,
  qualityElasticity: 1,
  qualityElasticityDeviation: 0.5,
  attrition: Float64Array.from(SAMPLE_YEARS, (years) => Math.exp(-0.1 * years)),
  terminationPerYear: 0.03,
  collectionPerYear: 0.02,
  discountRate: 0.03,
});

const RIGHTS: readonly RightTerms[] = [
  { kind: 'weights', assignment: true },
  { kind: 'exclusive-licence', fieldOfUse: 'any', territory: 'worldwide', termMonths: 20 },
  {
    kind: 'usage-licence',
    copies: 1,
    fieldOfUse: 'any',
    territory: 'worldwide',
    termMonths: 20,
    transferable: false,
  },
  {
    kind: 'usage-licence',
    copies: 4,
    fieldOfUse: 'any',
    territory: 'worldwide',
    termMonths: 20,
    transferable: false,
  },
];

const GRANTS: readonly Encumbrance[] = [
  { kind: 'usage-licence', scope: Float64Array.of(1, 0.5), copies: 2, within: shareWithin(17) },
  { kind: 'revenue-share', share: 0.1, cap: Infinity, within: shareWithin(40) },
];

/** A rule of thumb in place of a learnt one: whatever the rule, the values must hang together. */
const stopsBelow = (coverage: number): AbandonmentPolicy => ({
  goesOn: (_step, state) => state.coverage >= coverage,
});

function valuesOf(setting: Setting, unit = 1): { readonly paths: PathValues; readonly four: FourValues } {
  const model = modelOf(setting, unit);
  const places = { fields: ['a', 'b'], territoryShares: undefined };
  const rights = RIGHTS.flatMap((terms) => {
    const pricer = rightPricer(terms, places, model);
    return pricer.ok ? [pricer.value] : [];
  });
  const replacementCost = unit * setting.replacement;
  const policy = setting.fixed > 0 ? stopsBelow(setting.stopsBelow) : NEVER_GIVES_UP;
  const draws = pathDraws(model, setting.seed, PATHS, { from: 0, available: COURSES });
  const questions = { rights, encumbrances: GRANTS, replacementCost };
  const paths = simulate(model, draws, policy, questions, emptySamples(2, 0));
  return { paths, four: fourValues(paths, undefined, replacementCost, 0.3) };
}

const between = (min: number, max: number) => fc.double({ min, max, noNaN: true });

const settings: fc.Arbitrary<Setting> = fc.record({
  decay: between(0, 0.3),
  leaving: between(-0.1, 1),
  serve: between(0, 1.2),
  fixed: fc.oneof(fc.constant(0), between(1, 2_000)),
  substitutePrice: between(0, 3),
  substituteQuality: between(0.3, 0.99),
  replacement: fc.oneof(fc.constant(Infinity), between(0, 30_000)),
  stopsBelow: between(0, 1.2),
  seed: fc.string({ minLength: 1 }),
});

const SLACK = 1 + 1e-9;
const LEVELS = ['p10', 'p50', 'p90'] as const;

describe('simulated values, whatever the market', () => {
  it('stand in their order at every level', () => {
    fc.assert(
      fc.property(settings, (setting) => {
        const { base, market, distress, encumbered } = valuesOf(setting).four;
        for (const range of [base, market, distress, encumbered]) {
          expect(range.p10).toBeGreaterThanOrEqual(0);
          expect(range.p10).toBeLessThanOrEqual(range.p50);
          expect(range.p50).toBeLessThanOrEqual(range.p90);
        }
        for (const level of LEVELS) {
          expect(distress[level]).toBeLessThanOrEqual(market[level]);
          expect(market[level]).toBeLessThanOrEqual(base[level]);
          expect(encumbered[level]).toBeLessThanOrEqual(base[level] * SLACK);
        }
      }),
      { numRuns: 30 },
    );
  });

  it('give an assignment what the owner of the encumbered model has, on every path', () => {
    fc.assert(
      fc.property(settings, (setting) => {
        const { encumbered, rights } = valuesOf(setting).paths;
        for (const [path, weights] of (rights[0] ?? []).entries())
          expect(Math.abs(weights - (encumbered[path] ?? 0))).toBeLessThanOrEqual(
            1e-9 * Math.max(1, Math.abs(weights)),
          );
      }),
      { numRuns: 15 },
    );
  });

  it('give a non-exclusive licensee no more than an exclusive one, and many no more than one each', () => {
    fc.assert(
      fc.property(settings, (setting) => {
        const [, exclusive, one, four] = valuesOf(setting).paths.rights;
        for (const [path, whole] of (exclusive ?? []).entries()) {
          if (whole < 0) continue;
          expect(one?.[path]).toBeLessThanOrEqual(whole);
          expect(four?.[path]).toBeLessThanOrEqual((one?.[path] ?? 0) * SLACK);
        }
      }),
      { numRuns: 15 },
    );
  });

  it('scale with the currency, on every path', () => {
    fc.assert(
      fc.property(settings, fc.integer({ min: 2, max: 10_000 }), (setting, unit) => {
        const once = valuesOf(setting).paths;
        const often = valuesOf(setting, unit).paths;
        for (const [path, value] of once.whole.entries())
          expect(Math.abs((often.whole[path] ?? 0) / unit - value)).toBeLessThanOrEqual(
            1e-9 * Math.max(1, Math.abs(value)),
          );
      }),
      { numRuns: 15 },
    );
  });

  it('lead from today’s receipts to the mean over paths by steps that leave nothing out', () => {
    fc.assert(
      fc.property(settings, (setting) => {
        const { stairs, uncapped } = valuesOf(setting).paths;
        const mean = uncapped.reduce((sum, value) => sum + value, 0) / uncapped.length;
        expect(Math.abs((stairs.at(-1) ?? 0) - mean)).toBeLessThanOrEqual(1e-9 * Math.max(1, Math.abs(mean)));
      }),
      { numRuns: 15 },
    );
  });
});
