import { studentCriticalValue } from '#core/evaluation';
import { ok } from '#libs/kernel';
import { mean, sampleStandardDeviation } from 'simple-statistics';
import { STUDY_LEVEL } from '../ratio-study/index.js';
import { type ClaimedShare, claimedShare, isWithin } from './claimed-share.js';
import { isSold, type ScoreEntry } from './score-entry.js';
import { refuseScore, type ScoreFigure } from './score-figure.js';
import { spreadInterval, spreadWithUnsold } from './spread-with-unsold.js';
import { standardisedError } from './standardised-error.js';

/** Share of a normal distribution within one standard deviation, which a forecast standard deviation claims. */
export const WITHIN_ONE_NOMINAL = 0.682_689_492_137_086;

export interface DeviationCheck {
  /** Of the sold lots. Near 0 where estimates are neither high nor low, below 0 where they are high. Student's interval. */
  readonly mean: ScoreFigure;
  /** Of the sold lots. Near 1 where the claimed deviations are right, above 1 where they claim too much. */
  readonly spread: ScoreFigure;
  /** The same with unsold lots as censored at their reserve: what is sold spreads less than what is offered. */
  readonly spreadWithUnsold: ScoreFigure;
  /** Share of prices within one forecast standard deviation. */
  readonly within: ClaimedShare;
}

/** A deviation needs two values, and a third before its interval says anything. */
const CLAIMS_MIN = 3;

/** The standardised errors beside what they claim: mean 0, standard deviation 1, 68 % within one. */
export function deviationCheck(entries: readonly ScoreEntry[]): DeviationCheck {
  const sold = entries.filter(isSold);
  const errors = sold.flatMap((entry) => standardisedError(entry, entry.outcome.priceMinor) ?? []);
  return {
    mean: momentOf(errors, meanFigure),
    spread: momentOf(errors, (some) => spreadInterval(sampleStandardDeviation([...some]), some.length - 1)),
    spreadWithUnsold: spreadWithUnsold(entries),
    within: claimedShare(WITHIN_ONE_NOMINAL, entries, isWithinOne),
  };
}

const momentOf = (
  errors: readonly number[],
  figure: (errors: readonly number[]) => {
    readonly value: number;
    readonly lower: number;
    readonly upper: number;
  },
): ScoreFigure =>
  errors.length < CLAIMS_MIN
    ? refuseScore(
        'too-few-claims',
        `${String(errors.length)} sales with a claimed deviation; ${String(CLAIMS_MIN)} are needed`,
      )
    : ok({ ...figure(errors), n: errors.length });

function meanFigure(errors: readonly number[]) {
  const value = mean([...errors]);
  const half =
    (studentCriticalValue(STUDY_LEVEL, errors.length - 1) * sampleStandardDeviation([...errors])) /
    Math.sqrt(errors.length);
  return { value, lower: value - half, upper: value + half };
}

function isWithinOne({ estimateMinor, forecastStandardDeviation: deviation, outcome }: ScoreEntry) {
  if (deviation === null) return undefined;
  const estimate = Number(estimateMinor);
  return isWithin(outcome, estimate / (1 + deviation), estimate * (1 + deviation));
}
