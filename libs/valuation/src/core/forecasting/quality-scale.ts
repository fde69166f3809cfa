import type { WorkingSeries } from './working-series.js';

/** Over-dispersion that a score is held to have before it is seen, and how many points that counts for. */
const DISPERSION_PRIOR = { factor: 1.5, degreesOfFreedom: 4 } as const;

/** Without trials: standard deviation, in angle, that scores are held to have before they are seen. */
const ANGLE_PRIOR = { deviation: 0.05, degreesOfFreedom: 1 } as const;

/**
 * The angle asin √q of a share of right answers. Its variance is 1/(4 m) for m trials whatever the share (Anscombe,
 * 1948), so shares near 0 and 1 are measured no more surely than they are, and 0 and 1 themselves are ordinary
 * values. With trials Anscombe's correction takes the bias out of small counts.
 */
export function qualityAngle(share: number, trials?: number): number {
  const corrected = trials === undefined ? share : (share * trials + 3 / 8) / (trials + 3 / 4);
  return Math.asin(Math.sqrt(corrected));
}

/** The angle of what a curve expects, which may leave the range of shares. */
export const curveAngle = (share: number): number => qualityAngle(Math.min(1, Math.max(0, share)));

/** The share that has this angle, measured on as many trials; angles beyond the ends mean the ends. */
export function qualityOfAngle(angle: number, trials?: number): number {
  const corrected = Math.sin(Math.min(Math.PI / 2, Math.max(0, angle))) ** 2;
  if (trials === undefined) return corrected;
  return Math.min(1, Math.max(0, (corrected * (trials + 3 / 4) - 3 / 8) / trials));
}

const angleVariance = (trials: number): number => 1 / (4 * trials + 2);

/** Scores on the angle scale. A future score is held to have as many trials as the last one. */
export function qualitySeries(
  steps: readonly number[],
  shares: readonly number[],
  trials: readonly number[] | undefined,
): WorkingSeries {
  if (trials === undefined)
    return {
      steps,
      values: shares.map((share) => qualityAngle(share)),
      noiseShares: shares.map(() => 1),
      futureNoiseShare: 1,
      extraVariance: 0,
      noisePrior: {
        degreesOfFreedom: ANGLE_PRIOR.degreesOfFreedom,
        variance: ANGLE_PRIOR.deviation ** 2,
        subject: 'innovation',
      },
    };
  const variances = trials.map(angleVariance);
  const typical = variances.reduce((sum, variance) => sum + variance, 0) / variances.length;
  return {
    steps,
    values: shares.map((share, point) => qualityAngle(share, trials[point])),
    noiseShares: variances.map((variance) => variance / typical),
    futureNoiseShare: (variances.at(-1) ?? typical) / typical,
    extraVariance: 0,
    noisePrior: {
      degreesOfFreedom: DISPERSION_PRIOR.degreesOfFreedom,
      variance: DISPERSION_PRIOR.factor * typical,
      subject: 'observation',
    },
  };
}
