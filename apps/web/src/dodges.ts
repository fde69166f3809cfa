/** Pixels from one model to the next, and over all of them; on a small chart a small share of its width. */
const STEP_PX_MAX = 5;
const SPREAD_PX_MAX = 30;
const STEPS_PER_WIDTH = 130;

/**
 * Scores of one slice would hide each other, so models stand a few pixels beside one another: the first exactly in
 * its place, the others right and left of it in turns. Offsets in pixels.
 */
export function dodges(count: number, plotWidthPx: number): readonly number[] {
  const step = Math.min(STEP_PX_MAX, plotWidthPx / STEPS_PER_WIDTH, SPREAD_PX_MAX / Math.max(1, count - 1));
  return Array.from({ length: count }, (_, index) => {
    const distance = Math.ceil(index / 2) * step;
    return index % 2 === 1 ? distance : 0 - distance;
  });
}
