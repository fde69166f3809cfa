import { decimalYear } from '../../calendar-time.js';
import type { PricingModel } from '../flows/pricing-model.js';
import { type RangeText, rangeText, shown } from '../minor-amounts.js';
import { mapRange } from '../quantiles.js';
import { SAMPLE_YEARS, TIME_GRID } from '../time-grid.js';
import { bandAt, type DayRange, dayRange, firstFall } from './bands.js';
import type { Bundle, CurveSamples, DomainSamples } from './curve-samples.js';

type Band = { readonly p10: number; readonly p50: number; readonly p90: number };

/** One domain at one time; times are decimal calendar years. */
export type DomainCurvePoint = {
  readonly t: number;
  readonly quality: Band;
  /** Calls a month that still come. */
  readonly callsPerMonth: Band;
  /** What a thousand calls still save against the cheapest adequate substitute, less their cost to serve. */
  readonly savingPerThousandCallsMinor: Band;
  /** The two above together: what the domain is still worth a month. */
  readonly utilityPerMonthMinor: RangeText;
};

export type DomainCurve = {
  readonly domain: string;
  readonly points: readonly DomainCurvePoint[];
  /** When a call saves nothing any more; null beyond the horizon. */
  readonly crossesZeroOn: DayRange;
};

export type TotalCurve = {
  readonly points: readonly { readonly t: number; readonly utilityPerMonthMinor: RangeText }[];
  /** When all domains together save no more than the fixed cost; null beyond the horizon. */
  readonly crossesZeroOn: DayRange;
};

export type ResidualUtilityCurves = { readonly domains: readonly DomainCurve[]; readonly total: TotalCurve };

/** Samples that are shown: the valuation date, then one in the middle of each quarter. */
const SHOWN_SAMPLES: readonly number[] = [
  0,
  ...TIME_GRID.flatMap(({ startMonth, lengthMonths }, step) =>
    lengthMonths > 1 || startMonth % 3 === 1 ? [step + 1] : [],
  ),
];

/** Residual-utility curves with bands, per domain and in total, over the years to the horizon. */
export function residualUtilityCurves(
  model: PricingModel,
  samples: CurveSamples,
  valuationDate: string,
): ResidualUtilityCurves {
  const today = decimalYear(valuationDate);
  const timeOf = (sample: number): number => Number((today + (SAMPLE_YEARS[sample] ?? 0)).toFixed(3));
  const utilities = samples.domains.map(utilityOf);
  const total = totalOf(utilities, samples.pathCount, model.fixedPerMonth);
  const crossing = (bundle: Bundle): DayRange =>
    dayRange(
      firstFall(bundle, samples.pathCount, () => 0),
      valuationDate,
    );
  const range = (bundle: Bundle, sample: number): RangeText =>
    rangeText(bandAt(bundle, samples.pathCount, sample));
  return {
    domains: samples.domains.map((domain, which) => ({
      domain: model.domains[which]?.name ?? '',
      points: SHOWN_SAMPLES.map((sample) => ({
        t: timeOf(sample),
        ...domainBands(domain, samples.pathCount, sample),
        utilityPerMonthMinor: range(utilities[which] ?? new Float64Array(), sample),
      })),
      crossesZeroOn: crossing(domain.savingPerCall),
    })),
    total: {
      points: SHOWN_SAMPLES.map((sample) => ({
        t: timeOf(sample),
        utilityPerMonthMinor: range(total, sample),
      })),
      crossesZeroOn: crossing(total),
    },
  };
}

const utilityOf = ({ demand, savingPerCall }: DomainSamples): Bundle =>
  demand.map((calls, at) => calls * (savingPerCall[at] ?? 0));

function totalOf(utilities: readonly Bundle[], pathCount: number, fixedPerMonth: number): Bundle {
  const total = new Float64Array(SAMPLE_YEARS.length * pathCount).fill(-fixedPerMonth);
  for (const utility of utilities)
    for (let at = 0; at < total.length; at++) total[at] = (total[at] ?? 0) + (utility[at] ?? 0);
  return total;
}

function domainBands(
  domain: DomainSamples,
  pathCount: number,
  sample: number,
): Pick<DomainCurvePoint, 'quality' | 'callsPerMonth' | 'savingPerThousandCallsMinor'> {
  const band = (bundle: Bundle, factor: number): Band =>
    mapRange(bandAt(bundle, pathCount, sample), (value) => shown(value * factor));
  return {
    quality: band(domain.quality, 1),
    callsPerMonth: band(domain.demand, 1),
    savingPerThousandCallsMinor: band(domain.savingPerCall, 1_000),
  };
}
