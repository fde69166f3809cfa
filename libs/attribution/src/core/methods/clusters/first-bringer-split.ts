import { type Rational, rational } from '../exact/rational.js';

/** What a member brought to its cluster. */
export type Contribution = {
  /** Position of its registration in the public log: a total order that nobody can change afterwards. */
  readonly registeredAt: number;
  /**
   * Digests of its items: rows, texts or files. Items that are near duplicates of each other carry one digest, the
   * digest of their group.
   */
  readonly items: readonly string[];
};

/**
 * The members' parts of what their cluster is worth: each item counts for the member that registered it first, and
 * parts are in proportion to items. Without any items the first member gets all.
 *
 * Cloning cannot change this: a later copy brings no first item, so it gets nothing and takes nothing from the
 * original, however many names it stands under; and a contribution cut into pieces gets in sum what it got whole.
 */
export function firstBringerSplit(members: readonly Contribution[]): readonly Rational[] {
  const inOrder = [...members.entries()].sort(
    ([a, one], [b, other]) => one.registeredAt - other.registeredAt || a - b,
  );
  const brought = new Set<string>();
  const firsts = new Array<number>(members.length).fill(0);
  for (const [member, { items }] of inOrder) {
    const before = brought.size;
    for (const item of items) brought.add(item);
    firsts[member] = brought.size - before;
  }
  const [earliest] = inOrder.map(([member]) => member);
  if (brought.size === 0) return firsts.map((_, member) => rational(member === earliest ? 1n : 0n));
  return firsts.map((count) => rational(BigInt(count), BigInt(brought.size)));
}
