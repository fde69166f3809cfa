import { forecast } from '#core/valuation';
import type { SeriesSet } from './forecast/held-out-series.js';
import { detectorSets } from './forecast/detector-series.js';
import { LEVELS, Scoreboard } from './forecast/scoreboard.js';
import { SERIES_LENGTHS, simulatedSets } from './forecast/series-sets.js';
import { say } from './report.js';

/** Nothing was tuned or calibrated on the series of this seed. */
const SEED = 'forecast-coverage hold-out 2';

/** Of each shape, length and kind of noise. */
const REPEATS = 10;

/** Coverage and accuracy on series whose end the forecast does not see, beside naive, damped trend and Theta. */
export function bench(): Promise<void> {
  const sets = [...simulatedSets(SEED, REPEATS, SERIES_LENGTHS), ...detectorSets()];
  for (const set of sets) if (set.series.length > 0) say(linesOf(set).join('\n'));
  return Promise.resolve();
}

function linesOf({ name, series }: SeriesSet): readonly string[] {
  const board = new Scoreboard();
  const startedMs = performance.now();
  let refused = 0;
  for (const [index, one] of series.entries()) {
    const horizons = one.future.map(({ t }) => t);
    const result = forecast({ ...one, horizons, levels: LEVELS, seed: String(index) });
    if (result.ok) board.add(one, result.value.points);
    else refused += 1;
  }
  const eachMs = (performance.now() - startedMs) / series.length;
  return [...board.lines(name), `  ${eachMs.toFixed(0)} ms each, ${String(refused)} refused`];
}
