/** A fitted number with the standard deviation of its sampling distribution. */
export type ParameterEstimate = { readonly value: number; readonly standardError: number };
