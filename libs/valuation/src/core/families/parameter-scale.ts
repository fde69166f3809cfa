/**
 * How a natural parameter stands on the unbounded scale that is searched: as it is, by its logarithm (above 0),
 * by its log-odds (between 0 and 1), or, for a drop d of a level, by the logarithm of what is left, 1 − d.
 */
export type ParameterScale = 'identity' | 'log' | 'logit' | 'log-rest';

export function toNatural(scale: ParameterScale, working: number): number {
  switch (scale) {
    case 'identity':
      return working;
    case 'log':
      return Math.exp(working);
    case 'logit':
      return 1 / (1 + Math.exp(-working));
    case 'log-rest':
      return -Math.expm1(working);
  }
}

/** The inverse of {@link toNatural}; a natural value outside the scale's range gives no finite number. */
export function toWorking(scale: ParameterScale, natural: number): number {
  switch (scale) {
    case 'identity':
      return natural;
    case 'log':
      return Math.log(natural);
    case 'logit':
      return Math.log(natural) - Math.log1p(-natural);
    case 'log-rest':
      return Math.log1p(-natural);
  }
}

/** Derivative of the natural by the working value, for the delta method. */
export function naturalSlope(scale: ParameterScale, working: number): number {
  switch (scale) {
    case 'identity':
      return 1;
    case 'log':
      return Math.exp(working);
    case 'logit':
      return toNatural('logit', working) * toNatural('logit', -working);
    case 'log-rest':
      return -Math.exp(working);
  }
}

/** The scale as a formula in a parameter's name, as far as formulas need one. */
export function naturalFormula(scale: ParameterScale, name: string): string {
  switch (scale) {
    case 'identity':
      return name;
    case 'log':
      return `exp(${name})`;
    case 'logit':
      return `(1/(1+exp(-${name})))`;
    case 'log-rest':
      return `(1-exp(${name}))`;
  }
}
