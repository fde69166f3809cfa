import { type Clique, violatedCliques } from './cliques.js';
import { integerPrices, type IntegerPrices } from './integer-prices.js';
import { PackingLp, type LpState } from './packing-lp.js';
import type { PackingProblem } from './packing-problem.js';

const PIVOTS_MAX = 20_000;

/** Rows that are added at once. Few and often keeps the relaxation small. */
const CUTS_MAX = 10;

const VIOLATION_LEAST = 0.01;

/** When to stop adding rows: after so many rounds, or when one lowers the bound by less than such a part of it. */
export type Effort = { readonly rounds: number; readonly progress: number };

/**
 * The linear relaxation of a packing problem over all cliques that are known of it, of which it holds those that
 * bind. Its answers are hints, except for {@link Relaxation.prices}.
 */
export class Relaxation {
  readonly #problem: PackingProblem;
  readonly #lp: PackingLp;
  /** What a value of one in the relaxation stands for. */
  readonly #unit: number;
  readonly #known: Clique[];
  readonly #placeOf: Map<Clique, number>;
  readonly #byMembers: Map<string, Clique>;
  /** Of each column: the place of a clique that it is in. */
  readonly #cliqueOf: readonly number[];

  /** Goes on from where the relaxation of a similar problem was, if that is given. */
  constructor(problem: PackingProblem, start: LpState | undefined) {
    this.#problem = problem;
    this.#unit = problem.open.reduce((most, column) => Math.max(most, Number(problem.values[column])), 1);
    this.#known = [...problem.cliques];
    this.#placeOf = new Map(this.#known.map((clique, at) => [clique, at]));
    this.#byMembers = new Map(this.#known.map((clique) => [clique.join(), clique]));
    const cliqueOf = problem.values.map(() => 0);
    for (const [at, clique] of this.#known.entries()) for (const column of clique) cliqueOf[column] = at;
    this.#cliqueOf = cliqueOf;
    const costs = problem.values.map((value) => Number(value) / this.#unit);
    const open = new Set(problem.open);
    const isClosed = costs.map((_, column) => !open.has(column));
    const first = start ?? new PackingLp(costs, problem.cliques).save();
    this.#lp = PackingLp.resume(costs, first, isClosed);
  }

  get cliques(): readonly Clique[] {
    return this.#known;
  }

  /** What the columns come to, fractions and all: no choice comes to more, but for rounding errors. */
  get bound(): number {
    return this.#lp.objective * this.#unit;
  }

  share(column: number): number {
    return this.#lp.columnValue(column);
  }

  openColumns(): readonly number[] {
    return this.#problem.open.filter((column) => !this.#lp.isClosed(column));
  }

  take(column: number): void {
    for (const other of this.#problem.graph.neighbours(column)) this.#lp.close(other);
  }

  leave(columns: readonly number[]): void {
    for (const column of columns) this.#lp.close(column);
  }

  save(): LpState {
    return this.#lp.save();
  }

  restore(state: LpState): void {
    this.#lp.restore(state);
  }

  /** Solves, or stops when the bound is below `enough`. */
  solve(enough: number, pivots = PIVOTS_MAX): void {
    this.#lp.solve(pivots, enough / this.#unit);
  }

  /** Adds violated cliques and solves again, as long as that is worth the effort. */
  tighten(enough: number, { rounds, progress }: Effort): void {
    for (let round = 0; round < rounds; round += 1) {
      const before = this.bound;
      const cuts = this.#violated();
      if (cuts.length === 0) return;
      this.#lp.dropSlackRows();
      for (const cut of cuts) this.#lp.addRow(cut);
      this.solve(enough);
      if (this.bound < enough || before - this.bound < progress * before) return;
    }
  }

  /** Prices that prove a bound for the open columns. */
  prices(open: readonly number[]): IntegerPrices {
    const isOpen = new Uint8Array(this.#problem.values.length);
    for (const column of open) isOpen[column] = 1;
    const priced = this.#lp.rows.map((clique, row) => {
      // Where nobody competes any more, the only one left pays exactly what is missing.
      const hint = isContested(clique, isOpen) ? this.#lp.rowPrice(row) * this.#unit : 0;
      return { at: this.#placeOf.get(clique) ?? 0, clique, hint };
    });
    const isBare = isOpen.slice();
    for (const { clique } of priced) for (const column of clique) isBare[column] = 0;
    for (const column of open) {
      if (isBare[column] === 0) continue;
      const at = this.#cliqueOf[column] ?? 0;
      const clique = this.#known[at] ?? [];
      priced.push({ at, clique, hint: 0 });
      for (const member of clique) isBare[member] = 0;
    }
    return integerPrices(priced, this.#problem.values, open);
  }

  /** Known cliques as long as there are any: most of what is violated deep in a search was found above. */
  #violated(): readonly Clique[] {
    const known = this.#violatedKnown();
    if (known.length > 0) return known;
    const shareOf = (column: number): number => this.share(column);
    const found = violatedCliques(this.#problem.graph, shareOf, this.openColumns(), CUTS_MAX);
    const held = new Set(this.#lp.rows);
    return [...new Set(found.map((clique) => this.#remember(clique)))].filter((clique) => !held.has(clique));
  }

  #violatedKnown(): readonly Clique[] {
    const shares = this.#problem.values.map((_, column) => this.share(column));
    const held = new Set(this.#lp.rows);
    const found: { readonly clique: Clique; readonly sum: number }[] = [];
    for (const clique of this.#known) {
      let sum = 0;
      for (const column of clique) sum += shares[column] ?? 0;
      if (sum > 1 + VIOLATION_LEAST && !held.has(clique)) found.push({ clique, sum });
    }
    return found
      .sort((a, b) => b.sum - a.sum)
      .slice(0, CUTS_MAX)
      .map(({ clique }) => clique);
  }

  #remember(found: Clique): Clique {
    const key = found.join();
    const known = this.#byMembers.get(key);
    if (known !== undefined) return known;
    this.#byMembers.set(key, found);
    this.#placeOf.set(found, this.#known.length);
    this.#known.push(found);
    return found;
  }
}

/** Whether more than one of the members is open. */
function isContested(clique: Clique, isOpen: Uint8Array): boolean {
  let count = 0;
  for (const column of clique) {
    count += isOpen[column] ?? 0;
    if (count > 1) return true;
  }
  return false;
}
