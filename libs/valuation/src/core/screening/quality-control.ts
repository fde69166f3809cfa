import type { PricingDossier } from '../pricing/dossier/dossier-schema.js';
import type { Valuation } from '../pricing/valuation.js';
import type { Scoreboard } from '../scoreboard/index.js';
import type { ScreeningReport } from './screen-dossier.js';

/** The five standards of the United States rule on automated valuation models, by its paragraphs. */
export const QUALITY_FACTORS = {
  confidence: { paragraph: 'a', duty: 'a high level of confidence in the estimates' },
  'data-manipulation': { paragraph: 'b', duty: 'protection against the manipulation of data' },
  'conflicts-of-interest': { paragraph: 'c', duty: 'avoidance of conflicts of interest' },
  'random-testing': { paragraph: 'd', duty: 'testing and review of random samples' },
  nondiscrimination: { paragraph: 'e', duty: 'compliance with the laws against discrimination' },
} as const;

export type QualityFactor = keyof typeof QUALITY_FACTORS;

/** `shown`: by evidence at hand. `partly`: some is, some is missing. `not-shown`: what there is does not show it. */
export type ControlStanding = 'shown' | 'partly' | 'not-shown';

/** Something that bears on a standard, with the figures or digests behind it. */
export type ControlEvidence = {
  readonly text: string;
  readonly figures: Readonly<Record<string, number | string | null>>;
};

/** One standard, with what this valuation has to show for it and what it has not. */
export type QualityControl = {
  readonly factor: QualityFactor;
  readonly paragraph: (typeof QUALITY_FACTORS)[QualityFactor]['paragraph'];
  readonly duty: string;
  readonly standing: ControlStanding;
  readonly evidence: readonly ControlEvidence[];
  readonly missing: readonly string[];
};

/** Valuations drawn at random and computed again by somebody who did not make them. */
export interface RandomReviews {
  readonly drawn: number;
  readonly recomputed: number;
  /** Those that came out the same. */
  readonly agreeing: number;
}

/** All that the checklist is filled from. */
export interface QualityRecords {
  readonly dossier: PricingDossier;
  readonly valuation: Valuation;
  readonly screening: ScreeningReport;
  /** Null before any lot has closed. */
  readonly scoreboard: Scoreboard | null;
  /** Null where nobody draws any. */
  readonly reviews: RandomReviews | null;
}

export const qualityControl = (
  factor: QualityFactor,
  standing: ControlStanding,
  evidence: readonly ControlEvidence[],
  missing: readonly string[],
): QualityControl => ({ factor, ...QUALITY_FACTORS[factor], standing, evidence, missing });

/** A line of a list, where it applies. */
export const where = <T>(applies: boolean, line: T): readonly T[] => (applies ? [line] : []);
