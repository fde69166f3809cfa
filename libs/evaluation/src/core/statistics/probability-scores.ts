import { assert, assertDefined, ok } from '#libs/kernel';
import { refuse, type Statistic } from './refusal.js';

/** What the probability of a row costs, given its label. */
export type Loss = (label: number, probability: number) => number;

/** Squared distance to the label (G. W. Brier 1950, Monthly Weather Review 78, 1-3), in [0, 1] for two classes. */
export const brierLoss: Loss = (label, probability) => (probability - label) ** 2;

/** Surprise in nats; infinite where a probability of 0 or 1 turned out wrong. */
export const logLoss: Loss = (label, probability) =>
  label === 1 ? -Math.log(probability) : -Math.log1p(-probability);

/**
 * Mean loss over the rows. Both losses are strictly proper (Gneiting and Raftery 2007): honest probabilities
 * minimise them. Infinite losses are refused, not cut off at an arbitrary size.
 *
 * @param label 0 or 1
 * @param probability of label 1, in [0, 1]
 */
export function meanLoss(label: readonly number[], probability: readonly number[], loss: Loss): Statistic {
  assert(label.length === probability.length, 'as many probabilities as labels');
  if (label.length === 0) return refuse('no-rows', 'there are no rows');
  const sum = label.reduce((total, truth, row) => total + loss(truth, probabilityAt(probability, row)), 0);
  return Number.isFinite(sum)
    ? ok(sum / label.length)
    : refuse('infinite-loss', 'a probability of 0 or 1 turned out wrong');
}

const probabilityAt = (probability: readonly number[], row: number): number =>
  assertDefined(probability[row], 'a probability for each row');
