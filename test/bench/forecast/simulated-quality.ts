import type { Random } from '#libs/kernel';
import { type HeldOutSeries, heldOut } from './held-out-series.js';

/** What disturbs a curve of quality. */
export interface QualityNoise {
  readonly name: string;
  /** Questions per score; undefined for scores that come without (then they are measured on 200). */
  readonly trials: number | undefined;
  /** Variance over that of independent questions. */
  readonly overDispersion: number;
  /** Standard deviation of a step of the level, log-odds. */
  readonly lasting: number;
}

type Shape = (random: Random, points: number) => (t: number) => number;

/** Curves of the share of right answers; rates are drawn relative to the length of the series. */
export const QUALITY_SHAPES: Readonly<Record<string, Shape>> = {
  constant: (random) => {
    const level = between(random, 0.3, 0.95);
    return () => level;
  },
  logistic: (random, points) => {
    const start = logit(between(random, 0.5, 0.97));
    const rate = logBetween(random, 0.2, 3) / points;
    return (t) => inverseLogit(start - rate * t);
  },
  'exponential-floor': (random, points) => {
    const start = between(random, 0.6, 0.97);
    const floor = start * between(random, 0.2, 0.9);
    const rate = logBetween(random, 0.5, 6) / points;
    return (t) => floor + (start - floor) * Math.exp(-rate * t);
  },
  power: (random, points) => {
    const start = between(random, 0.6, 0.97);
    const scale = points * logBetween(random, 0.05, 1);
    const exponent = logBetween(random, 0.05, 0.8);
    return (t) => start * (1 + t / scale) ** -exponent;
  },
  weibull: (random, points) => {
    const start = between(random, 0.6, 0.97);
    const floor = start * between(random, 0.2, 0.8);
    const scale = points * logBetween(random, 0.4, 2);
    const exponent = between(random, 0.7, 2.5);
    return (t) => floor + (start - floor) * Math.exp(-((t / scale) ** exponent));
  },
  gompertz: (random, points) => {
    const start = between(random, 0.7, 0.97);
    const depth = between(random, 0.03, 0.25);
    const rate = logBetween(random, 0.4, 2) / points;
    return (t) => start * Math.exp(-depth * Math.expm1(rate * t));
  },
  linear: (random, points) => {
    const start = between(random, 0.6, 0.97);
    const fall = (start * between(random, 0.05, 0.5)) / points;
    return (t) => Math.max(0.02, start - fall * t);
  },
  step: (random, points) => {
    const start = between(random, 0.6, 0.97);
    const drop = between(random, 0.05, 0.4);
    const at = between(random, 0.2, 0.9) * points;
    return (t) => (t < at ? start : start * (1 - drop));
  },
};

/** A curve with sampling noise, beta-binomial where over-dispersed, about a level that may wander. */
export function simulatedQuality(
  shape: string,
  noise: QualityNoise,
  points: number,
  random: Random,
): HeldOutSeries {
  const curve = QUALITY_SHAPES[shape]?.(random, points);
  const trials = noise.trials ?? 200;
  let wandered = 0;
  const scores = Array.from({ length: points + Math.floor(points / 2) }, (_, t) => {
    if (t > 0) wandered += noise.lasting * random.normal();
    const share = inverseLogit(logit(clamp(curve?.(t) ?? 0.5)) + wandered);
    return successes(random, trials, overDispersed(random, share, noise.overDispersion, trials)) / trials;
  });
  return heldOut('quality', scores, points, noise.trials);
}

/** A share around `mean` that gives counts so many times the binomial variance. */
function overDispersed(random: Random, mean: number, factor: number, trials: number): number {
  if (factor === 1) return mean;
  const total = (trials - factor) / (factor - 1);
  const right = gammaDeviate(random, mean * total);
  return right / (right + gammaDeviate(random, (1 - mean) * total));
}

function successes(random: Random, trials: number, chance: number): number {
  let count = 0;
  for (let trial = 0; trial < trials; trial += 1) if (random.uniform() < chance) count += 1;
  return count;
}

/** Marsaglia and Tsang (2000); shapes below 1 by their boost. */
function gammaDeviate(random: Random, shape: number): number {
  if (shape < 1) return gammaDeviate(random, shape + 1) * (1 - random.uniform()) ** (1 / shape);
  const d = shape - 1 / 3;
  for (;;) {
    const x = random.normal();
    const v = (1 + x / Math.sqrt(9 * d)) ** 3;
    if (v > 0 && Math.log(1 - random.uniform()) < (x * x) / 2 + d * (1 - v + Math.log(v))) return d * v;
  }
}

export const between = (random: Random, low: number, high: number): number =>
  low + (high - low) * random.uniform();

export const logBetween = (random: Random, low: number, high: number): number =>
  Math.exp(between(random, Math.log(low), Math.log(high)));

const clamp = (share: number): number => Math.min(0.995, Math.max(0.005, share));
const logit = (share: number): number => Math.log(share / (1 - share));
const inverseLogit = (logOdds: number): number => 1 / (1 + Math.exp(-logOdds));
