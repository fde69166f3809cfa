import { allocate, type WaterfallLine } from './allocate.js';
import type { Receipt } from './receipt.js';
import type { Waterfall } from './waterfall-terms.js';

/** Each payee's lines at the end of a period, with what they had come to at its beginning. */
export type PayeeTotals = ReadonlyMap<
  string,
  readonly { readonly line: WaterfallLine; readonly previousMinor: bigint }[]
>;

/** Two allocations, once for all payees. */
export function payeeTotals(
  terms: Waterfall,
  receipts: readonly Receipt[],
  fromMs: number,
  toMs: number,
): PayeeTotals {
  const before = new Map(allocate(terms, receipts, fromMs).map(({ path, totalMinor }) => [path, totalMinor]));
  const totals = new Map<string, { line: WaterfallLine; previousMinor: bigint }[]>();
  for (const line of allocate(terms, receipts, toMs)) {
    if (line.payee === null) continue;
    const lines = totals.get(line.payee) ?? [];
    lines.push({ line, previousMinor: before.get(line.path) ?? 0n });
    totals.set(line.payee, lines);
  }
  return totals;
}
