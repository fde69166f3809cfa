import { monthIndexOf } from '#core/usage';
import type { DossierDomain } from '../pricing/dossier/domain-schema.js';

export type DossierUsage = DossierDomain['usage'];

/** The change of log calls into a month from the month before it; a gap has no change. */
export interface UsageChange {
  /** Position of the month in the series. */
  readonly month: number;
  readonly change: number;
}

/** One call is added to each month, so that a month without any has a logarithm, and is seen to be a fall. */
export const usageChanges = (usage: DossierUsage): readonly UsageChange[] =>
  usage.slice(1).flatMap(({ month, calls }, index) => {
    const before = usage[index];
    if (before === undefined || monthIndexOf(month) !== monthIndexOf(before.month) + 1) return [];
    return [{ month: index + 1, change: Math.log((Number(calls) + 1) / (Number(before.calls) + 1)) }];
  });
