import { assert } from '#libs/kernel';
import { betaQuantile } from './beta-distribution.js';

/**
 * How many standard errors a two-sided interval of this level reaches to either side under Student's t. With T a
 * deviate, T²/(ν + T²) is Beta(1/2, ν/2) (Johnson, Kotz and Balakrishnan 1995, section 28.2).
 *
 * @param level coverage, strictly between 0 and 1
 * @param degreesOfFreedom positive
 */
export function studentCriticalValue(level: number, degreesOfFreedom: number): number {
  assert(level > 0 && level < 1, `level out of range: ${String(level)}`);
  const share = betaQuantile(level, 0.5, degreesOfFreedom / 2);
  return Math.sqrt((degreesOfFreedom * share) / (1 - share));
}
