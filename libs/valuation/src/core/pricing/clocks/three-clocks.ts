import { bandAt, firstFall, type YearsRange, yearsRange } from '../curves/bands.js';
import type { Bundle, CurveSamples, DomainSamples } from '../curves/curve-samples.js';
import type { PricingModel } from '../flows/pricing-model.js';
import { shown } from '../minor-amounts.js';
import { mapRange } from '../quantiles.js';
import { SAMPLE_YEARS } from '../time-grid.js';

type Band = { readonly p10: number; readonly p50: number; readonly p90: number };

/**
 * The three clocks by which a model ages: what it can do, what others do for less, and who still calls it. Half-lives
 * in years, over paths; null beyond the horizon.
 */
export type ThreeClocks = {
  readonly capability: readonly {
    readonly domain: string;
    readonly qualityToday: Band;
    readonly qualityInOneYear: Band;
    /** Until half of today's skill above chance is left. */
    readonly halfLifeYears: YearsRange;
  }[];
  readonly competitiveness: readonly {
    readonly domain: string;
    /** Until the right answers of a call cost half of today's elsewhere. */
    readonly halfLifeYears: YearsRange;
    /** Until they cost less elsewhere than a call costs to serve here. */
    readonly savesNothingAfterYears: YearsRange;
  }[];
  readonly usage: readonly {
    readonly domain: string;
    readonly callsPerMonthToday: Band;
    /** Until half of today's calls are left, before quality and rivals take any. */
    readonly halfLifeYears: YearsRange;
  }[];
};

const ONE_YEAR_SAMPLE = SAMPLE_YEARS.findIndex((years) => years >= 1);

export function threeClocks(model: PricingModel, { domains, pathCount }: CurveSamples): ThreeClocks {
  const named = domains.map((samples, which) => ({ samples, domain: model.domains[which]?.name ?? '' }));
  const bandOf = (bundle: Bundle, sample: number): Band => mapRange(bandAt(bundle, pathCount, sample), shown);
  const halving = (bundle: Bundle, floor: number): YearsRange =>
    yearsRange(firstFall(bundle, pathCount, (path) => (floor + (bundle[path] ?? 0)) / 2));
  return {
    capability: named.map(({ samples, domain }, which) => ({
      domain,
      qualityToday: bandOf(samples.quality, 0),
      qualityInOneYear: bandOf(samples.quality, ONE_YEAR_SAMPLE),
      halfLifeYears: halving(samples.quality, model.domains[which]?.chanceLevel ?? 0),
    })),
    competitiveness: named.map(({ samples, domain }) => ({
      domain,
      halfLifeYears: halving(samples.substituteCost, 0),
      savesNothingAfterYears: savesNothing(samples, pathCount),
    })),
    usage: named.map(({ samples, domain }) => ({
      domain,
      callsPerMonthToday: bandOf(samples.calls, 0),
      halfLifeYears: halving(samples.calls, 0),
    })),
  };
}

const savesNothing = ({ savingPerCall }: DomainSamples, pathCount: number): YearsRange =>
  yearsRange(firstFall(savingPerCall, pathCount, () => 0));
