/**
 * The inverse of the matrix of a simplex basis, kept whole, row by row, with the squared norm of each row. Bases of
 * packing problems have a few hundred rows at most: pivoting on whole rows is quicker than a factorisation, and
 * both the rows and their norms are what dual steepest edge pricing needs.
 */
export class BasisInverse {
  readonly #rows: Float64Array[];
  readonly #norms: number[];
  /** Rows are longer than needed, so that one more column seldom means to copy them. */
  #width: number;

  /** The identity: the inverse of a basis of slacks. */
  constructor(size: number) {
    this.#width = size;
    this.#rows = Array.from({ length: size }, (_, at) => unitRow(size, at));
    this.#norms = this.#rows.map(() => 1);
  }

  get size(): number {
    return this.#rows.length;
  }

  copy(): BasisInverse {
    const copy = new BasisInverse(0);
    copy.#width = this.#width;
    copy.#rows.push(...this.#rows.map((row) => row.slice()));
    copy.#norms.push(...this.#norms);
    return copy;
  }

  row(at: number): Float64Array {
    return this.#rows[at] ?? NO_ROW;
  }

  squaredNorm(at: number): number {
    return this.#norms[at] ?? 1;
  }

  /** The inverse times a column that has ones in the given rows and zeros elsewhere. */
  timesOnes(ones: readonly number[]): Float64Array {
    const image = new Float64Array(this.size);
    for (let at = 0; at < image.length; at += 1) {
      const row = this.row(at);
      let sum = 0;
      for (const one of ones) sum += row[one] ?? 0;
      image[at] = sum;
    }
    return image;
  }

  /** The inverse times any column. */
  times(column: Float64Array): Float64Array {
    const size = this.size;
    const image = new Float64Array(size);
    for (let at = 0; at < size; at += 1) {
      const row = this.row(at);
      let sum = 0;
      for (let k = 0; k < size; k += 1) sum += (row[k] ?? 0) * (column[k] ?? 0);
      image[at] = sum;
    }
    return image;
  }

  /** Takes a column into the basis in place of the one at `pivot`; `image` is the inverse times that column. */
  exchange(pivot: number, image: Float64Array): void {
    const pivotRow = this.row(pivot);
    const support = divideRow(pivotRow, this.size, image[pivot] ?? 1);
    this.#norms[pivot] = this.squaredNorm(pivot) / (image[pivot] ?? 1) ** 2;
    for (let at = 0; at < image.length; at += 1) {
      const multiple = image[at] ?? 0;
      if (at === pivot || multiple === 0) continue;
      const change = subtractMultiple(this.row(at), pivotRow, support, multiple);
      this.#norms[at] = Math.max(this.squaredNorm(at) + change, LEAST_NORM);
    }
  }

  /** One more row of the problem, whose slack enters the basis: it has ones in the columns that are basic at `ones`. */
  border(ones: readonly number[]): void {
    const size = this.size;
    if (size === this.#width) this.#widen();
    const row = unitRow(this.#width, size);
    for (const one of ones) {
      const other = this.row(one);
      for (let k = 0; k < size; k += 1) row[k] = (row[k] ?? 0) - (other[k] ?? 0);
    }
    this.#rows.push(row);
    this.#norms.push(squaredNormOf(row));
  }

  /**
   * Leaves out rows of the problem whose slacks are in the basis. What is left of the inverse, `rows` of it and
   * `columns` of it, is the inverse of what is left of the basis, because a slack has its one in no other row.
   */
  keep(rows: readonly number[], columns: readonly number[]): void {
    const kept = rows.map((at) => partOf(this.row(at), columns));
    this.#norms.splice(0, Infinity, ...kept.map(squaredNormOf));
    this.#rows.splice(0, Infinity, ...kept);
    this.#width = columns.length;
  }

  #widen(): void {
    this.#width += Math.max(16, this.#width >> 1);
    for (const [at, row] of this.#rows.entries()) {
      const wide = new Float64Array(this.#width);
      wide.set(row);
      this.#rows[at] = wide;
    }
  }
}

const NO_ROW = new Float64Array(0);

/** Norms are kept up by differences; rounding must not make one vanish. */
const LEAST_NORM = 1e-4;

function unitRow(width: number, at: number): Float64Array {
  const row = new Float64Array(width);
  row[at] = 1;
  return row;
}

function partOf(row: Float64Array, columns: readonly number[]): Float64Array {
  const part = new Float64Array(columns.length);
  for (let at = 0; at < part.length; at += 1) part[at] = row[columns[at] ?? 0] ?? 0;
  return part;
}

function squaredNormOf(row: Float64Array): number {
  let sum = 0;
  for (const entry of row) sum += entry * entry;
  return sum;
}

/** Divides a row, and tells where it is not zero. */
function divideRow(row: Float64Array, size: number, divisor: number): readonly number[] {
  const support: number[] = [];
  for (let k = 0; k < size; k += 1) {
    const entry = row[k] ?? 0;
    if (entry === 0) continue;
    row[k] = entry / divisor;
    support.push(k);
  }
  return support;
}

/** Tells by how much the squared norm of the row changes. */
function subtractMultiple(
  row: Float64Array,
  other: Float64Array,
  support: readonly number[],
  multiple: number,
): number {
  let change = 0;
  for (const k of support) {
    const before = row[k] ?? 0;
    const after = before - multiple * (other[k] ?? 0);
    // Cancellation leaves dust, which would cost time in every later pivot.
    const entry = Math.abs(after) < DUST ? 0 : after;
    row[k] = entry;
    change += entry * entry - before * before;
  }
  return change;
}

const DUST = 1e-13;
