import { monthIndexOf, monthStartOf, usageSeries } from '#core/usage';
import { digestOf, ok, type Result } from '#libs/kernel';
import {
  type Appraisal,
  type AppraisedDomain,
  type AppraisedRight,
  CURVE_LEVEL,
  RULES_VERSION,
} from './appraisal.js';
import { BPS_PER_WHOLE } from './basis-points.js';
import type { QualityObservation } from './binomial-quality.js';
import { decimalYear, MONTHS_PER_YEAR, yearsBetween } from './calendar-time.js';
import type { Dossier } from './dossier.js';
import {
  type LicencePrice,
  PATHS_DEFAULT,
  priceUsageLicence,
  type UsageLicenceTerms,
} from './licence-price.js';
import { fitQualityCurve, type QualityCurve } from './quality-curve.js';
import { qualityDraws } from './quality-draws.js';
import { curveAt } from './quality-interval.js';
import { type Refusal, refuse, refuseAbout } from './refusal.js';
import type { UtilityModel } from './residual-utility.js';
import { fitUsageDecay, type UsageDecay } from './usage-decay.js';

/** Usage that ended longer before the valuation than this says too little about the future. */
export const USAGE_AGE_MONTHS_MAX = 12;
/** A wider estimate is not worth calling one: its last decile is more than three times its first. */
export const FORECAST_DEVIATION_MAX = 0.6;
const CURVE_POINTS = 60;
/** Slack for times that were rounded on their way into a dossier. */
const DAY_YEARS = 1 / 365;

type DossierDomain = Dossier['domains'][number];

/**
 * The valuation as one function: the same dossier gives the same appraisal, bit for bit on one build.
 *
 * Checks, in this order, and refuses with the first that fails: domains named once whose shares of calls fit
 * into the whole; nothing dated after the valuation; a usage series that is well formed, not stale and long
 * enough; scores in every domain that a curve can be fitted to; amounts that stay exact, and a
 * range narrow enough to be called an estimate.
 */
export function appraise(dossier: Dossier): Result<Appraisal, Refusal> {
  const obstacle = mismatchedDomains(dossier) ?? hindsight(dossier);
  if (obstacle !== undefined) return obstacle;
  const usage = usageOf(dossier);
  if (!usage.ok) return usage;
  const curves: FittedDomain[] = [];
  for (const domain of dossier.domains) {
    const curve = fitQualityCurve(observationsOf(domain, dossier.valuationDate), domain.scores.chanceLevel);
    if (!curve.ok) return refuseAbout(domain.name, curve.error);
    curves.push({ domain, curve: curve.value });
  }
  const rights = priceRights(dossier, modelOf(dossier, usage.value, curves));
  if (!rights.ok) return rights;
  return ok({
    rulesVersion: RULES_VERSION,
    calibration: 'uncalibrated',
    inputsDigest: digestOf(dossier),
    manifestDigest: dossier.manifestDigest,
    currency: dossier.currency,
    valuationDate: dossier.valuationDate,
    seed: dossier.seed,
    pathCount: dossier.pathCount ?? PATHS_DEFAULT,
    usageSource: dossier.usage.source,
    domains: curves.map((fitted) => appraisedDomain(dossier, fitted)),
    usage: usage.value,
    rights: rights.value,
  });
}

type Obstacle = { readonly ok: false; readonly error: Refusal } | undefined;

function mismatchedDomains({ domains }: Dossier): Obstacle {
  const names = new Set(domains.map(({ name }) => name));
  if (names.size < domains.length) return refuse('duplicate-domain', 'a domain is named twice');
  const shareBps = domains.reduce((sum, { callShareBps }) => sum + callShareBps, 0);
  if (shareBps > BPS_PER_WHOLE)
    return refuse(
      'shares-exceed-whole',
      `the domains share ${String(shareBps)} of ${String(BPS_PER_WHOLE)} basis points of the calls`,
    );
  return undefined;
}

/** A valuation may use only what was known at its date: later scores, and a month still running, are out. */
function hindsight({ domains, usage, valuationDate }: Dossier): Obstacle {
  for (const domain of domains) {
    const late = observationsOf(domain, valuationDate).find(({ t }) => t > DAY_YEARS);
    if (late !== undefined)
      return refuseAbout(domain.name, {
        code: 'after-valuation-date',
        reason: `a score stands ${late.t.toFixed(3)} years after the valuation date`,
      });
  }
  const running = usage.months.find(
    ({ periodStart }) => monthStartOf(monthIndexOf(periodStart) + 1) > valuationDate,
  );
  if (running !== undefined)
    return refuse(
      'after-valuation-date',
      `the month ${running.periodStart} had not ended by ${valuationDate}`,
    );
  return undefined;
}

