import { monthIndexOf } from '#core/usage';
import { ok, type Result } from '#libs/kernel';
import { logOddsOfElo } from '../clocks/skill.js';
import {
  type MarketTrends,
  type Substitute,
  substituteAtOwnPrice,
  substituteOf,
} from '../clocks/substitute.js';
import type { DossierDomain } from '../dossier/domain-schema.js';
import { yearsFrom } from '../dossier/read-dossier.js';
import type { Assumptions } from '../assumptions.js';
import { type PricingRefusal, refusePricing } from '../refusal.js';
import { assumedQuality } from '../sampling/assumed-quality.js';
import { callsSeries } from '../sampling/calls-series.js';
import { qualitySeries } from '../sampling/quality-series.js';
import type { ForecastSeries } from '../sampling/sampled-series.js';
import { SAMPLE_YEARS } from '../time-grid.js';
import { SERIES_PATHS } from './path-draws.js';
import type { DomainModel } from './pricing-model.js';

/** Months over which the price and the calls of today are averaged. */
const RECENT_MONTHS = 3;
const CALLS_PER_QUOTE = 1_000;

/**
 * Spread of the yearly gain of one substitute, in log-odds: it may be a product that never changes, or a line that
 * follows the frontier.
 */
const SUBSTITUTE_GAIN_DEVIATION = 0.3;

/** What the whole dossier tells about one of its domains. */
export interface DomainSetting {
  readonly valuationDate: string;
  readonly seed: string;
  readonly servePerThousandCalls: number;
  readonly assumptions: Assumptions;
}

/** A domain ready to be followed along paths; its share of the fixed cost is not yet known. */
export type UnsharedDomain = Omit<DomainModel, 'fixedCostShare'>;

/**
 * Builds one domain: courses of its quality and its calls, its price and cost today, and its substitutes.
 * Refuses what its scores or its usage cannot carry, and a domain of which nothing tells what an answer is worth.
 */
export function domainModel(
  domain: DossierDomain,
  setting: DomainSetting,
): Result<UnsharedDomain, PricingRefusal> {
  const callsToday = recentCalls(domain);
  const pricePerCall = recentPrice(domain);
  if (callsToday > 0 && pricePerCall === undefined && domain.substitutes.length === 0)
    return refusePricing(
      'no-price-evidence',
      'calls bring no receipts and no substitute tells what an answer costs elsewhere',
      domain.name,
    );
  const pathCount = SERIES_PATHS.priced + SERIES_PATHS.learning;
  const quality = qualityOfDomain(domain, setting, pathCount);
  if (!quality.ok) return refusePricing(quality.error.code, quality.error.reason, domain.name);
  const calls = callsSeries(
    domain.usage.map((month) => ({ month: month.month, calls: Number(month.calls) })),
    setting.valuationDate,
    SAMPLE_YEARS,
    pathCount,
    `${setting.seed}/series/calls`,
  );
  if (!calls.ok) return refusePricing(calls.error.code, calls.error.reason, domain.name);
  return ok({
    name: domain.name,
    chanceLevel: domain.chanceLevel,
    quality: quality.value.series,
    calls: calls.value.series,
    families: { quality: quality.value.families, calls: calls.value.families },
    callsToday,
    pricePerCall,
    servePerCall: serveCosts(domain, setting),
    substitutes: substitutesOf(domain, pricePerCall, setting),
    adequateQuality: domain.adequateQuality,
  });
}

function qualityOfDomain(
  { name, scores, chanceLevel, qualityCourse }: DossierDomain,
  { valuationDate, seed, assumptions }: DomainSetting,
  pathCount: number,
): Result<ForecastSeries, PricingRefusal> {
  const points = scores.map(({ t, ...score }) => ({ t: yearsFrom(valuationDate, t), ...score }));
  const stream = `${seed}/series/quality/${name}`;
  if (qualityCourse === 'fitted') return qualitySeries(points, chanceLevel, SAMPLE_YEARS, pathCount, stream);
  const { value: perYear, deviation } = assumptions.qualityDrift;
  return assumedQuality(points, chanceLevel, { perYear, deviation }, SAMPLE_YEARS, pathCount, stream);
}

const recentMonths = ({ usage }: DossierDomain): DossierDomain['usage'] => {
  const last = usage.at(-1);
  if (last === undefined) return [];
  return usage.filter(({ month }) => monthIndexOf(month) > monthIndexOf(last.month) - RECENT_MONTHS);
};

const recentCalls = (domain: DossierDomain): number => {
  const months = recentMonths(domain);
  return months.reduce((sum, { calls }) => sum + Number(calls), 0) / Math.max(months.length, 1);
};

/** Receipts over calls of the last months; undefined where calls are not sold. */
function recentPrice(domain: DossierDomain): number | undefined {
  const sold = recentMonths(domain).filter(({ revenueMinor }) => revenueMinor !== undefined);
  const calls = sold.reduce((sum, month) => sum + Number(month.calls), 0);
  const receipts = sold.reduce((sum, { revenueMinor }) => sum + Number(revenueMinor ?? 0n), 0);
  return calls > 0 && receipts > 0 ? receipts / calls : undefined;
}

function serveCosts(domain: DossierDomain, setting: DomainSetting): Float64Array {
  const today = (domain.servePerThousandCallsMinor ?? setting.servePerThousandCalls) / CALLS_PER_QUOTE;
  const halfLifeYears = setting.assumptions.serveCostHalfLifeYears.value;
  return Float64Array.from(SAMPLE_YEARS, (years) => today * 2 ** (-years / halfLifeYears));
}

function substitutesOf(
  { substitutes, chanceLevel }: DossierDomain,
  pricePerCall: number | undefined,
  { valuationDate, assumptions }: DomainSetting,
): readonly Substitute[] {
  const usual = usualTrends(assumptions);
  if (substitutes.length === 0)
    return pricePerCall === undefined ? [] : [substituteAtOwnPrice(pricePerCall, usual)];
  return substitutes.map(({ series }) =>
    substituteOf(
      series.map(({ t, quality, pricePerThousandCallsMinor }) => ({
        t: Math.min(yearsFrom(valuationDate, t), 0),
        quality,
        pricePerCall: pricePerThousandCallsMinor / CALLS_PER_QUOTE,
      })),
      chanceLevel,
      usual,
    ),
  );
}

function usualTrends({ substitutePriceHalfLifeYears, frontierEloPerYear }: Assumptions): MarketTrends {
  return {
    priceFall: {
      perYear: Math.LN2 / substitutePriceHalfLifeYears.value,
      deviation: substitutePriceHalfLifeYears.deviation,
    },
    skillGain: {
      perYear: logOddsOfElo(frontierEloPerYear.value),
      deviation: frontierEloPerYear.source === 'prior' ? SUBSTITUTE_GAIN_DEVIATION : 0,
    },
  };
}
