import { assertDefined } from '#libs/kernel';

/** Rows whose scores tie: how many of them are positive and negative, and which they are. */
export interface TieGroup {
  readonly rows: Uint32Array;
  readonly positives: number;
  readonly negatives: number;
}

/** The rows in groups of equal scores, lowest score first. Labels are 0 or 1. */
export function tieGroups(label: readonly number[], score: readonly number[]): readonly TieGroup[] {
  const at = (row: number): number => assertDefined(score[row], 'a score for each row');
  const order = Uint32Array.from(score, (_, row) => row).sort((a, b) => at(a) - at(b));
  const groups: TieGroup[] = [];
  for (let start = 0; start < order.length;) {
    const tied = at(order[start] ?? 0);
    let [end, positives] = [start, 0];
    for (; end < order.length; end += 1) {
      const row = order[end] ?? 0;
      if (at(row) !== tied) break;
      if (label[row] === 1) positives += 1;
    }
    groups.push({ rows: order.subarray(start, end), positives, negatives: end - start - positives });
    start = end;
  }
  return groups;
}
