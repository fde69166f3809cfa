import { ok, type Result } from '#libs/kernel';
import {
  informative,
  inverseLogit,
  logit,
  logLikelihoodOf,
  type QualityObservation,
} from './binomial-quality.js';
import type { Covariance } from './multivariate-normal.js';
import { goodnessOf, type QualityFamily, type QualityFit } from './quality-family.js';
import { type Refusal, refuse } from './refusal.js';

/** Two parameters and one degree of freedom to tell the noise. */
const POINTS_MIN = 3;
const ITERATIONS_MAX = 200;
const HALVINGS_MAX = 40;
/** Scoring stops when a step moves no standardised parameter by more than this, relative to its size. */
const STEP_TOLERANCE = 1e-10;
/** Standardised log-odds beyond which the likelihood has no maximum in reach of the data. */
const LOG_ODDS_MAX = 40;

/**
 * Fits logit u(t) = a − b t to successes out of trials at irregular times: a binomial generalised linear model
 * by Fisher scoring with step halving (McCullagh and Nelder, 1989, sections 2.5 and 4.4). With a chance level g
 * the share of right answers is q = g + (1 − g) u, and scoring runs on that likelihood.
 *
 * `a` is the log-odds of skill at t = 0, `b` its loss per unit of t (positive where quality decays).
 * Refuses: fewer than three points with trials, all at one time, no failure at all, no skill at all, and
 * separation, where the likelihood grows without end as the curve turns into a step (Albert and Anderson,
 * 1984) and any figure would be an artefact of the stopping rule.
 */
export function fitLogisticDecay(
  observations: readonly QualityObservation[],
  chanceLevel = 0,
): Result<QualityFit<'a' | 'b'>, Refusal> {
  const usable = informative(observations, chanceLevel);
  if (!usable.ok) return usable;
  const points = usable.value;
  const obstacle = obstacleTo(points, chanceLevel);
  if (obstacle !== undefined) return obstacle;
  const scale = timeScale(points);
  const scored = score(
    points.map((point) => ({ ...point, t: (point.t - scale.centre) / scale.spread })),
    chanceLevel,
  );
  if (!scored.ok) return scored;
  const { level, slope, covariance, iterations } = inYears(scored.value, scale);
  return ok({
    family: 'logistic',
    chanceLevel,
    parameters: {
      a: { value: level, standardError: Math.sqrt(covariance.level) },
      b: { value: slope, standardError: Math.sqrt(covariance.slope) },
    },
    covariance: matrixOf(covariance),
    ...goodnessOf(points, chanceLevel, 2, (t) => level - slope * t),
    converged: true,
    iterations,
  });
}

function obstacleTo(
  points: readonly QualityObservation[],
  chanceLevel: number,
): { readonly ok: false; readonly error: Refusal } | undefined {
  if (points.length < POINTS_MIN)
    return refuse('too-few-points', `${String(points.length)} points with trials; 3 are needed`);
  const right = timesWhere(points, ({ successes }) => successes > 0);
  const wrong = timesWhere(points, ({ successes, trials }) => successes < trials);
  if (Math.max(right.last, wrong.last) === Math.min(right.first, wrong.first))
    return refuse('no-time-spread', 'all points stand at one time');
  if (wrong.count === 0)
    return refuse('all-successes', 'every trial succeeded: the data bound quality from below only');
  if (right.count === 0) return refuse('no-skill', 'every trial failed');
  if (chanceLevel === 0 && (right.last <= wrong.first || wrong.last <= right.first))
    return refuse(
      'separated',
      'one moment parts all successes from all failures: the slope has no finite estimate',
    );
  return undefined;
}

function timesWhere(
  points: readonly QualityObservation[],
  holds: (point: QualityObservation) => boolean,
): { readonly count: number; readonly first: number; readonly last: number } {
  const times = points.filter(holds).map(({ t }) => t);
  return { count: times.length, first: Math.min(...times), last: Math.max(...times) };
}

interface TimeScale {
  readonly centre: number;
  readonly spread: number;
}

/** Scoring on standardised time keeps the information matrix well conditioned for times such as 2026.4. */
function timeScale(points: readonly QualityObservation[]): TimeScale {
  const total = points.reduce((sum, { trials }) => sum + trials, 0);
  const centre = points.reduce((sum, { t, trials }) => sum + trials * t, 0) / total;
  const variance = points.reduce((sum, { t, trials }) => sum + trials * (t - centre) ** 2, 0) / total;
  return { centre, spread: Math.sqrt(variance) };
}

interface Line {
  readonly level: number;
  readonly slope: number;
}

interface LineCovariance extends Line {
  /** Covariance of level and slope. */
  readonly cross: number;
}

interface ScoredLine extends Line {
  readonly covariance: LineCovariance;
  readonly iterations: number;
}

const matrixOf = ({ level, slope, cross }: LineCovariance): Covariance => [
  [level, cross],
  [cross, slope],
];

