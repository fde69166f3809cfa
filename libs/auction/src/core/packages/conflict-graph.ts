/**
 * Which columns exclude each other. In package auctions columns are bids; two exclude each other when they are of one
 * bidder or want one item.
 */
export class ConflictGraph {
  readonly size: number;
  readonly #excludes: Uint8Array;
  readonly #neighbours: readonly (readonly number[])[];

  /** Columns of one group, for each of the groups, exclude each other. */
  constructor(size: number, groups: Iterable<readonly number[]>) {
    this.size = size;
    this.#excludes = new Uint8Array(size * size);
    for (const group of groups)
      for (const one of group)
        for (const other of group) if (one !== other) this.#excludes[one * size + other] = 1;
    const columns = Array.from({ length: size }, (_, column) => column);
    this.#neighbours = columns.map((one) => columns.filter((other) => this.excludes(one, other)));
  }

  excludes(one: number, other: number): boolean {
    return this.#excludes[one * this.size + other] === 1;
  }

  neighbours(column: number): readonly number[] {
    return this.#neighbours[column] ?? [];
  }

  excludesAll(column: number, others: readonly number[]): boolean {
    for (const other of others) if (!this.excludes(column, other)) return false;
    return true;
  }

  excludesNone(column: number, others: readonly number[]): boolean {
    for (const other of others) if (this.excludes(column, other)) return false;
    return true;
  }
}
