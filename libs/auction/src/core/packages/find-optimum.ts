import { assertDefined } from '#libs/kernel';
import type { Clique } from './cliques.js';
import { compactProof } from './compact-proof.js';
import { PRICE_SCALE } from './integer-prices.js';
import type { LpState } from './packing-lp.js';
import { type Choice, choiceOf, type PackingProblem, type Proof, type ProofNode } from './packing-problem.js';
import { type Effort, Relaxation } from './relaxation.js';

const AT_ROOT: Effort = { rounds: 30, progress: 0.002 };
const BELOW_ROOT: Effort = { rounds: 4, progress: 0.003 };

/** How many columns are tried before a branch, and how many pivots each side of a trial may take. */
const TRIALS = 3;
const TRIAL_PIVOTS = 5;

/** A share that differs from 0 and 1 by less counts as whole. */
const WHOLE = 1e-6;

export type SearchOptions = {
  /** Only choices worth more than this one count. */
  readonly incumbent: Choice;
  /** Where the relaxation of a similar problem was; its cliques must be among those of the problem. */
  readonly start?: LpState;
  readonly nodeLimit: number;
};

export type SearchResult =
  | {
      readonly status: 'proved';
      /** The incumbent, if nothing is better. */
      readonly best: Choice;
      readonly proof: Proof;
      /** All cliques that were found on the way. */
      readonly cliques: readonly Clique[];
      /** Where the relaxation was before the first branch: a good start for a similar problem. */
      readonly root: LpState;
    }
  | { readonly status: 'node-limit' };

/**
 * Finds a choice of greatest value by branch and bound, with a proof. Bounds come from linear relaxations over
 * cliques (Padberg, 1973, "On the facial structure of set packing polyhedra"), branches from trial pivots on both
 * sides (strong branching: Applegate, Bixby, Chvátal and Cook, 1995), and columns are closed by reduced cost. Each
 * conclusion is drawn from {@link Relaxation.prices}, in integers; what floats say decides only where to look next.
 */
export function findOptimum(problem: PackingProblem, options: SearchOptions): SearchResult {
  return new Search(problem, options).run();
}

class Search {
  readonly #problem: PackingProblem;
  readonly #relaxation: Relaxation;
  readonly #nodeLimit: number;
  #best: Choice;
  #nodes = 0;
  #root: LpState | undefined;

  constructor(problem: PackingProblem, { incumbent, start, nodeLimit }: SearchOptions) {
    this.#problem = problem;
    this.#relaxation = new Relaxation(problem, start);
    this.#nodeLimit = nodeLimit;
    this.#best = incumbent;
  }

  run(): SearchResult {
    const tree = this.#node(AT_ROOT);
    if (tree === undefined || this.#root === undefined) return { status: 'node-limit' };
    const { cliques } = this.#relaxation;
    const proof = compactProof({ bound: this.#target, cliques, tree });
    return { status: 'proved', best: this.#best, proof, cliques, root: this.#root };
  }

  /** What a choice has to be worth to count. */
  get #target(): bigint {
    return this.#best.value + 1n;
  }

  /** Proves that the open columns give nothing better than the best choice; undefined at the limit. */
  #node(effort: Effort): ProofNode | undefined {
    if (this.#nodes >= this.#nodeLimit) return undefined;
    this.#nodes += 1;
    const relaxation = this.#relaxation;
    const open = relaxation.openColumns();
    relaxation.solve(this.#hopeless);
    this.#roundShares(open);
    relaxation.tighten(this.#hopeless, effort);
    this.#roundShares(open);
    this.#root ??= relaxation.save();
    const { prices, total, surplus } = relaxation.prices(open);
    const target = this.#target * PRICE_SCALE;
    if (total < target) return { kind: 'leaf', prices };
    const closable = open.filter((column) => total - (surplus.get(column) ?? 0n) < target);
    if (closable.length === 0) return this.#branch();
    relaxation.leave(closable);
    const then = this.#branch();
    return then && { kind: 'closing', prices, then };
  }

  /** A relaxation below this is below the target even after prices are rounded up. */
  get #hopeless(): number {
    return Number(this.#best.value) + 0.25;
  }

  #branch(): ProofNode | undefined {
    const relaxation = this.#relaxation;
    const contested = this.#contestedColumns();
    if (contested.length === 0) return this.#takeAll();
    relaxation.solve(this.#hopeless);
    const column = this.#branchingColumn(contested);
    const state = relaxation.save();
    relaxation.take(column);
    const taken = this.#node(BELOW_ROOT);
    relaxation.restore(state);
    relaxation.leave([column]);
    const left = taken && this.#node(BELOW_ROOT);
    relaxation.restore(state);
    return taken && left && { kind: 'branch', column, taken, left };
  }

  /** Takes columns in the order of their shares, as long as they go together. */
  #roundShares(open: readonly number[]): void {
    const { graph, values } = this.#problem;
    const shares = new Map(open.map((column) => [column, this.#relaxation.share(column)]));
    const worth = (column: number): number => Number(values[column]);
    const order = [...open].sort(
      (a, b) => (shares.get(b) ?? 0) - (shares.get(a) ?? 0) || worth(b) - worth(a) || a - b,
    );
    const chosen: number[] = [];
    for (const column of order) if (graph.excludesNone(column, chosen)) chosen.push(column);
    const choice = choiceOf(this.#problem, chosen);
    if (choice.value > this.#best.value) this.#best = choice;
  }

  /** The column whose two sides lower the bound most. */
  #branchingColumn(contested: readonly number[]): number {
    const relaxation = this.#relaxation;
    const worth = (column: number): number =>
      Math.min(relaxation.share(column), 1 - relaxation.share(column)) * Number(this.#problem.values[column]);
    const divided = contested
      .map((column) => ({ column, worth: worth(column) }))
      .filter(({ column }) => Math.min(relaxation.share(column), 1 - relaxation.share(column)) > WHOLE)
      .sort((a, b) => b.worth - a.worth || a.column - b.column)
      .slice(0, TRIALS)
      .map(({ column }) => column);
    if (divided.length === 0) return this.#wholeColumn(contested);
    const scores = divided.map((column) => this.#trialScore(column));
    return divided[scores.indexOf(Math.max(...scores))] ?? 0;
  }

  /** Nothing excludes anything: everybody pays the own value, and all are taken. */
  #takeAll(): ProofNode {
    const open = this.#relaxation.openColumns();
    this.#roundShares(open);
    return { kind: 'leaf', prices: this.#relaxation.prices(open).prices };
  }

  /** Open columns that exclude open columns. */
  #contestedColumns(): readonly number[] {
    const open = this.#relaxation.openColumns();
    return open.filter((column) => !this.#problem.graph.excludesNone(column, open));
  }

  /** When every share is whole the prices were too coarse to see that; any column will do. */
  #wholeColumn(contested: readonly number[]): number {
    const taken = contested.find((column) => this.#relaxation.share(column) > WHOLE);
    return assertDefined(taken ?? contested[0], 'nothing is left to decide');
  }

  #trialScore(column: number): number {
    const relaxation = this.#relaxation;
    const before = relaxation.bound;
    const state = relaxation.save();
    relaxation.take(column);
    relaxation.solve(this.#hopeless, TRIAL_PIVOTS);
    const whenTaken = before - relaxation.bound;
    relaxation.restore(state);
    relaxation.leave([column]);
    relaxation.solve(this.#hopeless, TRIAL_PIVOTS);
    const whenLeft = before - relaxation.bound;
    relaxation.restore(state);
    return Math.max(whenTaken, WHOLE) * Math.max(whenLeft, WHOLE);
  }
}
