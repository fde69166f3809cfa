import { ok } from '#libs/kernel';
import { refuse, type Statistic } from './refusal.js';
import { tieGroups } from './score-order.js';

/** The area under the ROC curve and what each row contributes to it. */
export interface Auroc {
  readonly area: number;
  readonly positives: number;
  readonly negatives: number;
  /**
   * For a positive row the share of the negatives it outranks, for a negative row the share of the positives that
   * outrank it; ties count half. Either mean is the area. DeLong's structural components.
   */
  readonly components: Float64Array;
}

/**
 * Probability that a positive row scores above a negative one, ties counting half (Hanley and McNeil 1982), in
 * O(n log n) by midranks (Sun and Xu 2014, IEEE Signal Processing Letters 21, 1389-1393).
 *
 * @param label 0 or 1
 * @param score finite; only its order counts
 */
export function auroc(label: readonly number[], score: readonly number[]): Statistic<Auroc> {
  const groups = tieGroups(label, score);
  const positives = groups.reduce((sum, group) => sum + group.positives, 0);
  const negatives = label.length - positives;
  if (positives === 0 || negatives === 0) return refuse('single-class', 'all labels are of one class');
  const components = new Float64Array(label.length);
  let [positivesBelow, negativesBelow, outranked] = [0, 0, 0];
  for (const group of groups) {
    const ofPositive = (negativesBelow + group.negatives / 2) / negatives;
    const ofNegative = (positives - positivesBelow - group.positives / 2) / positives;
    for (const row of group.rows) components[row] = label[row] === 1 ? ofPositive : ofNegative;
    outranked += group.positives * (negativesBelow + group.negatives / 2);
    positivesBelow += group.positives;
    negativesBelow += group.negatives;
  }
  return ok({ area: outranked / positives / negatives, positives, negatives, components });
}
