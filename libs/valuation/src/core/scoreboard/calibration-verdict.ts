import type { Estimate, Interval } from '#core/evaluation';
import { CALIBRATION_SALES_MIN } from '../ratio-study/index.js';
import type { ClaimedShare, ShareBounds } from './claimed-share.js';
import { type DeviationCheck, WITHIN_ONE_NOMINAL } from './deviation-check.js';
import { RANGE_LEVEL } from './range-coverage.js';
import type { ScoreFigure } from './score-figure.js';

/** Whether claims may be called calibrated, and why, or why not. */
export interface CalibrationVerdict {
  readonly calibrated: boolean;
  readonly code:
    | 'nothing-contradicts'
    | 'too-few-sales'
    | 'too-few-claims'
    | 'mostly-unsold'
    | 'level-off'
    | 'coverage-off'
    | 'deviation-off'
    | 'kind-uncalibrated';
  readonly reason: string;
}

/** What a claim may be off and still be called right. */
const TOLERANCES = {
  /** IAAO Standard on Ratio Studies (2013): the interval of the median ratio must meet 0.90 to 1.10. */
  medianRatio: { lower: 0.9, upper: 1.1 },
  coverage: { lower: RANGE_LEVEL - 0.03, upper: RANGE_LEVEL + 0.03 },
  withinOne: { lower: WITHIN_ONE_NOMINAL - 0.05, upper: WITHIN_ONE_NOMINAL + 0.05 },
  spread: { lower: 0.9, upper: 1.1 },
} as const satisfies Readonly<Record<string, Interval>>;

/** The figures that a verdict rests on. */
export interface CalibrationEvidence {
  readonly sold: number;
  readonly unsold: number;
  readonly medianRatio: ScoreFigure;
  readonly medianRatioWithUnsold: ScoreFigure;
  readonly coverage: ClaimedShare;
  readonly deviation: DeviationCheck;
}

/**
 * Claims are called calibrated from 30 sales on, when no 95 % interval keeps clear of its tolerance: neither that of
 * the level, nor those of the coverage, of the share within one forecast standard deviation and of the spread of the
 * standardised errors. Where lots stayed unsold all four are of the lots that were offered: sold ones alone are dearer
 * and more alike. Evidence that cannot be had speaks against, never for.
 */
export function calibrationVerdict(evidence: CalibrationEvidence): CalibrationVerdict {
  const { sold, unsold, coverage, deviation } = evidence;
  const claims = deviation.within.observed.ok ? deviation.within.observed.value.n : 0;
  if (sold < CALIBRATION_SALES_MIN)
    return contradicted(
      'too-few-sales',
      `${String(sold)} sales; ${String(CALIBRATION_SALES_MIN)} are needed`,
    );
  if (claims < CALIBRATION_SALES_MIN)
    return contradicted(
      'too-few-claims',
      `${String(claims)} sales with a claimed deviation; ${String(CALIBRATION_SALES_MIN)} are needed`,
    );
  if (unsold > sold)
    return contradicted('mostly-unsold', `${String(unsold)} of ${String(sold + unsold)} lots stayed unsold`);
  const level = unsold === 0 ? evidence.medianRatio : evidence.medianRatioWithUnsold;
  return (
    figureFault('level-off', 'median ratio', level, TOLERANCES.medianRatio) ??
    shareFault('coverage-off', 'share of prices in the claimed range', coverage, TOLERANCES.coverage) ??
    shareFault('deviation-off', 'share within one FSD', deviation.within, TOLERANCES.withinOne) ??
    figureFault('deviation-off', 'spread of errors', deviation.spreadWithUnsold, TOLERANCES.spread) ?? {
      calibrated: true,
      code: 'nothing-contradicts',
      reason: `${String(sold)} sales, and nothing measured keeps clear of what was claimed`,
    }
  );
}

/** A kind that is off is not made good by another that is off the other way. */
export function verdictOverKinds(
  overall: CalibrationVerdict,
  kinds: readonly { readonly kind: string; readonly calibration: CalibrationVerdict }[],
): CalibrationVerdict {
  const off = kinds.filter(({ calibration }) => !calibration.calibrated).map(({ kind }) => kind);
  return overall.calibrated && off.length > 0
    ? contradicted('kind-uncalibrated', `not calibrated by themselves: ${off.join(', ')}`)
    : overall;
}

const contradicted = (
  code: Exclude<CalibrationVerdict['code'], 'nothing-contradicts'>,
  reason: string,
): CalibrationVerdict => ({ calibrated: false, code, reason });

type Fault = 'level-off' | 'coverage-off' | 'deviation-off';

function figureFault(
  code: Fault,
  what: string,
  figure: ScoreFigure,
  tolerance: Interval,
): CalibrationVerdict | undefined {
  if (!figure.ok) return contradicted(code, `${what}: ${figure.error.reason}`);
  return intervalFault(code, what, figure.value, tolerance);
}

function shareFault(
  code: Fault,
  what: string,
  { withUnsold }: ClaimedShare,
  tolerance: Interval,
): CalibrationVerdict | undefined {
  return withUnsold === null
    ? contradicted(code, `${what}: no lot has the claim`)
    : intervalFault(code, what, withUnsold, tolerance);
}

const intervalFault = (
  code: Fault,
  what: string,
  interval: Estimate | ShareBounds,
  tolerance: Interval,
): CalibrationVerdict | undefined =>
  interval.lower <= tolerance.upper && interval.upper >= tolerance.lower
    ? undefined
    : contradicted(code, `${what}: ${limits(interval)}, clear of ${limits(tolerance)}`);

const limits = ({ lower, upper }: Interval): string => `${lower.toFixed(3)} to ${upper.toFixed(3)}`;
