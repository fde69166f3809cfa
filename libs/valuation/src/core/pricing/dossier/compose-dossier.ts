import type { DecaySeries } from '#core/evaluation';
import type { LotTerms } from '#core/rights';
import { FORECAST_POINTS_MIN } from '../../forecasting/index.js';
import type { PricingDossierDocument } from './dossier-schema.js';

type DomainDocument = PricingDossierDocument['domains'][number];
type UsageSource = NonNullable<PricingDossierDocument['usageSource']>;

/** What whoever asks for a valuation states himself, in the words of the dossier. */
export type StatedTerms = Omit<
  PricingDossierDocument,
  'dossierVersion' | 'manifestDigest' | 'domains' | 'grants' | 'comparables' | 'usageSource'
> & {
  readonly domains: readonly (Omit<DomainDocument, 'scores' | 'usage' | 'chanceLevel' | 'qualityCourse'> & {
    /** Part of the model's calls that belongs to the domain. */
    readonly callShareBps: number;
  })[];
};

/** A month of a model's usage as it was recorded. */
export interface MonthOnRecord {
  /** First day of the month. */
  readonly periodStart: string;
  readonly calls: bigint;
  readonly revenueMinor: bigint;
  readonly source: UsageSource;
}

/** What the service has on record about a version. */
export interface VersionRecords {
  readonly manifestDigest: string;
  /** One for each domain that was asked for, in that order. */
  readonly series: readonly DecaySeries[];
  readonly months: readonly MonthOnRecord[];
  readonly grants: readonly { readonly terms: LotTerms; readonly grantedOn: string }[];
  readonly comparables: NonNullable<PricingDossierDocument['comparables']>;
}

/**
 * The dossier of a version: what was asked for, and what stands on record, as of the valuation date. A month that had
 * not ended by then, a grant or a sale that came later are left out; a later score is not, so that the valuation says
 * that it would be hindsight.
 */
export function composeDossier(
  { domains, ...stated }: StatedTerms,
  { manifestDigest, series, months, grants, comparables }: VersionRecords,
): PricingDossierDocument {
  const known = months.filter(
    ({ periodStart }) => periodStart.slice(0, 7) < stated.valuationDate.slice(0, 7),
  );
  const usage = usageByDomain(
    known,
    domains.map(({ callShareBps }) => callShareBps),
  );
  return {
    ...stated,
    dossierVersion: 2,
    manifestDigest,
    ...(known.length === 0 ? {} : { usageSource: weakestSource(known) }),
    domains: domains.map(({ callShareBps: _, ...domain }, index) => ({
      ...domain,
      ...qualityOnRecord(series[index]),
      usage: usage[index] ?? [],
    })),
    grants: grants
      .filter(({ grantedOn }) => grantedOn <= stated.valuationDate)
      .map(({ terms, grantedOn }) => ({ ...terms, grantedOn })),
    comparables: comparables.filter(({ date }) => date <= stated.valuationDate),
  };
}

function qualityOnRecord(
  series: DecaySeries | undefined,
): Pick<DomainDocument, 'chanceLevel' | 'scores' | 'qualityCourse'> {
  if (series === undefined) return { scores: [] };
  const { originDate, chanceLevel, points } = series;
  const asked = points.filter(({ trials }) => trials > 0);
  const times = new Set(asked.map(({ t }) => t));
  return {
    chanceLevel,
    scores: asked.map(({ t, successes, trials }) => ({
      t: dayAfter(originDate, t),
      score: successes / trials,
      trials,
    })),
    qualityCourse: times.size < FORECAST_POINTS_MIN ? 'assumed' : 'fitted',
  };
}

const MILLISECONDS_PER_DAY = 86_400_000;
const DAYS_PER_JULIAN_YEAR = 365.25;

const dayAfter = (origin: string, years: number): string =>
  new Date(Date.parse(origin) + Math.round(years * DAYS_PER_JULIAN_YEAR) * MILLISECONDS_PER_DAY)
    .toISOString()
    .slice(0, 10);

const BPS_PER_WHOLE = 10_000n;

/**
 * The months of each domain. Cuts stand at cumulative shares, so that the parts of a month sum to their share of it
 * whatever the rounding.
 */
function usageByDomain(
  months: readonly MonthOnRecord[],
  sharesBps: readonly number[],
): readonly DomainDocument['usage'][] {
  let before = 0n;
  return sharesBps.map((shareBps) => {
    const after = before + BigInt(shareBps);
    const part = (whole: bigint): string =>
      ((whole * after) / BPS_PER_WHOLE - (whole * before) / BPS_PER_WHOLE).toString();
    const usage = months.map(({ periodStart, calls, revenueMinor }) => ({
      month: periodStart.slice(0, 7),
      calls: part(calls),
      revenueMinor: part(revenueMinor),
    }));
    before = after;
    return usage;
  });
}

/** A series is as good as its worst month. */
function weakestSource(months: readonly MonthOnRecord[]): UsageSource {
  const sources = new Set(months.map(({ source }) => source));
  if (sources.has('fixture')) return 'fixture';
  return sources.has('declared') ? 'declared' : 'receipts';
}
