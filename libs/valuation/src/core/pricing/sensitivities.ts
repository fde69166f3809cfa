import type { AbandonmentPolicy } from './flows/abandonment.js';
import { emptySamples } from './curves/curve-samples.js';
import { pathDraws, SERIES_PATHS } from './flows/path-draws.js';
import type { DomainModel, PricingModel } from './flows/pricing-model.js';
import { simulate } from './flows/simulate.js';
import { quantileOf, sortedCopy } from './quantiles.js';
import { mapPaths, type SampledSeries } from './sampling/sampled-series.js';

/** What the median would be if one thing were otherwise, all else the same. */
export type Sensitivity = {
  readonly input: string;
  readonly change: string;
  /** Relative change of the median of the base value; −0.1 is ten per cent less. */
  readonly effect: number;
};

/** Paths for each question: on common random numbers few are enough to tell a change. */
const PATHS = 400;

interface Shift {
  readonly input: string;
  readonly change: string;
  /** Undefined where the dossier has nothing to shift. */
  readonly apply: (model: PricingModel) => PricingModel | undefined;
}

const inEveryDomain = (
  model: PricingModel,
  change: (domain: DomainModel) => Partial<DomainModel>,
): PricingModel => ({
  ...model,
  domains: model.domains.map((domain) => ({ ...domain, ...change(domain) })),
});

const SHIFTS: readonly Shift[] = [
  {
    input: 'calls',
    change: '10 % fewer',
    apply: (model) =>
      inEveryDomain(model, ({ calls, callsToday }) => ({
        calls: mapPaths(calls, (value) => 0.9 * value),
        callsToday: 0.9 * callsToday,
      })),
  },
  {
    input: 'price per call',
    change: '10 % lower',
    apply: (model) =>
      model.domains.every(({ pricePerCall }) => pricePerCall === undefined)
        ? undefined
        : inEveryDomain(model, ({ pricePerCall }) => ({
            pricePerCall: pricePerCall === undefined ? undefined : 0.9 * pricePerCall,
          })),
  },
  {
    input: 'substitute price',
    change: 'falls twice as fast',
    apply: (model) =>
      inEveryDomain(model, ({ substitutes }) => ({
        substitutes: substitutes.map((substitute) => ({
          ...substitute,
          priceFall: { ...substitute.priceFall, perYear: 2 * substitute.priceFall.perYear },
        })),
      })),
  },
  {
    input: 'frontier',
    change: '25 % faster',
    apply: (model) => ({
      ...inEveryDomain(model, ({ substitutes }) => ({
        substitutes: substitutes.map((substitute) => ({
          ...substitute,
          skillGain: { ...substitute.skillGain, perYear: 1.25 * substitute.skillGain.perYear },
        })),
      })),
      frontierEloPerYear: 1.25 * model.frontierEloPerYear,
    }),
  },
  {
    input: 'future quality',
    change: 'skill falls 10 % a year more',
    apply: (model) =>
      inEveryDomain(model, ({ quality, chanceLevel }) => ({ quality: fadingFaster(quality, chanceLevel) })),
  },
  {
    input: 'cost to serve',
    change: '20 % higher',
    apply: (model) =>
      model.domains.every(({ servePerCall }) => (servePerCall[0] ?? 0) === 0)
        ? undefined
        : inEveryDomain(model, ({ servePerCall }) => ({
            servePerCall: servePerCall.map((cost) => 1.2 * cost),
          })),
  },
  {
    input: 'fixed cost',
    change: '20 % higher',
    apply: (model) =>
      model.fixedPerMonth === 0 ? undefined : { ...model, fixedPerMonth: 1.2 * model.fixedPerMonth },
  },
  {
    input: 'platform and deletion hazard',
    change: '5 percentage points a year more',
    apply: (model) => ({ ...model, terminationPerYear: model.terminationPerYear + 0.05 }),
  },
  {
    input: 'discount rate',
    change: '2 percentage points more',
    apply: (model) => ({ ...model, discountRate: model.discountRate + 0.02 }),
  },
];

const fadingFaster = (quality: SampledSeries, chanceLevel: number): SampledSeries =>
  mapPaths(
    quality,
    (value, sample) => chanceLevel + (value - chanceLevel) * 0.9 ** (quality.atYears[sample] ?? 0),
  );

/** One shift at a time, on common random numbers and under the same policy; none where the median is nothing. */
export function sensitivitiesOf(
  model: PricingModel,
  policy: AbandonmentPolicy,
  seed: string,
  replacementCost: number,
): readonly Sensitivity[] {
  const median = (shiftedModel: PricingModel): number => {
    const courses = { from: 0, available: SERIES_PATHS.priced };
    const draws = pathDraws(shiftedModel, `${seed}/sensitivity`, PATHS, courses);
    const samples = emptySamples(shiftedModel.domains.length, 0);
    const questions = { rights: [], encumbrances: [], replacementCost };
    const { whole } = simulate(shiftedModel, draws, policy, questions, samples);
    return quantileOf(sortedCopy(whole), 0.5);
  };
  const usual = median(model);
  if (usual <= 0) return [];
  return SHIFTS.flatMap(({ input, change, apply }) => {
    const changed = apply(model);
    return changed === undefined
      ? []
      : [{ input, change, effect: Number((median(changed) / usual - 1).toFixed(4)) }];
  });
}
