import { seededRandom } from '#libs/kernel';
import type { SeriesSet } from './held-out-series.js';
import { AMOUNT_SHAPES, type AmountNoise, simulatedAmount } from './simulated-amount.js';
import { QUALITY_SHAPES, type QualityNoise, simulatedQuality } from './simulated-quality.js';

export const QUALITY_NOISES: readonly QualityNoise[] = [
  { name: 'binomial, 100 trials', trials: 100, overDispersion: 1, lasting: 0 },
  { name: 'binomial, 500 trials', trials: 500, overDispersion: 1, lasting: 0 },
  { name: 'over-dispersed (2), 100 trials', trials: 100, overDispersion: 2, lasting: 0 },
  { name: 'wandering (0.1), 100 trials', trials: 100, overDispersion: 1, lasting: 0.1 },
  { name: 'wandering (0.3), 100 trials', trials: 100, overDispersion: 1, lasting: 0.3 },
  { name: 'wandering (0.2), no trials', trials: undefined, overDispersion: 1, lasting: 0.2 },
];

export const AMOUNT_NOISES: readonly AmountNoise[] = [
  { name: 'passing (0.1)', passing: 0.1, lasting: 0, shocks: false },
  { name: 'lasting (0.1)', passing: 0, lasting: 0.1, shocks: false },
  { name: 'lasting (0.2), passing (0.1)', passing: 0.1, lasting: 0.2, shocks: false },
  { name: 'lasting shocks (0.15)', passing: 0.02, lasting: 0.15, shocks: true },
];

export const ZERO_NOISE: AmountNoise = {
  name: 'zeros, lasting (0.1), passing (0.2)',
  passing: 0.2,
  lasting: 0.1,
  shocks: false,
  zeros: { ceasing: 0.15, returning: 0.5 },
};

/** Points of a series, from short to long. */
export const SERIES_LENGTHS = [8, 16, 32] as const;

/**
 * Simulated sets, one for each kind of noise: every shape at every length, `repeats` of each. Sets of two seeds share
 * no series.
 */
export function simulatedSets(
  seed: string,
  repeats: number,
  lengths: readonly number[],
): readonly SeriesSet[] {
  const manifold = <Noise extends { readonly name: string }, Series>(
    kind: string,
    noises: readonly Noise[],
    shapes: readonly string[],
    simulate: (
      shape: string,
      noise: Noise,
      points: number,
      random: ReturnType<typeof seededRandom>,
    ) => Series,
  ): readonly { readonly name: string; readonly series: readonly Series[] }[] =>
    noises.map((noise) => {
      const random = seededRandom(`${seed} ${kind} ${noise.name}`);
      const series = lengths.flatMap((points) =>
        shapes.flatMap((shape) =>
          Array.from({ length: repeats }, () => simulate(shape, noise, points, random)),
        ),
      );
      return { name: `${kind}: ${noise.name}`, series };
    });
  return [
    ...manifold('quality', QUALITY_NOISES, Object.keys(QUALITY_SHAPES), simulatedQuality),
    ...manifold('amount', [...AMOUNT_NOISES, ZERO_NOISE], Object.keys(AMOUNT_SHAPES), simulatedAmount),
  ];
}
