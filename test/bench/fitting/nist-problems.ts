import { readFileSync } from 'node:fs';

/** One of the 27 problems of nonlinear regression of the NIST Statistical Reference Datasets. */
export type NistProblem = {
  readonly name: string;
  readonly expression: string;
  /** Values of each predictor. */
  readonly x: Readonly<Record<string, readonly number[]>>;
  readonly y: readonly number[];
  /** A far one and a near one. */
  readonly starts: readonly (readonly number[])[];
  /** Certified to eleven digits, like the standard errors. */
  readonly parameters: readonly number[];
  readonly standardErrors: readonly number[];
};

type File = { readonly problems: readonly (NistProblem & { readonly logResponse?: true })[] };

/** The data that the tests of fitting use. */
const FILE = 'libs/valuation/src/core/fitting/nist-strd.json';

export function nistProblems(): readonly NistProblem[] {
  const { problems } = JSON.parse(readFileSync(FILE, 'utf8')) as File;
  return problems.map(({ logResponse, ...problem }) => ({
    ...problem,
    y: logResponse === true ? problem.y.map(Math.log) : problem.y,
  }));
}

export const parameterNames = ({ parameters }: NistProblem): readonly string[] =>
  parameters.map((_, index) => `b${String(index + 1)}`);

/** Certified values have eleven digits; differences below them say nothing. */
export const DIGITS_CERTIFIED = 11;

/**
 * Digits that all values share with the certified ones: the least of −log10 of the relative errors (log relative
 * error: McCullough, 1998, "Assessing the Reliability of Statistical Software"). Never below 0.
 */
export function sharedDigits(values: readonly number[], certified: readonly number[]): number {
  const digits = certified.map((value, index) => {
    const error = Math.abs(((values[index] ?? Number.NaN) - value) / value);
    return Number.isNaN(error) ? 0 : -Math.log10(error);
  });
  return Math.min(DIGITS_CERTIFIED, Math.max(0, Math.min(...digits)));
}
