import { BasisInverse } from './basis-inverse.js';
import { type Candidate, chooseEntering } from './ratio-test.js';

/** How far a value may leave its bounds before that counts. */
const FEASIBLE = 1e-9;

/** A pivot that its row and its column give differently shows that rounding errors have piled up. */
const AGREEMENT = 1e-7;

/** A smaller pivot would spoil the inverse. */
const PIVOT_LEAST = 1e-9;

/** How often rounding errors may get in the way before that is taken for hopeless. */
const REPAIRS_MAX = 3;

/** The places of a variable that is not in the basis: at its lower bound, 0, or at its upper bound, 1. */
const AT_LOWER = -1;
const AT_UPPER = -2;

/** Columns of which at most one can be chosen. */
export type LpRow = readonly number[];

/** All that solving changes, to come back to. */
export type LpState = {
  readonly rows: readonly LpRow[];
  readonly basis: readonly number[];
  readonly place: readonly number[];
  readonly isClosed: readonly boolean[];
  readonly value: readonly number[];
  readonly reducedCost: readonly number[];
  readonly objective: number;
  readonly inverse: BasisInverse;
};

/**
 * The linear relaxation of a packing problem: maximise c·x where each row, a set of columns, sums to at most one,
 * and each x lies between 0 and 1, or is closed and stays at 0.
 *
 * Solved by the dual simplex method with bounds, dual steepest edge pricing and bound flipping (Koberstein, 2005,
 * "The Dual Simplex Method, Techniques for a Fast and Stable Implementation"). Slacks lie between 0 and 1 too. As
 * every variable has two bounds, every basis is dual feasible with each at the right one: closing a column, adding a
 * row and changing costs all go on from the basis that is there.
 *
 * Its floats are hints; what follows from them is proved in integers elsewhere. They are the same on every machine,
 * because IEEE 754 fixes each operation, and the order of operations is fixed here.
 */
export class PackingLp {
  readonly #costs: readonly number[];
  #rows: readonly LpRow[] = [];
  /** The rows that each column is in. */
  #columns: readonly number[][];
  /** The variable of each row of the basis. Slacks are numbered after the columns. */
  #basis: number[] = [];
  /** Of each variable: its row of the basis, or the bound at which it stands. */
  #place: number[];
  #isClosed: boolean[];
  /** Of each row of the basis. */
  #value: number[] = [];
  #reducedCost: number[];
  #inverse = new BasisInverse(0);
  #objective = 0;

  /** `costs` are best around 1. */
  constructor(costs: readonly number[], rows: readonly LpRow[]) {
    this.#costs = costs;
    this.#columns = costs.map(() => []);
    this.#isClosed = costs.map(() => false);
    this.#reducedCost = [...costs];
    this.#place = costs.map((cost) => (cost > 0 ? AT_UPPER : AT_LOWER));
    for (const row of rows) this.addRow(row);
    this.#objective = this.#recomputedObjective();
  }

  /** Goes on from the basis of a similar problem, which may have had other costs and other columns closed. */
  static resume(costs: readonly number[], state: LpState, isClosed: readonly boolean[]): PackingLp {
    const lp = new PackingLp(costs, []);
    lp.restore({ ...state, isClosed });
    lp.#recomputeReducedCosts();
    lp.#recomputeValues();
    return lp;
  }

  get rows(): readonly LpRow[] {
    return this.#rows;
  }

