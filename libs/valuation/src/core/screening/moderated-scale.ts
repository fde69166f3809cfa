import { studentCriticalValue } from '#core/evaluation';
import { median } from 'simple-statistics';

/** Makes the median absolute deviation of a normal sample its standard deviation. */
const NORMAL_MAD = 1.482_602_218_505_602;
/** Share of the information on a normal scale that it uses (Rousseeuw and Croux, 1993, JASA 88, 1273-1283). */
const MAD_EFFICIENCY = 0.37;

/** What is usual, where a series is too short to show its own scale: a deviation worth so many degrees of freedom. */
export interface ScalePrior {
  readonly deviation: number;
  readonly freedom: number;
}

export interface RobustScale {
  readonly centre: number;
  readonly deviation: number;
  /** Degrees of freedom behind the deviation. */
  readonly freedom: number;
}

/**
 * Median and a scale that neither outliers move (Hampel, 1974, JASA 69, 383-393) nor a handful of values leaves to
 * chance: the squared MAD and the prior's square, averaged by their degrees of freedom (Smyth, 2004, Statistical
 * Applications in Genetics and Molecular Biology 3, article 3).
 *
 * @param values at least one
 */
export function robustScale(values: readonly number[], prior: ScalePrior): RobustScale {
  const centre = median([...values]);
  const mad = NORMAL_MAD * median(values.map((value) => Math.abs(value - centre)));
  const own = MAD_EFFICIENCY * (values.length - 1);
  const freedom = own + prior.freedom;
  return {
    centre,
    deviation: Math.sqrt((own * mad ** 2 + prior.freedom * prior.deviation ** 2) / freedom),
    freedom,
  };
}

/** Chance that a check of one clean series finds anything at all. */
export const CHECK_ERROR_RATE = 0.005;

/**
 * Distance from the centre, in deviations, beyond which a value is out of line: Student's, with the error rate shared
 * among all values that are looked at (Bonferroni).
 */
export const criticalDistance = ({ freedom }: RobustScale, looks: number): number =>
  studentCriticalValue(1 - CHECK_ERROR_RATE / looks, freedom);

/** The same where only values above the centre count. */
export const criticalRise = ({ freedom }: RobustScale, looks: number): number =>
  studentCriticalValue(1 - (2 * CHECK_ERROR_RATE) / looks, freedom);
