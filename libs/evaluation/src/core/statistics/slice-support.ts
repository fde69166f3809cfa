import { ok } from '#libs/kernel';
import type { Estimate } from './interval.js';
import { refuse, type Statistic } from './refusal.js';
import { wilsonInterval } from './wilson-interval.js';

/** Of fewer positives the 95 % interval of a recall of one half reaches more than 0.17 to either side. */
export const SLICE_POSITIVES_MIN = 30;

/**
 * Recall within one slice, refused where the slice holds too few positives to be shown beside others.
 *
 * @param found positives that were recognised
 * @param positives all positives of the slice
 */
export const sliceRecall = (found: number, positives: number): Statistic<Estimate> =>
  positives < SLICE_POSITIVES_MIN
    ? refuse(
        'too-few-positives',
        `a slice needs at least ${String(SLICE_POSITIVES_MIN)} positives, there are ${String(positives)}`,
      )
    : ok({ value: found / positives, ...wilsonInterval(found, positives), n: positives });
