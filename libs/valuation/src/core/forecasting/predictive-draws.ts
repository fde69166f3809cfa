import type { Random } from '#libs/kernel';
import type { WeightedFit } from './family-weights.js';

/** Draws from the predictive distribution: at each of them a component of a family and a standard deviate. */
export interface PredictiveDraws {
  /** Ascending draws of the value on the working scale at a time in steps. */
  readonly at: (step: number) => Float64Array;
}

/** Enough for the limits of a 95 % interval to be found to about 2 % of its width. */
export const DRAWS = 4_000;

/** Components of less weight than this are not drawn from. */
const WEIGHT_MIN = 1e-4;

/**
 * Parametric bootstrap of the average over families. A draw is a component and a deviate of Student's t, the same at
 * all times asked for: so distributions at two times differ by the forecast and not by chance, and what is said of
 * one time does not depend on which others are asked for. Deviates come in pairs of opposite sign, and a component
 * is drawn as often as its weight says, to the next pair.
 */
export function predictiveDraws(fits: readonly WeightedFit[], random: Random): PredictiveDraws {
  const components = fits.flatMap(({ fit, weight }) =>
    fit.components
      .map((component) => ({ ...component, weight: weight * component.weight }))
      .filter((component) => component.weight >= WEIGHT_MIN),
  );
  const total = components.reduce((sum, { weight }) => sum + weight, 0);
  const pairs = DRAWS / 2;
  const counts = systematicCounts(
    components.map(({ weight }) => weight / total),
    pairs,
    random.uniform(),
  );
  const drawn = components.map(({ predict, degreesOfFreedom }, component) => ({
    predict,
    deviates: Array.from({ length: counts[component] ?? 0 }, () => studentDeviate(random, degreesOfFreedom)),
  }));
  return {
    at: (step) => {
      const values: number[] = [];
      for (const { predict, deviates } of drawn) {
        if (deviates.length === 0) continue;
        const { centre, scale } = predict(step);
        for (const deviate of deviates) values.push(centre - scale * deviate, centre + scale * deviate);
      }
      return Float64Array.from(values).sort();
    },
  };
}

/** How often each weight is hit by evenly spaced points (systematic resampling: Kitagawa, 1996). */
function systematicCounts(weights: readonly number[], count: number, offset: number): readonly number[] {
  let cumulative = 0;
  let hit = 0;
  return weights.map((weight, index) => {
    cumulative += weight;
    const upTo = index === weights.length - 1 ? count : Math.ceil(cumulative * count - offset);
    const counted = Math.max(0, Math.min(upTo, count) - hit);
    hit += counted;
    return counted;
  });
}

/** A normal deviate over the root of a mean square of as many others (Student's own construction). */
function studentDeviate(random: Random, degreesOfFreedom: number): number {
  return random.normal() / Math.sqrt(chiSquareDeviate(random, degreesOfFreedom) / degreesOfFreedom);
}

/** Twice a gamma deviate of half the degrees of freedom (Marsaglia and Tsang, 2000; shape of 1/3 or more). */
function chiSquareDeviate(random: Random, degreesOfFreedom: number): number {
  const d = degreesOfFreedom / 2 - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (;;) {
    const x = random.normal();
    const v = (1 + c * x) ** 3;
    if (v > 0 && Math.log(1 - random.uniform()) < (x * x) / 2 + d * (1 - v + Math.log(v))) return 2 * d * v;
  }
}
