import type { NoisePrior } from './working-series.js';

/**
 * Variance of a step of the level over that of a measurement, with what each ratio is held to be worth before the
 * series is seen: as likely as not the level does wander, and then at any rate from hardly to wholly.
 */
export const LEVEL_RATIOS: readonly { readonly ratio: number; readonly prior: number }[] = [
  { ratio: 0, prior: 2 },
  { ratio: 0.03, prior: 0.5 },
  { ratio: 0.1, prior: 0.5 },
  { ratio: 0.3, prior: 0.5 },
  { ratio: 1, prior: 0.5 },
  { ratio: 3, prior: 0.5 },
  { ratio: 10, prior: 0.5 },
  { ratio: 100, prior: 0.5 },
  { ratio: 1000, prior: 0.25 },
];

/** Measurement and level noise in this ratio, in the unit that the prior of the noise is about. */
export const noiseOf = (
  ratio: number,
  subject: NoisePrior['subject'],
): { readonly observation: number; readonly level: number } =>
  subject === 'observation'
    ? { observation: 1, level: ratio }
    : { observation: 1 / (1 + ratio), level: ratio / (1 + ratio) };