function score(points: readonly QualityObservation[], chanceLevel: number): Result<ScoredLine, Refusal> {
  let line: Line = startOf(points, chanceLevel);
  let logLikelihood = likelihoodOf(points, line, chanceLevel);
  for (let iteration = 1; iteration <= ITERATIONS_MAX; iteration++) {
    const { gradient, covariance } = scoreAt(points, line, chanceLevel);
    if (covariance === undefined) break;
    const step: Line = {
      level: covariance.level * gradient.level + covariance.cross * gradient.slope,
      slope: covariance.cross * gradient.level + covariance.slope * gradient.slope,
    };
    if (isNegligible(step, line)) return ok({ ...line, covariance, iterations: iteration });
    const next = uphill(points, line, step, logLikelihood, chanceLevel);
    // No shorter step climbs: the likelihood is flat to machine precision here, or it has no top.
    if (next === undefined) break;
    ({ line, logLikelihood } = next);
    if (Math.abs(line.level) > LOG_ODDS_MAX || Math.abs(line.slope) > LOG_ODDS_MAX) break;
  }
  return refuse('no-finite-estimate', 'the likelihood has no maximum that the data can place');
}

/** From the pooled skill, held away from both ends. */
function startOf(points: readonly QualityObservation[], chanceLevel: number): Line {
  const successes = points.reduce((sum, point) => sum + point.successes, 0);
  const trials = points.reduce((sum, point) => sum + point.trials, 0);
  const skill = (successes / trials - chanceLevel) / (1 - chanceLevel);
  return { level: logit(Math.min(Math.max(skill, 0.02), 0.98)), slope: 0 };
}

const likelihoodOf = (points: readonly QualityObservation[], line: Line, chanceLevel: number): number =>
  logLikelihoodOf(points, (t) => line.level - line.slope * t, chanceLevel);

/** Gradient of the log-likelihood, and the inverse of the Fisher information unless that is singular. */
function scoreAt(
  points: readonly QualityObservation[],
  line: Line,
  chanceLevel: number,
): { readonly gradient: Line; readonly covariance: LineCovariance | undefined } {
  let [level, slope, levelLevel, slopeSlope, levelSlope] = [0, 0, 0, 0, 0];
  for (const { t, successes, trials } of points) {
    const logOdds = line.level - line.slope * t;
    const skill = inverseLogit(logOdds);
    const right = chanceLevel + (1 - chanceLevel) * skill;
    // dq/dη ÷ q(1 − q) = u/q: the share of right answers that are known rather than guessed.
    const known = chanceLevel === 0 ? 1 : skill / right;
    const error = (successes - trials * right) * known;
    const weight = trials * (1 - chanceLevel) * skill * inverseLogit(-logOdds) * known;
    level += error;
    slope -= error * t;
    levelLevel += weight;
    slopeSlope += weight * t * t;
    levelSlope -= weight * t;
  }
  const determinant = levelLevel * slopeSlope - levelSlope ** 2;
  const gradient = { level, slope };
  if (!(determinant > Number.EPSILON * levelLevel * slopeSlope)) return { gradient, covariance: undefined };
  return {
    gradient,
    covariance: {
      level: slopeSlope / determinant,
      slope: levelLevel / determinant,
      cross: -levelSlope / determinant,
    },
  };
}

const isNegligible = (step: Line, line: Line): boolean =>
  Math.abs(step.level) <= STEP_TOLERANCE * (1 + Math.abs(line.level)) &&
  Math.abs(step.slope) <= STEP_TOLERANCE * (1 + Math.abs(line.slope));

/** The longest of the step, its half, its quarter … that does not lose likelihood beyond rounding. */
function uphill(
  points: readonly QualityObservation[],
  line: Line,
  step: Line,
  logLikelihood: number,
  chanceLevel: number,
): { readonly line: Line; readonly logLikelihood: number } | undefined {
  const rounding = 1e-13 * (1 + Math.abs(logLikelihood));
  for (let halvings = 0, share = 1; halvings <= HALVINGS_MAX; halvings++, share /= 2) {
    const next = { level: line.level + share * step.level, slope: line.slope + share * step.slope };
    const reached = likelihoodOf(points, next, chanceLevel);
    if (reached >= logLikelihood - rounding) return { line: next, logLikelihood: reached };
  }
  return undefined;
}

/** From standardised time x = (t − centre) / spread back to t: slope/spread, level + slope centre/spread. */
function inYears(scored: ScoredLine, { centre, spread }: TimeScale): ScoredLine {
  const ratio = centre / spread;
  const { level, slope, cross } = scored.covariance;
  return {
    level: scored.level + scored.slope * ratio,
    slope: scored.slope / spread,
    covariance: {
      level: level + 2 * ratio * cross + ratio ** 2 * slope,
      cross: (cross + ratio * slope) / spread,
      slope: slope / spread ** 2,
    },
    iterations: scored.iterations,
  };
}

export const logisticDecay: QualityFamily = {
  name: 'logistic',
  parameterNames: ['a', 'b'],
  fit: fitLogisticDecay,
  logOddsAt: ([a = 0, b = 0], t) => a - b * t,
  gradientAt: (_parameters, t) => [1, -t],
};
