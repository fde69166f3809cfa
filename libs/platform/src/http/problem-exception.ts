import { HttpException } from '@nestjs/common';
import type { Result } from '#libs/kernel';
import { type Problem, PROBLEMS } from './problems.js';

/** Carries a problem through Nest to the filter. Thrown at the edge only. */
export class ProblemException extends HttpException {
  constructor(readonly problem: Problem) {
    super(problem.detail, PROBLEMS[problem.code].status);
  }
}

/** Turns the outcome of a use case into a response body, or into its problem. */
export function orProblem<T>(result: Result<T, Problem>): T {
  if (!result.ok) throw new ProblemException(result.error);
  return result.value;
}
