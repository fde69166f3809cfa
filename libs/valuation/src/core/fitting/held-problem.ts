import type { LeastSquaresProblem } from './least-squares-problem.js';

/** The problem with one parameter held at a value: one in the others alone. */
export function heldProblem(problem: LeastSquaresProblem, index: number, value: number): LeastSquaresProblem {
  const complete = (others: readonly number[]): readonly number[] => others.toSpliced(index, 0, value);
  return {
    parameterCount: problem.parameterCount - 1,
    rowCount: problem.rowCount,
    roundingOf: problem.roundingOf,
    objectiveAt: (others) => problem.objectiveAt(complete(others)),
    linearise: (others) => {
      const full = problem.linearise(complete(others));
      return full === undefined ? undefined : { ...full, columns: full.columns.toSpliced(index, 1) };
    },
  };
}
