import { bcaInterval, RESAMPLES } from '#core/evaluation';
import { ok, type Random } from '#libs/kernel';
import { type Multiplicities, once } from './ratio-figures.js';
import { type RatioResult, refuseRatio } from './ratio-refusal.js';

/** Fewer sales than this give resamples that are mostly copies of each other. */
const SALES_MIN = 5;

/**
 * Bias-corrected and accelerated bootstrap interval of a figure (B. Efron, 1987, JASA 82, 171-185) over resamples of
 * the items. Refused where the resamples do not vary or lie on one side of the figure, or where most of them do not
 * determine it.
 *
 * @param figure of a sample, given how often each item stands in it; NaN where the sample does not determine it
 */
export function bootstrapInterval(
  count: number,
  figure: (sample: Multiplicities) => number,
  level: number,
  random: Random,
): RatioResult<{ readonly lower: number; readonly upper: number }> {
  if (count < SALES_MIN)
    return refuseRatio('too-few-sales', `${String(count)} sales; ${String(SALES_MIN)} are needed`);
  const estimate = figure(once(count));
  const replicates = Float64Array.from({ length: RESAMPLES }, () => figure(resample(count, random))).filter(
    Number.isFinite,
  );
  if (replicates.length < RESAMPLES / 2)
    return refuseRatio('no-variation', 'resamples of the sales seldom determine the figure');
  const interval = bcaInterval({ estimate, replicates, leaveOneOut: leaveOneOut(count, figure) }, level);
  if (!interval.ok) return refuseRatio('no-variation', interval.error.reason);
  return ok({ lower: interval.value.lower, upper: interval.value.upper });
}

function resample(count: number, random: Random): Multiplicities {
  const drawn = new Float64Array(count);
  for (let draw = 0; draw < count; draw += 1) {
    const item = random.below(count);
    drawn[item] = (drawn[item] ?? 0) + 1;
  }
  return drawn;
}

/** The figure without each item in turn; nothing, and so no acceleration, where one item alone decides it. */
function leaveOneOut(count: number, figure: (sample: Multiplicities) => number): Float64Array {
  const sample = new Float64Array(count).fill(1);
  const figures = Float64Array.from(sample, (_, left) => {
    sample[left] = 0;
    const value = figure(sample);
    sample[left] = 1;
    return value;
  });
  return figures.every(Number.isFinite) ? figures : new Float64Array();
}
