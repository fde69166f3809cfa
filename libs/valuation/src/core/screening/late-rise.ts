import { criticalRise, robustScale, type ScalePrior } from './moderated-scale.js';
import { CHANGES_MIN } from './changes-out-of-line.js';

/** So many last changes may hide a rise: one sudden, or three smaller ones in a row. */
export const LATE_CHANGES = 3;

/** Changes that a look at the last ones needs, with those before that show what is usual. */
export const LATE_RISE_CHANGES_MIN = CHANGES_MIN + LATE_CHANGES;

export interface LateRise {
  /** Position of the first change of the rise. */
  readonly from: number;
  /** Beyond the usual change, over all changes of the rise. */
  readonly excess: number;
  readonly distance: number;
  readonly critical: number;
}

/**
 * The clearest rise over the last one, two or three changes against those before; undefined where none is out of
 * line. The last points of a series carry a forecast, so this looks at them alone, and sees less than a search over
 * the whole series would have to overlook.
 *
 * @param changes at least {@link LATE_RISE_CHANGES_MIN}
 */
export function lateRise(
  changes: readonly number[],
  prior: ScalePrior,
  excessMin: number,
): LateRise | undefined {
  const scale = robustScale(changes.slice(0, -LATE_CHANGES), prior);
  const critical = criticalRise(scale, LATE_CHANGES);
  const rises = Array.from({ length: LATE_CHANGES }, (_, index) => {
    const length = index + 1;
    const excess = changes.slice(-length).reduce((sum, change) => sum + change - scale.centre, 0);
    // The usual change is itself known from so many changes only.
    const deviation = scale.deviation * Math.sqrt(length + length ** 2 / (changes.length - LATE_CHANGES));
    return { from: changes.length - length, excess, distance: excess / deviation, critical };
  });
  return rises
    .filter(({ excess, distance }) => distance > critical && excess >= excessMin)
    .sort((a, b) => b.distance - a.distance)[0];
}
