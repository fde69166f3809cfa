/**
 * Sets of positions that grow together (Galler and Fischer, 1964). The root of a set is its smallest member; path
 * halving (Tarjan and van Leeuwen, 1984) keeps the trees flat.
 */
export class DisjointSets {
  readonly #parents: Int32Array;

  constructor(count: number) {
    this.#parents = Int32Array.from({ length: count }, (_, position) => position);
  }

  rootOf(position: number): number {
    let root = position;
    while (this.#parents[root] !== root) {
      const above = this.#parents[this.#parents[root] ?? 0] ?? 0;
      this.#parents[root] = above;
      root = above;
    }
    return root;
  }

  join(a: number, b: number): void {
    const [one, other] = [this.rootOf(a), this.rootOf(b)];
    this.#parents[Math.max(one, other)] = Math.min(one, other);
  }
}
