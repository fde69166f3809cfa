import * as rmath from 'lib-r-math.js';

/** The declarations of the package do not resolve under Node's module rules, so its types are stated here. */
const functions = rmath as unknown as { readonly digamma: (x: number) => number };

/** Derivative of log Γ. */
export const digamma = (x: number): number => functions.digamma(x);
