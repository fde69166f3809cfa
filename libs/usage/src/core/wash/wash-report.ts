import type { UsageMonth } from '../usage-series.js';
import { chargesByMonth, concentrated, herfindahl } from './concentration.js';
import { flatDailyPattern } from './flat-daily-pattern.js';
import { monthOf } from './month-of.js';
import { mutualFunding } from './mutual-funding.js';
import { refundLoops } from './refund-loop.js';
import { selfDealing } from './self-dealing.js';
import type { MeteredReceipt, WashEvidence } from './wash-evidence.js';
import { WASH_FLAGS, WASH_RULES, type WashFlag } from './wash-rules.js';

export type FlaggedReceipt = {
  readonly id: string;
  readonly flags: readonly WashFlag[];
  /** The sum of the flags' published weights. */
  readonly score: number;
  /** The score reaches the threshold: the receipt is in the raw series only. */
  readonly washed: boolean;
};

/** Both series stand side by side; only the clean one may reach a price. */
export type WashReport = {
  readonly rules: typeof WASH_RULES;
  /** Receipts with at least one flag, in the order they were given. */
  readonly flagged: readonly FlaggedReceipt[];
  /** All charges by month. */
  readonly raw: readonly UsageMonth[];
  /** Charges that are not washed, by month, less what was refunded of them. */
  readonly clean: readonly UsageMonth[];
  /** Herfindahl-Hirschman index of each month's charges. */
  readonly concentration: readonly { readonly periodStart: string; readonly herfindahl: number }[];
};

type Detector = (receipts: readonly MeteredReceipt[], evidence: WashEvidence) => readonly MeteredReceipt[];

const DETECTORS: Readonly<Record<WashFlag, Detector>> = {
  'self-dealing': selfDealing,
  'refund-loop': refundLoops,
  'mutual-funding': mutualFunding,
  'flat-daily-pattern': flatDailyPattern,
  concentration: concentrated,
};

/** Flags the receipts of one meter, in one currency, with distinct ids, and makes both series of them. */
export function washReport(receipts: readonly MeteredReceipt[], evidence: WashEvidence): WashReport {
  const flagged = flagReceipts(receipts, evidence);
  const washed = new Set(flagged.filter((receipt) => receipt.washed).map(({ id }) => id));
  const charges = receipts.filter(({ kind }) => kind === 'charge');
  const months = chargesByMonth(receipts, evidence);
  return {
    rules: WASH_RULES,
    flagged,
    raw: monthly(charges),
    clean: monthly(netOfRefunds(receipts, charges).filter(({ id }) => !washed.has(id))),
    concentration: [...months]
      .map(([periodStart, month]) => ({ periodStart, herfindahl: herfindahl(month) ?? 0 }))
      .sort((a, b) => (a.periodStart < b.periodStart ? -1 : 1)),
  };
}

function flagReceipts(
  receipts: readonly MeteredReceipt[],
  evidence: WashEvidence,
): readonly FlaggedReceipt[] {
  const flagsOf = new Map<string, WashFlag[]>();
  for (const flag of WASH_FLAGS)
    for (const { id } of DETECTORS[flag](receipts, evidence))
      flagsOf.set(id, [...(flagsOf.get(id) ?? []), flag]);
  return receipts.flatMap(({ id }) => {
    const flags = flagsOf.get(id);
    if (flags === undefined) return [];
    const score = flags.reduce((sum, flag) => sum + WASH_RULES.weights[flag], 0);
    return [{ id, flags, score, washed: score >= WASH_RULES.threshold }];
  });
}

/** Charges less their refunds, in the month of the charge: a refund says that this much was not earned then. */
function netOfRefunds(
  receipts: readonly MeteredReceipt[],
  charges: readonly MeteredReceipt[],
): readonly MeteredReceipt[] {
  const returned = new Map<string, bigint>();
  for (const { refundOf, amountMinor } of receipts)
    if (refundOf !== null) returned.set(refundOf, (returned.get(refundOf) ?? 0n) + amountMinor);
  return charges.map((charge) => ({
    ...charge,
    amountMinor: charge.amountMinor - (returned.get(charge.id) ?? 0n),
  }));
}

function monthly(charges: readonly MeteredReceipt[]): readonly UsageMonth[] {
  const months = new Map<string, UsageMonth>();
  for (const { atMs, calls, amountMinor } of charges) {
    const periodStart = monthOf(atMs);
    const month = months.get(periodStart) ?? { periodStart, calls: 0n, revenueMinor: 0n };
    months.set(periodStart, {
      periodStart,
      calls: month.calls + calls,
      revenueMinor: month.revenueMinor + amountMinor,
    });
  }
  return [...months.values()].sort((a, b) => (a.periodStart < b.periodStart ? -1 : 1));
}
