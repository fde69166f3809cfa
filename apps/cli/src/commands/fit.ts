import { ok } from '#libs/kernel';
import type { Command } from '../command.js';
import { expressionAnswer } from '../fitting/expression-answer.js';
import { familiesAnswer, familyAnswer } from '../fitting/family-answer.js';
import { FAMILY_NAMES, fitSchema, ROWS_MAX } from '../fitting/fit-input.js';
import { parseInput } from '../parse-input.js';

/** Nonlinear least squares for a formula, or a family of decay curves. */
export const fit: Command = {
  name: 'fit',
  summary: 'nonlinear least squares for a formula, or families of decay curves with their weights',
  help: `Usage: salvor fit [--input FILE|-]

Input: x[] (or x {name: []}, several predictors) and y[]; optional sd[] (standard deviations of y up to a common
factor) or trials[] (y is then a share of them, and errors are binomial). At most ${String(ROWS_MAX)} rows. Then one of
  expression with start {name: number}: a formula in the predictors and these parameters, with + - * / ^ ( ) exp log
    sin cos atan sqrt pi; -x^2 is -(x^2);
  family, with x[] ascending times: ${FAMILY_NAMES.join(' ')};
    optional chanceLevel, the quality that guessing gives;
  neither: all families that the number of points admits, weighed by AICc. Shares (with trials or chanceLevel, or all
    of y in 0 to 1) are taken for quality, all else for amounts, which are fitted on the log scale.

Result: parameters {name: {value, standardError}}, residualSumOfSquares (weighted; Pearson's chi-square with trials),
degreesOfFreedom, residualStandardDeviation, dispersion, logLikelihood, aicc, converged; for an expression each
parameter also has its 95 % profile interval {lower, upper}, null on a side without bound. Standard errors are scaled
by the residual standard deviation, with trials by the root of the over-dispersion where that exceeds 1. Without a
minimum that the data place, converged is false, the reason says why, and standard errors are null. Without
expression and family: kind and families [{family, weight, …}], or {family, weight: 0, excluded}.

Example:
  echo '{"x":[1,2,3,5,7,10],"y":[109,149,149,191,213,224],"expression":"b1*(1-exp(-b2*x))","start":{"b1":100,"b2":0.75}}' | salvor fit
`,
  run: (text) => {
    const input = parseInput(fitSchema, text);
    if (!input.ok) return input;
    const { expression, family } = input.value;
    const answer =
      expression !== undefined
        ? expressionAnswer(input.value, expression)
        : family !== undefined
          ? familyAnswer(input.value, family)
          : familiesAnswer(input.value);
    return answer.ok ? ok({ output: `${JSON.stringify(answer.value)}\n`, verdict: 'good' }) : answer;
  },
};