  addRow(columns: LpRow): void {
    const at = this.#rows.length;
    this.#rows = [...this.#rows, columns];
    for (const column of columns) this.#columns[column]?.push(at);
    const basic = columns.flatMap((column) => this.#place[column] ?? AT_LOWER).filter((place) => place >= 0);
    this.#inverse.border(basic);
    this.#value.push(columns.reduce((rest, column) => rest - this.columnValue(column), 1));
    this.#basis.push(this.#costs.length + at);
    this.#place.push(at);
    this.#reducedCost.push(0);
  }

  /** What the relaxation comes to; while it is being solved, a value that it does not exceed. */
  get objective(): number {
    return this.#objective;
  }

  columnValue(column: number): number {
    const place = this.#place[column] ?? AT_LOWER;
    if (place >= 0) return this.#value[place] ?? 0;
    return place === AT_UPPER ? 1 : 0;
  }

  /** What one more unit of a row would be worth; never negative. */
  rowPrice(row: number): number {
    return Math.max(0, -(this.#reducedCost[this.#costs.length + row] ?? 0));
  }

  isClosed(column: number): boolean {
    return this.#isClosed[column] ?? true;
  }

  /** Holds a column at 0. */
  close(column: number): void {
    this.#isClosed[column] = true;
    if (this.#place[column] === AT_UPPER) this.#flip(column);
  }

  save(): LpState {
    return {
      rows: this.#rows,
      basis: [...this.#basis],
      place: [...this.#place],
      isClosed: [...this.#isClosed],
      value: [...this.#value],
      reducedCost: [...this.#reducedCost],
      objective: this.#objective,
      inverse: this.#inverse.copy(),
    };
  }

  restore(state: LpState): void {
    if (state.rows !== this.#rows) this.#setRows(state.rows);
    this.#basis = [...state.basis];
    this.#place = [...state.place];
    this.#isClosed = [...state.isClosed];
    this.#value = [...state.value];
    this.#reducedCost = [...state.reducedCost];
    this.#objective = state.objective;
    this.#inverse = state.inverse.copy();
  }

  /** Leaves out the rows that do not bind. The solution stays what it is. */
  dropSlackRows(): void {
    const columnCount = this.#costs.length;
    const isOutside = (variable: number): boolean => (this.#place[variable] ?? 0) < 0;
    const kept = [...this.#rows.keys()].filter((row) => isOutside(columnCount + row));
    if (kept.length === this.#rows.length) return;
    const places = [...this.#basis.keys()].filter((at) => (this.#basis[at] ?? 0) < columnCount);
    const slacks = kept.map((row) => columnCount + row);
    this.#inverse.keep(places, kept);
    this.#basis = places.map((at) => this.#basis[at] ?? 0);
    this.#value = places.map((at) => this.#value[at] ?? 0);
    this.#place = [
      ...this.#place.slice(0, columnCount),
      ...slacks.map((slack) => this.#place[slack] ?? AT_LOWER),
    ];
    this.#reducedCost = [
      ...this.#reducedCost.slice(0, columnCount),
      ...slacks.map((slack) => this.#reducedCost[slack] ?? 0),
    ];
    for (const [at, column] of this.#basis.entries()) this.#place[column] = at;
    this.#setRows(kept.map((row) => this.#rows[row] ?? []));
  }

  #setRows(rows: readonly LpRow[]): void {
    this.#rows = rows;
    this.#columns = this.#costs.map(() => []);
    for (const [at, row] of rows.entries()) for (const column of row) this.#columns[column]?.push(at);
  }

  /**
   * Solves to optimality, or until the objective, which falls with every pivot, is below `enough`. False when the
   * pivots do not suffice or rounding errors got in the way; prices and objective are good for a bound even then.
   */
  solve(pivotLimit: number, enough = -Infinity): boolean {
    let repairs = 0;
    for (let pivots = 0; pivots < pivotLimit; pivots += 1) {
      const row = this.#leavingRow();
      if (row < 0 || this.#objective < enough) return true;
      if (this.#pivot(row)) continue;
      repairs += 1;
      if (repairs > REPAIRS_MAX) return false;
      this.#refactor();
    }
    return this.#leavingRow() < 0;
  }

  /** The row whose value is out of bounds by most, measured along its edge; -1 when none is. */
  #leavingRow(): number {
    const value = this.#value;
    let best = -1;
    let bestScore = 0;
    for (let row = 0; row < value.length; row += 1) {
      // Most values lie between the bounds that every variable has at most.
      const at = value[row] ?? 0;
      if (at >= 0 && at <= FEASIBLE) continue;
      const excess = this.#excess(row);
      if (excess <= FEASIBLE) continue;
      const score = (excess * excess) / this.#inverse.squaredNorm(row);
      if (score > bestScore) [best, bestScore] = [row, score];
    }
    return best;
  }

  /** By how much the value of a row of the basis is out of its bounds. */
  #excess(row: number): number {
    const value = this.#value[row] ?? 0;
    return value < 0 ? -value : value - this.#upperBound(this.#basis[row] ?? 0);
  }

  #upperBound(variable: number): number {
    return this.#isClosed[variable] === true ? 0 : 1;
  }

  /** One step; false when it would not be sound. */
  #pivot(row: number): boolean {
    const leaving = this.#basis[row] ?? 0;
    const isBelow = (this.#value[row] ?? 0) < 0;
    const priced = this.#priceRow(row);
    const entry = chooseEntering(this.#candidates(priced, isBelow ? -1 : 1), this.#excess(row));
    if (entry === undefined) return false;
    const { entering, flips } = entry;
    const image = this.#image(entering);
    const pivot = image[row] ?? 0;
    const expected = this.#rowEntry(priced, entering);
    if (Math.abs(pivot - expected) > AGREEMENT * (1 + Math.abs(expected))) return false;
    for (const variable of flips) this.#flip(variable);
    const bound = isBelow ? 0 : this.#upperBound(leaving);
    const step = ((this.#value[row] ?? 0) - bound) / pivot;
    this.#objective += step * (this.#reducedCost[entering] ?? 0);
    const entered = (this.#place[entering] === AT_UPPER ? 1 : 0) + step;
    this.#moveValues(image, -step);
    this.#value[row] = entered;
    this.#updateReducedCosts(priced, leaving, entering);
    this.#inverse.exchange(row, image);
    this.#basis[row] = entering;
    this.#place[entering] = row;
    this.#place[leaving] = bound === 1 ? AT_UPPER : AT_LOWER;
    return true;
  }

  #moveValues(image: Float64Array, step: number): void {
    const value = this.#value;
    for (let row = 0; row < image.length; row += 1) {
      const change = image[row] ?? 0;
      if (change !== 0) value[row] = (value[row] ?? 0) + step * change;
    }
  }

  /** A row of the tableau: its entries by column, and the row of the inverse, which are its entries by slack. */
  #priceRow(row: number): PricedRow {
    const bySlack = this.#inverse.row(row);
    const byColumn = new Float64Array(this.#costs.length);
    const rows = this.#rows;
    for (let at = 0; at < rows.length; at += 1) {
      const factor = bySlack[at] ?? 0;
      if (factor === 0) continue;
      for (const column of rows[at] ?? []) byColumn[column] = (byColumn[column] ?? 0) + factor;
    }
    return { byColumn, bySlack };
  }

  #rowEntry({ byColumn, bySlack }: PricedRow, variable: number): number {
    const slack = variable - this.#costs.length;
    return (slack < 0 ? byColumn[variable] : bySlack[slack]) ?? 0;
  }

  /** Variables outside of the basis whose move within their bounds brings the leaving one back to its bound. */
  #candidates({ byColumn, bySlack }: PricedRow, sign: number): Candidate[] {
    const found: Candidate[] = [];
    const place = this.#place;
    const columnCount = byColumn.length;
    for (let variable = 0; variable < place.length; variable += 1) {
      const at = place[variable] ?? 0;
      if (at >= 0) continue;
      const isColumn = variable < columnCount;
      const entry = sign * ((isColumn ? byColumn[variable] : bySlack[variable - columnCount]) ?? 0);
      const gain = at === AT_LOWER ? entry : -entry;
      if (gain <= PIVOT_LEAST || (isColumn && this.isClosed(variable))) continue;
      const ratio = Math.abs(this.#reducedCost[variable] ?? 0) / gain;
      found.push({ variable, gain, ratio });
    }
    return found;
  }

  #image(variable: number): Float64Array {
    return this.#inverse.timesOnes(this.#rowsOf(variable));
  }

  /** Moves a variable outside of the basis from one of its bounds to the other. */
  #flip(variable: number): void {
    const isRaised = this.#place[variable] === AT_LOWER;
    const step = isRaised ? 1 : -1;
    this.#place[variable] = isRaised ? AT_UPPER : AT_LOWER;
    this.#objective += step * (this.#reducedCost[variable] ?? 0);
    this.#moveValues(this.#image(variable), -step);
  }

  #updateReducedCosts(priced: PricedRow, leaving: number, entering: number): void {
    const { byColumn, bySlack } = priced;
    const reducedCost = this.#reducedCost;
    const step = (reducedCost[entering] ?? 0) / this.#rowEntry(priced, entering);
    if (step !== 0) {
      // Entries of other basic variables are zero, but for rounding errors.
      for (let column = 0; column < byColumn.length; column += 1)
        if ((this.#place[column] ?? 0) < 0)
          reducedCost[column] = (reducedCost[column] ?? 0) - step * (byColumn[column] ?? 0);
      for (let row = 0; row < this.#rows.length; row += 1) {
        const slack = byColumn.length + row;
        if ((this.#place[slack] ?? 0) < 0)
          reducedCost[slack] = (reducedCost[slack] ?? 0) - step * (bySlack[row] ?? 0);
      }
    }
    reducedCost[entering] = 0;
    reducedCost[leaving] = -step;
  }

  /** Computes everything afresh from the columns that are in the basis. */
  #refactor(): void {
    const columns = this.#basis.filter((variable) => variable < this.#costs.length);
    const size = this.#rows.length;
    this.#inverse = new BasisInverse(size);
    this.#basis = Array.from({ length: size }, (_, row) => this.#costs.length + row);
    for (const column of columns) {
      const image = this.#image(column);
      const row = largestWhere(image, (at) => (this.#basis[at] ?? 0) >= this.#costs.length);
      this.#place[column] = AT_LOWER;
      if (Math.abs(image[row] ?? 0) < AGREEMENT) continue;
      this.#inverse.exchange(row, image);
      this.#basis[row] = column;
    }
    for (let variable = this.#costs.length; variable < this.#place.length; variable += 1)
      this.#place[variable] = AT_LOWER;
    for (const [row, variable] of this.#basis.entries()) this.#place[variable] = row;
    this.#recomputeReducedCosts();
    this.#recomputeValues();
  }

  #recomputeReducedCosts(): void {
    const prices = new Float64Array(this.#rows.length);
    for (const [row, variable] of this.#basis.entries()) {
      const cost = this.#costs[variable] ?? 0;
      const inverse = this.#inverse.row(row);
      if (cost !== 0)
        for (let at = 0; at < prices.length; at += 1)
          prices[at] = (prices[at] ?? 0) + cost * (inverse[at] ?? 0);
    }
    this.#reducedCost = this.#place.map((place, variable) => {
      if (place >= 0) return 0;
      const slack = variable - this.#costs.length;
      if (slack >= 0) return -(prices[slack] ?? 0);
      const price = (this.#columns[variable] ?? []).reduce((sum, row) => sum + (prices[row] ?? 0), 0);
      return (this.#costs[variable] ?? 0) - price;
    });
  }

  /** Puts each variable outside of the basis at the bound where its reduced cost has the right sign. */
  #recomputeValues(): void {
    const left = new Float64Array(this.#rows.length).fill(1);
    for (const [variable, cost] of this.#reducedCost.entries()) {
      if ((this.#place[variable] ?? 0) >= 0) continue;
      const isUpper = cost > 0 && this.#upperBound(variable) > 0;
      this.#place[variable] = isUpper ? AT_UPPER : AT_LOWER;
      if (isUpper) for (const row of this.#rowsOf(variable)) left[row] = (left[row] ?? 0) - 1;
    }
    this.#value = [...this.#inverse.times(left)];
    this.#objective = this.#recomputedObjective();
  }

  /** Where a variable has ones in the matrix. */
  #rowsOf(variable: number): readonly number[] {
    const slack = variable - this.#costs.length;
    return slack < 0 ? (this.#columns[variable] ?? []) : [slack];
  }

  #recomputedObjective(): number {
    return this.#costs.reduce((sum, cost, column) => sum + cost * this.columnValue(column), 0);
  }
}

type PricedRow = { readonly byColumn: Float64Array; readonly bySlack: Float64Array };

function largestWhere(values: Float64Array, holds: (at: number) => boolean): number {
  let best = 0;
  let size = 0;
  for (const [at, value] of values.entries())
    if (Math.abs(value) > size && holds(at)) [best, size] = [at, Math.abs(value)];
  return best;
}
