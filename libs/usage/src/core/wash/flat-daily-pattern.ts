import type { MeteredReceipt, WashEvidence } from './wash-evidence.js';
import { WASH_RULES } from './wash-rules.js';

const HOUR_MS = 3_600_000;
const HOURS = 24;
const { receiptsMin, daysMin, chiSquareMax } = WASH_RULES.flatDailyPattern;

/**
 * Charges to payers who pay at every hour of the day alike. People sleep; a script that makes usage does not. (So
 * does an honest batch job not: the flag is a light one.) Payers with few charges or days are left alone.
 */
export function flatDailyPattern(
  receipts: readonly MeteredReceipt[],
  { controllerOf }: WashEvidence,
): readonly MeteredReceipt[] {
  const bySide = new Map<string, MeteredReceipt[]>();
  for (const receipt of receipts)
    if (receipt.kind === 'charge') {
      const side = bySide.get(controllerOf(receipt.payer));
      if (side === undefined) bySide.set(controllerOf(receipt.payer), [receipt]);
      else side.push(receipt);
    }
  return [...bySide.values()].filter((charges) => isFlat(charges.map(({ atMs }) => atMs))).flat();
}

function isFlat(timesMs: readonly number[]): boolean {
  const days = new Set(timesMs.map((atMs) => Math.floor(atMs / (HOURS * HOUR_MS))));
  return timesMs.length >= receiptsMin && days.size >= daysMin && hourlyChiSquare(timesMs) <= chiSquareMax;
}

/** Pearson's statistic of the hours (UTC) against an even spread: 23 degrees of freedom. */
function hourlyChiSquare(timesMs: readonly number[]): number {
  const counts = new Array<number>(HOURS).fill(0);
  for (const atMs of timesMs) {
    const hour = Math.floor(atMs / HOUR_MS) % HOURS;
    counts[hour] = (counts[hour] ?? 0) + 1;
  }
  const expected = timesMs.length / HOURS;
  return counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
}
