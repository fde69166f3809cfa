import { normalCdf } from './normal-distribution.js';
import { studentCriticalValue } from './student-distribution.js';

/**
 * The level to ask a bootstrap for, so that its interval has the level that is wanted: resamples of few units vary
 * too little, by sqrt((n − 1)/n), and know nothing of Student's tails (Hesterberg 2015, "What teachers should know
 * about the bootstrap", The American Statistician 69, 371-386, expanded percentile intervals).
 *
 * @param units that were resampled, at least 2
 */
export const expandedLevel = (level: number, units: number): number =>
  1 - 2 * normalCdf(-Math.sqrt(units / (units - 1)) * studentCriticalValue(level, units - 1));
