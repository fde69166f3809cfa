import type { DossierDomain } from '../pricing/dossier/domain-schema.js';
import type { PricingDossier } from '../pricing/dossier/dossier-schema.js';
import { screenCallPrice } from './call-price.js';
import { screenComparableConsistency } from './comparable-consistency.js';
import { screenComparableResiduals } from './comparable-residuals.js';
import type { Check, Finding, Screened, Severity } from './finding.js';
import { screenLateScores, screenScoreChanges, screenScoreVariance } from './score-changes.js';
import { screenScorePrecision } from './score-precision.js';
import { screenLateUsage, screenUsageChanges } from './usage-changes.js';
import { screenUsageFlatness } from './usage-flatness.js';
import { screenUsageRounding } from './usage-rounding.js';

/** Changes whenever the same dossier may lead to other findings. */
export const SCREENING_METHOD = 'screening-1';

/** What a screen of a dossier looked at, and what it found, as plain JSON. */
export type ScreeningReport = {
  readonly methodVersion: string;
  /** The gravest first, then in the order of the dossier. */
  readonly findings: readonly Finding[];
  readonly checks: readonly Check[];
};

/**
 * Looks for outliers and for traces of manipulation in the inputs of a valuation: usage, receipts, scores and
 * comparable lots. Each statistical check finds something in at most one of two hundred clean series; what it finds is
 * a reason to ask. One bidder behind several bids, or one payer behind many calls, cannot be seen in a dossier.
 */
export function screenDossier({ domains, comparables, valuationDate }: PricingDossier): ScreeningReport {
  const all = [
    ...domains.flatMap((domain, index) => screenDomain(domain, index, valuationDate)),
    screenComparableConsistency(comparables),
    screenComparableResiduals(comparables, valuationDate),
  ];
  return {
    methodVersion: SCREENING_METHOD,
    findings: withoutEchoes(all.flatMap(({ findings }) => findings)).toSorted(
      (a, b) => RANKS[a.severity] - RANKS[b.severity],
    ),
    checks: all.map(({ check }) => check),
  };
}

const RANKS: Readonly<Record<Severity, number>> = { alarm: 0, warning: 1, note: 2 };

function screenDomain(
  { name, scores, usage }: DossierDomain,
  index: number,
  valuationDate: string,
): readonly Screened[] {
  const place = { name, pointer: `/domains/${String(index)}` };
  return [
    screenUsageChanges(place, usage),
    screenLateUsage(place, usage),
    screenUsageFlatness(place, usage),
    screenUsageRounding(place, usage),
    screenCallPrice(place, usage),
    screenScorePrecision(place, scores),
    screenScoreChanges(place, scores),
    screenLateScores(place, scores),
    screenScoreVariance(place, scores, valuationDate),
  ];
}

/** A step up at the end of a series is the late jump, and is told once. */
const withoutEchoes = (findings: readonly Finding[]): readonly Finding[] =>
  findings.filter(
    ({ code, subject }) =>
      !(code === 'usage-step' || code === 'score-step') ||
      !findings.some((other) => other.severity === 'alarm' && other.subject.pointer === subject.pointer),
  );