function usageOf({ usage, valuationDate }: Dossier): Result<UsageDecay, Refusal> {
  const series = usageSeries(
    usage.months.map(({ periodStart, calls, revenueMinor }) => ({
      periodStart,
      calls: BigInt(calls),
      revenueMinor: BigInt(revenueMinor),
    })),
  );
  if (!series.ok) return refuse('usage-invalid', series.error.reason);
  const decay = fitUsageDecay(series.value);
  if (decay.ok && monthsSince(decay.value.lastMonth, valuationDate) > USAGE_AGE_MONTHS_MAX)
    return refuse('usage-stale', `usage is known until ${decay.value.lastMonth} only`);
  return decay;
}

/** Months from the middle of a month to a date. */
function monthsSince(monthStart: string, date: string): number {
  const nextStart = monthStartOf(monthIndexOf(monthStart) + 1);
  return ((yearsBetween(monthStart, date) + yearsBetween(nextStart, date)) / 2) * MONTHS_PER_YEAR;
}

interface FittedDomain {
  readonly domain: DossierDomain;
  readonly curve: QualityCurve;
}

/** Scores with their time counted from the valuation date, so that `a` is the log-odds of skill today. */
const observationsOf = ({ scores }: DossierDomain, valuationDate: string): readonly QualityObservation[] =>
  scores.points.map(({ t, successes, trials }) => ({
    t: t - yearsBetween(scores.originDate, valuationDate),
    successes,
    trials,
  }));

const modelOf = (dossier: Dossier, usage: UsageDecay, curves: readonly FittedDomain[]): UtilityModel => ({
  domains: curves.map(({ domain, curve }) => ({
    name: domain.name,
    drawQuality: qualityDraws(curve),
    callShareBps: domain.callShareBps,
    savingPerCorrectCallMicroMinor: BigInt(domain.savingPerCorrectCallMicroMinor),
  })),
  usage,
  monthsSinceUsage: monthsSince(usage.lastMonth, dossier.valuationDate),
  costPerCallMicroMinor: BigInt(dossier.assumptions.costPerCallMicroMinor),
  annualDiscountRateBps: dossier.assumptions.annualDiscountRateBps,
});

/** All rights are priced on the same paths, so that their prices are coherent. */
function priceRights(dossier: Dossier, model: UtilityModel): Result<readonly AppraisedRight[], Refusal> {
  const simulation = { seed: dossier.seed, pathCount: dossier.pathCount ?? PATHS_DEFAULT };
  const rights: AppraisedRight[] = [];
  for (const { kind, ...terms } of dossier.rights) {
    const price = priceUsageLicence(model, terms, dossier.assumptions, simulation);
    if (!price.ok) return refuseAbout(kind, price.error);
    const deviation = price.value.forecastStandardDeviation ?? 0;
    if (deviation > FORECAST_DEVIATION_MAX)
      return refuseAbout(kind, {
        code: 'too-uncertain',
        reason: `the forecast standard deviation is ${deviation.toFixed(2)}, above ${String(FORECAST_DEVIATION_MAX)}`,
      });
    rights.push(appraisedRight(terms, price.value));
  }
  return ok(rights);
}

const appraisedRight = (terms: UsageLicenceTerms, price: LicencePrice): AppraisedRight => ({
  kind: 'usage-licence',
  terms: { termMonths: terms.termMonths, licensees: terms.licensees },
  p10Minor: price.p10Minor.toString(),
  p50Minor: price.p50Minor.toString(),
  p90Minor: price.p90Minor.toString(),
  meanMinor: price.meanMinor.toString(),
  reserveAdviceMinor: price.reserveAdviceMinor.toString(),
  forecastStandardDeviation: price.forecastStandardDeviation,
  worthlessShare: price.worthlessShare,
  idleMonthsMean: price.idleMonthsMean,
  bridge: price.bridge.map(({ step, amountMinor }) => ({ step, amountMinor: amountMinor.toString() })),
});

function appraisedDomain(dossier: Dossier, { domain, curve }: FittedDomain): AppraisedDomain {
  const originYear = decimalYear(dossier.valuationDate);
  const observations = observationsOf(domain, dossier.valuationDate);
  const start = Math.min(...observations.map(({ t }) => t));
  const end = Math.max(...dossier.rights.map(({ termMonths }) => termMonths)) / MONTHS_PER_YEAR;
  const times = Array.from(
    { length: CURVE_POINTS },
    (_, index) => start + ((end - start) * index) / (CURVE_POINTS - 1),
  );
  return {
    name: domain.name,
    chanceLevel: curve.chanceLevel,
    originYear,
    families: curve.components.map(({ fit, weight }) => ({ ...fit, weight })),
    observations: observations.map((point, index) => ({
      ...point,
      t: point.t + originYear,
      label: domain.scores.points[index]?.label ?? '',
    })),
    curve: times.map((t) => ({ ...curveAt(curve, t, CURVE_LEVEL), t: t + originYear })),
  };
}
