import * as rmath from 'lib-r-math.js';

/** The declarations of the package do not resolve under Node's module rules, so its type is stated here. */
const { pf } = rmath as unknown as {
  readonly pf: (x: number, df1: number, df2: number, nonCentrality: undefined, lowerTail: boolean) => number;
};

/** Probability that Fisher's F exceeds x. */
export const fisherUpperTail = (x: number, numerator: number, denominator: number): number =>
  pf(x, numerator, denominator, undefined, false);
