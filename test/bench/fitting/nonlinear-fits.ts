import { median } from 'simple-statistics';
import { type ExpressionFit, fitExpression } from '#core/valuation';
import { assert } from '#libs/kernel';
import { timed } from '../processor-time.js';
import { say, tell } from '../report.js';
import {
  DIGITS_CERTIFIED,
  type NistProblem,
  nistProblems,
  parameterNames,
  sharedDigits,
} from './nist-problems.js';
import { BEST_SETTINGS, fitAtItsBest, fitByDefaults, type PeerFit } from './peer-fit.js';

/** A fit with fewer digits counts as failed. */
const DIGITS_WANTED = 6;
const ROUNDS = 5;

/** How many digits each start of a problem led to. */
type Digits = readonly number[];
type Measured = { readonly digits: readonly Digits[]; readonly ms: number };

/**
 * All 27 NIST problems from both starts, beside npm ml-levenberg-marquardt, which is given the same model and its
 * exact derivatives; it knows no standard errors.
 */
export function nonlinearFits(): void {
  const problems = nistProblems();
  const { dampings, iterations, restartsMax } = BEST_SETTINGS;
  say('\nNonlinear least squares: the 27 problems of NIST StRD, digits from the far / the near start');
  say(
    '  peer: npm ml-levenberg-marquardt 5.1.0, with its defaults, and at its best: the smallest residuals of',
  );
  say(
    `  parameters as they are and divided by their starts × dampings ${dampings.join(', ')}, exact derivatives,`,
  );
  say(`  tolerance 0, ${String(iterations)} iterations, up to ${String(restartsMax)} restarts`);
  const [first, ...later] = Array.from({ length: 1 + ROUNDS }, () => measureOwn(problems));
  assert(first !== undefined, 'there is a first round');
  const byDefaults = measurePeer(problems, fitByDefaults);
  const atItsBest = measurePeer(problems, fitAtItsBest);
  say(`\n  ${['', 'parameters', 'errors', 'peer', 'peer, best'].map(cell).join('')}`);
  for (const [at, { name }] of problems.entries()) {
    const columns = [first.parameters, first.standardErrors, byDefaults, atItsBest];
    say(`  ${[name, ...columns.map(({ digits }) => shown(digits[at]))].map(cell).join('')}`);
  }
  say('');
  tell(`solved to ${String(DIGITS_WANTED)} digits, far / near start`, solved(first.parameters), '27 / 27');
  tell('  the peer with its defaults', solved(byDefaults));
  tell('  the peer at its best', solved(atItsBest));
  tell(`standard errors to ${String(DIGITS_WANTED)} digits`, solved(first.standardErrors));
  tell('processor time of 54 fits, the first time', seconds(first.ms), '< 1 s');
  tell(
    `processor time of 54 fits, median of ${String(ROUNDS)} more`,
    seconds(median(later.map(({ ms }) => ms))),
    '< 1 s',
  );
  tell('  the peer with its defaults', seconds(byDefaults.ms));
  tell('  the peer at its best', seconds(atItsBest.ms));
}

type Own = { readonly parameters: Measured; readonly standardErrors: Measured; readonly ms: number };

function measureOwn(problems: readonly NistProblem[]): Own {
  const [fits, ms] = timed(() =>
    problems.map((problem) => problem.starts.map((start) => fitted(problem, start))),
  );
  const digitsOf = (read: (problem: NistProblem, fit: ExpressionFit) => number): Measured => ({
    digits: problems.map((problem, at) => (fits[at] ?? []).map((fit) => read(problem, fit))),
    ms,
  });
  return {
    parameters: digitsOf((problem, { parameters }) => sharedDigits(parameters, problem.parameters)),
    standardErrors: digitsOf((problem, fit) => sharedDigits(standardErrors(fit), problem.standardErrors)),
    ms,
  };
}

function fitted(problem: NistProblem, start: readonly number[]): ExpressionFit {
  const { x, y, expression } = problem;
  const names = parameterNames(problem);
  const named = Object.fromEntries(names.map((name, index) => [name, start[index] ?? Number.NaN]));
  const fit = fitExpression({ x, y, expression, start: named });
  assert(fit.ok, `${problem.name} is well formed`);
  return fit.value;
}

const standardErrors = ({ covariance }: ExpressionFit): readonly number[] =>
  (covariance ?? []).map((row, index) => Math.sqrt(row[index] ?? Number.NaN));

function measurePeer(problems: readonly NistProblem[], fit: PeerFit): Measured {
  const [fits, ms] = timed(() =>
    problems.map((problem) => problem.starts.map((start) => fit(problem, start))),
  );
  const digits = problems.map(({ parameters }, at) =>
    (fits[at] ?? []).map((values) => sharedDigits(values ?? [], parameters)),
  );
  return { digits, ms };
}

function solved({ digits }: Measured): string {
  const [far = 0, near = 0] = [0, 1].map(
    (start) => digits.filter((own) => (own[start] ?? 0) >= DIGITS_WANTED).length,
  );
  return `${String(far)} / ${String(near)}`;
}

const shown = (digits: Digits | undefined): string =>
  (digits ?? []).map((own) => (own === DIGITS_CERTIFIED ? 'all' : own.toFixed(1))).join(' / ');

const cell = (text: string): string => text.padEnd(14);

const seconds = (ms: number): string => `${(ms / 1_000).toFixed(3)} s`;
