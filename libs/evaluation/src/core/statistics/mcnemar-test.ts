import { ok } from '#libs/kernel';
import { binomialCdf } from './binomial-distribution.js';
import { normalCdf } from './normal-distribution.js';
import { refuse, type Statistic } from './refusal.js';

/** Rows on which two models disagree, and how surprising that would be if neither were better. */
export interface McnemarTest {
  /** Rows that the first got right and the second wrong. */
  readonly b: number;
  /** Rows that the second got right and the first wrong. */
  readonly c: number;
  /** Two-sided p-value of the binomial test on the disagreements. Never too small, often too large. */
  readonly exact: number;
  /** Counts the observed outcome half: closer to its level (Fagerland, Lydersen and Laake 2013). */
  readonly midP: number;
  /** Large-sample p-value of (b − c)²/(b + c). */
  readonly chiSquare: number;
  /** The same with Edwards' continuity correction. */
  readonly chiSquareCorrected: number;
}

/**
 * Test of equal shares in paired 0/1 scores (Q. McNemar 1947, Psychometrika 12, 153-157; mid-p: Fagerland, Lydersen
 * and Laake 2013, BMC Medical Research Methodology 13:91). Without disagreements every p-value is 1.
 *
 * @param b whole number, see {@link McnemarTest}
 * @param c whole number
 */
export function mcnemarTest(b: number, c: number): McnemarTest {
  const disagreements = b + c;
  const fewer = Math.min(b, c);
  if (disagreements === 0) return { b, c, exact: 1, midP: 1, chiSquare: 1, chiSquareCorrected: 1 };
  const atMost = binomialCdf(fewer, disagreements, 0.5);
  const exactly = atMost - binomialCdf(fewer - 1, disagreements, 0.5);
  return {
    b,
    c,
    exact: Math.min(1, 2 * atMost),
    // An even split is a single outcome, not two mirrored ones.
    midP: b === c ? 1 - exactly / 2 : 2 * atMost - exactly,
    chiSquare: chiSquareTail((b - c) ** 2 / disagreements),
    chiSquareCorrected: chiSquareTail(Math.max(0, Math.abs(b - c) - 1) ** 2 / disagreements),
  };
}

/** Upper tail of chi-square with one degree of freedom: the square of a normal deviate. */
const chiSquareTail = (statistic: number): number => 2 * normalCdf(-Math.sqrt(statistic));

/** McNemar's test of paired scores; refused unless all are 0 or 1. */
export function mcnemarOfScores(a: readonly number[], b: readonly number[]): Statistic<McnemarTest> {
  if (![...a, ...b].every((score) => score === 0 || score === 1))
    return refuse('not-binary', 'the test is for scores of 0 and 1');
  const onlyFirst = a.filter((score, row) => score === 1 && b[row] === 0).length;
  const onlySecond = a.filter((score, row) => score === 0 && b[row] === 1).length;
  return ok(mcnemarTest(onlyFirst, onlySecond));
}
