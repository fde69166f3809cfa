import { criticalDistance, robustScale, type ScalePrior } from './moderated-scale.js';

/** Fewer changes than this show no usual size of a change. */
export const CHANGES_MIN = 5;

export interface ChangeOutOfLine {
  /** Position of the change. */
  readonly index: number;
  /** `outlier`: taken back by the next change. `step`: the series stays where it went. */
  readonly shape: 'outlier' | 'step';
  /** Beyond the usual change. */
  readonly excess: number;
  /** In deviations of a change. */
  readonly distance: number;
  readonly critical: number;
}

/**
 * Changes from one point of a series to the next that are out of line with its other changes, by Hampel's identifier
 * on a moderated scale. Changes leave a trend out of the comparison: a steady decline is a usual change.
 *
 * @param changes at least {@link CHANGES_MIN}
 * @param excessMin smaller excesses are of no consequence, however regular the series
 */
export function changesOutOfLine(
  changes: readonly number[],
  prior: ScalePrior,
  excessMin: number,
): readonly ChangeOutOfLine[] {
  const scale = robustScale(changes, prior);
  const critical = criticalDistance(scale, changes.length);
  const excesses = changes.map((change) => change - scale.centre);
  const isOut = (excess: number): boolean =>
    Math.abs(excess) > critical * scale.deviation && Math.abs(excess) >= excessMin;
  const isTakenBack = (index: number): boolean => {
    const [excess = 0, next = 0] = [excesses[index], excesses[index + 1]];
    return Math.abs(excess + next) < Math.abs(excess) / 2;
  };
  const found: ChangeOutOfLine[] = [];
  excesses.forEach((excess, index) => {
    const isReturn = found.at(-1)?.index === index - 1 && found.at(-1)?.shape === 'outlier';
    if (!isOut(excess) || isReturn) return;
    const shape = isTakenBack(index) ? 'outlier' : 'step';
    found.push({ index, shape, excess, distance: Math.abs(excess) / scale.deviation, critical });
  });
  return found;
}
