import type { Random } from '#libs/kernel';
import { type HeldOutSeries, heldOut } from './held-out-series.js';
import { between, logBetween } from './simulated-quality.js';

/** What disturbs a curve of amounts; standard deviations of the logarithm. */
export interface AmountNoise {
  readonly name: string;
  /** Of what is gone a step later. */
  readonly passing: number;
  /** Of what stays in the level, per step. */
  readonly lasting: number;
  /** Whether what stays comes in rare large shocks (Student's t with three degrees of freedom) or evenly. */
  readonly shocks: boolean;
  /** Chance that an amount above zero is followed by none, and the other way round. */
  readonly zeros?: { readonly ceasing: number; readonly returning: number };
}

type Shape = (random: Random, points: number) => (t: number) => number;

/** Logarithms of curves that start at about 1; rates are drawn relative to the length of the series. */
export const AMOUNT_SHAPES: Readonly<Record<string, Shape>> = {
  flat: () => () => 0,
  exponential: (random, points) => {
    const rate = logBetween(random, 0.2, 4) / points;
    return (t) => -rate * t;
  },
  growth: (random, points) => {
    const rate = logBetween(random, 0.2, 1.5) / points;
    return (t) => rate * t;
  },
  'exponential-floor': (random, points) => {
    const floor = between(random, 0.05, 0.7);
    const rate = logBetween(random, 0.7, 8) / points;
    return (t) => Math.log(floor + (1 - floor) * Math.exp(-rate * t));
  },
  'bi-exponential': (random, points) => {
    const share = between(random, 0.3, 0.8);
    const [fast, slow] = [logBetween(random, 3, 15) / points, logBetween(random, 0.2, 1.5) / points];
    return (t) => Math.log(share * Math.exp(-fast * t) + (1 - share) * Math.exp(-slow * t));
  },
  hyperbolic: (random, points) => {
    const scale = points * logBetween(random, 0.05, 1);
    const exponent = logBetween(random, 0.3, 2);
    return (t) => -exponent * Math.log1p(t / scale);
  },
  weibull: (random, points) => {
    const scale = points * logBetween(random, 0.4, 2);
    const exponent = between(random, 0.5, 1.5);
    return (t) => -((t / scale) ** exponent);
  },
  'gamma-ramp': (random, points) => {
    const exponent = between(random, 0.5, 2);
    const peak = between(random, 0.15, 0.6) * points;
    return (t) => exponent * (Math.log((t + 1) / peak) - (t + 1) / peak + 1);
  },
};

/** A curve with noise that passes and noise that stays, in a unit of its own. */
export function simulatedAmount(
  shape: string,
  noise: AmountNoise,
  points: number,
  random: Random,
): HeldOutSeries {
  const curve = AMOUNT_SHAPES[shape]?.(random, points);
  const unit = logBetween(random, 1, 1e6);
  let wandered = 0;
  let active = true;
  const amounts = Array.from({ length: points + Math.floor(points / 2) }, (_, t) => {
    if (t > 0) wandered += noise.lasting * (noise.shocks ? shock(random) : random.normal());
    if (noise.zeros !== undefined) {
      const chance = active ? noise.zeros.ceasing : noise.zeros.returning;
      if (random.uniform() < chance) active = !active;
    }
    const amount = unit * Math.exp((curve?.(t) ?? 0) + wandered + noise.passing * random.normal());
    return active ? amount : 0;
  });
  return heldOut('amount', amounts, points);
}

/** Student's t with three degrees of freedom, brought to unit variance. */
function shock(random: Random): number {
  const squares = random.normal() ** 2 + random.normal() ** 2 + random.normal() ** 2;
  return random.normal() / Math.sqrt(squares);
}
