/** What over-dispersion of evaluations tends to be, and how many degrees of freedom that is worth. */
const PRIOR = { dispersion: 1.5, degreesOfFreedom: 4 } as const;

/**
 * Over-dispersion for predictions from few points: the estimate drawn towards 1.5 by the weight of four degrees of
 * freedom. The estimate itself, which standard errors use, is nearly free of bias but scatters widely, and the
 * price of one that is too small is an interval that does not cover.
 */
export const shrunkDispersion = (dispersion: number, degreesOfFreedom: number): number =>
  (dispersion * degreesOfFreedom + PRIOR.dispersion * PRIOR.degreesOfFreedom) /
  (degreesOfFreedom + PRIOR.degreesOfFreedom);
