import { termEndMs } from './term.js';
import type { LotTerms } from './terms.js';

const DAY_MS = 86_400_000;

export type LicenceStanding = 'in-force' | 'lapsed' | 'ended';

/** "No meter, no licence": how often a grant has to be heard of, since it was said so. */
export type Metering = { readonly everyDays: number; readonly requiredAtMs: number };

export type LicensedGrant = {
  readonly terms: LotTerms;
  readonly grantedAtMs: number;
  /** Undefined where no meter is asked for. */
  readonly metering: Metering | undefined;
};

/** When a metered right lapses unless a receipt arrives: so long after the last one, or after it was asked for. */
export const lapsesAtMs = (
  { everyDays, requiredAtMs }: Metering,
  lastReceiptAtMs: number | undefined,
): number => Math.max(lastReceiptAtMs ?? requiredAtMs, requiredAtMs) + everyDays * DAY_MS;

/** When the term of a right ends; undefined for an assignment, which has none. */
export const endsAtMs = ({
  terms,
  grantedAtMs,
}: Pick<LicensedGrant, 'terms' | 'grantedAtMs'>): number | undefined =>
  terms.kind === 'weights' ? undefined : termEndMs(grantedAtMs, terms.termMonths);

/**
 * Whether a right may be used now. It has ended when its term has, whatever was metered; it has lapsed when no receipt
 * of its holder arrived for longer than the metering allows, and is in force again with the next one.
 */
export function licenceStanding(
  grant: LicensedGrant,
  lastReceiptAtMs: number | undefined,
  nowMs: number,
): LicenceStanding {
  const { metering } = grant;
  if (nowMs >= (endsAtMs(grant) ?? Number.POSITIVE_INFINITY)) return 'ended';
  if (metering === undefined) return 'in-force';
  return nowMs > lapsesAtMs(metering, lastReceiptAtMs) ? 'lapsed' : 'in-force';
}
