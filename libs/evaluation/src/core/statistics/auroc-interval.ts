import { areaInterval } from './area-interval.js';
import type { Auroc } from './auroc.js';
import { CONFIDENCE_LEVEL, type Interval } from './interval.js';
import { normalCriticalValue } from './normal-distribution.js';
import { samplingUnits, type SamplingUnits, sumByUnit, unitsWith } from './sampling-units.js';
import { studentCriticalValue } from './student-distribution.js';

/**
 * Interval of an area under the ROC curve. Independent rows have Newcombe's; clustered ones have Newcombe's for as
 * many rows as carry the same information, that is the class sizes times the variance of independent rows over that
 * of the clusters, adjusted for the degrees of freedom and never more than there are (as Korn and Graubard 1998,
 * Survey Methodology 24, 193-201, do for a share). Where the clusters do not tell the variance, each that holds rows
 * of a class counts for one row of it.
 */
export function aurocInterval(
  roc: Auroc,
  label: readonly number[],
  units: SamplingUnits,
  level: number = CONFIDENCE_LEVEL,
): Interval {
  const { area, positives, negatives } = roc;
  if (!units.clustered) return areaInterval(area, positives, negatives, level);
  const ofRows = areaVariance(roc, label, samplingUnits(label.length));
  const ofClusters = areaVariance(roc, label, units);
  if (ofRows === undefined || ofClusters === undefined)
    return areaInterval(area, unitsWith(units, label, 1), unitsWith(units, label, 0), level);
  const ratio = normalCriticalValue(level) / studentCriticalValue(level, units.count - 1);
  const share = Math.min(1, (ofRows / ofClusters) * ratio ** 2);
  return areaInterval(area, positives * share, negatives * share, level);
}

/**
 * Variance of an area from its structural components: with every row its own unit that of DeLong, DeLong and
 * Clarke-Pearson (1988, Biometrics 44, 837-845), with clusters that of Obuchowski (1997, Biometrics 53, 567-578).
 * Undefined where it vanishes, at a perfect order, or where one unit holds a class.
 */
export function areaVariance(
  { area, components, positives, negatives }: Auroc,
  label: readonly number[],
  units: SamplingUnits,
): number | undefined {
  const [positiveUnits, negativeUnits] = [unitsWith(units, label, 1), unitsWith(units, label, 0)];
  if (positiveUnits < 2 || negativeUnits < 2) return undefined;
  const distances = (side: number): Float64Array =>
    sumByUnit(units, (row) => (label[row] === side ? (components[row] ?? 0) - area : 0));
  const [positive, negative] = [distances(1), distances(0)];
  const variance =
    (unbiased(positiveUnits) * dot(positive, positive)) / positives ** 2 +
    (unbiased(negativeUnits) * dot(negative, negative)) / negatives ** 2 +
    (2 * unbiased(units.count) * dot(positive, negative)) / (positives * negatives);
  return variance > 0 ? variance : undefined;
}

const unbiased = (units: number): number => units / (units - 1);

const dot = (a: Float64Array, b: Float64Array): number =>
  a.reduce((sum, value, unit) => sum + value * (b[unit] ?? 0), 0);
