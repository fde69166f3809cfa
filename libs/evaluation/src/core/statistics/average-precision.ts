import { ok } from '#libs/kernel';
import { refuse, type Statistic } from './refusal.js';
import { tieGroups } from './score-order.js';

/**
 * Mean precision over the positives, each at the lowest threshold that still finds it. A step sum: straight lines
 * between points of a precision-recall curve are not attainable (Davis and Goadrich 2006, ICML).
 *
 * @param label 0 or 1
 * @param score finite; only its order counts
 */
export function averagePrecision(label: readonly number[], score: readonly number[]): Statistic {
  let [found, answered, sum] = [0, 0, 0];
  for (const group of tieGroups(label, score).toReversed()) {
    found += group.positives;
    answered += group.rows.length;
    sum += group.positives * (found / answered);
  }
  return found === 0 ? refuse('no-positives', 'no row is positive') : ok(sum / found);
}
