import { studentCriticalValue } from '#core/evaluation';
import { normalCdf } from '../normal-distribution.js';
import type { CensoredSample } from './censored-fit.js';

/** Smallest deviation that a fit may take, the same as that of the regression whose centre is profiled. */
const DEVIATION_MIN = 0.05;
const DEVIATION_MAX = 1e4;
const DOUBLINGS_MAX = 60;
/** Limits to seven digits of the reach. */
const HALVINGS = 24;
const NEWTON_STEPS_MAX = 60;
const LOG_ROOT_TWO_PI = Math.log(2 * Math.PI) / 2;

/**
 * The centres that the sample does not speak against: profile likelihood limits of the mean of a normal distribution
 * some of whose values are censored from above. The likelihood is concave in 1/σ and μ/σ (Olsen, 1978, Econometrica
 * 46, 1211-1215), so the limits enclose an interval. Its threshold is that of Student's t with one degree of freedom
 * less than values seen: with nothing censored the limits are Student's own, and censored values lend no freedom.
 *
 * @param sample with at least two values seen
 * @param centre where the likelihood is highest
 */
export function centreLimits(
  sample: CensoredSample,
  centre: number,
  level: number,
): { readonly lower: number; readonly upper: number } {
  const freedom = sample.seen.length - 1;
  const student = studentCriticalValue(level, freedom);
  const threshold = (sample.seen.length / 2) * Math.log1p(student ** 2 / freedom);
  const likelihood = likelihoodOf(sample);
  const highest = profileAt(likelihood, centre);
  const isAllowed = (candidate: number): boolean => highest - profileAt(likelihood, candidate) <= threshold;
  return { lower: limitFrom(centre, -1, isAllowed), upper: limitFrom(centre, 1, isAllowed) };
}

function limitFrom(centre: number, direction: 1 | -1, isAllowed: (candidate: number) => boolean): number {
  let [inside, reach] = [0, DEVIATION_MIN];
  for (let doubling = 0; doubling < DOUBLINGS_MAX && isAllowed(centre + direction * reach); doubling += 1) {
    inside = reach;
    reach *= 2;
  }
  let outside = reach;
  for (let halving = 0; halving < HALVINGS; halving += 1) {
    const middle = (inside + outside) / 2;
    if (isAllowed(centre + direction * middle)) inside = middle;
    else outside = middle;
  }
  return centre + direction * inside;
}

/** The log-likelihood at a centre and a precision 1/σ, with its first two derivatives by the precision. */
type Likelihood = (
  centre: number,
  precision: number,
) => { readonly height: number; readonly slope: number; readonly curvature: number };

/** The log-likelihood at a centre, highest over the precision, in which it is concave: Newton within a bracket. */
function profileAt(likelihood: Likelihood, centre: number): number {
  let [low, high] = [1 / DEVIATION_MAX, 1 / DEVIATION_MIN];
  let precision = 1;
  for (let step = 0; step < NEWTON_STEPS_MAX; step += 1) {
    const { slope, curvature } = likelihood(centre, precision);
    if (slope > 0) low = precision;
    else high = precision;
    const newton = precision - slope / curvature;
    const next = newton > low && newton < high ? newton : (low + high) / 2;
    if (Math.abs(next - precision) <= 1e-9 * precision) break;
    precision = next;
  }
  return likelihood(centre, precision).height;
}

/** Values that were seen enter by their mean and their squares about it only. */
function likelihoodOf({ seen, below }: CensoredSample): Likelihood {
  const count = seen.length;
  const mean = seen.reduce((sum, value) => sum + value, 0) / count;
  const scatter = seen.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return (centre, precision) => {
    const squares = scatter + count * (mean - centre) ** 2;
    let height = count * Math.log(precision) - (precision ** 2 * squares) / 2;
    let slope = count / precision - precision * squares;
    let curvature = -count / precision ** 2 - squares;
    for (const bound of below) {
      const distance = bound - centre;
      const x = precision * distance;
      const logChance = logNormalCdf(x);
      const hazard = Math.exp(-(x ** 2) / 2 - LOG_ROOT_TWO_PI - logChance);
      height += logChance;
      slope += distance * hazard;
      curvature -= distance ** 2 * hazard * (x + hazard);
    }
    return { height, slope, curvature };
  };
}

/** By the first terms of its asymptotic series where the probability itself vanishes. */
const logNormalCdf = (x: number): number =>
  x < -30 ? -(x ** 2) / 2 - Math.log(-x) - LOG_ROOT_TWO_PI - 1 / x ** 2 : Math.log(normalCdf(x, 0, 1));
