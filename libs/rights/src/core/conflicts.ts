import { fieldsOverlap } from './field-of-use.js';
import { termEndMs } from './term.js';
import { type LotTerms, SHARE_BPS_MAX } from './terms.js';
import { territoriesOverlap } from './territory.js';

/** Another right in the same version: granted at some time, or still in an auction. */
export type StandingRight = {
  readonly lotId: string;
  readonly terms: LotTerms;
  /** Undefined while the lot is in an auction. */
  readonly grantedAtMs: number | undefined;
};

export type RightsConflict = { readonly lotId: string; readonly reason: string };

/**
 * The first standing right that forbids a new lot of the same version, or undefined.
 *
 * A granted right forbids what it made impossible to grant:
 * - an assignment of the weights forbids every later right, because nothing is left to grant;
 * - an exclusive licence forbids exclusive and usage licences that overlap it in field and territory, and
 *   inference access, which knows neither. The weights may still be assigned: they go encumbered;
 * - usage licences and inference access forbid nothing. What is granted later is encumbered by them;
 * - revenue shares forbid only each other, when they would pass 10,000 basis points together. They survive an
 *   assignment of the weights.
 *
 * A right whose term has ended forbids nothing. Two lots may be in auctions at once only if they could be granted
 * in either order, because nobody knows which one ends first. Lots that are merely listed bind nobody.
 */
export function conflictWith(
  terms: LotTerms,
  standing: readonly StandingRight[],
  nowMs: number,
): RightsConflict | undefined {
  const live = standing.filter((right) => !hasEnded(right, nowMs));
  for (const right of live) {
    const isLive = right.grantedAtMs === undefined;
    const reason = forbids(right.terms, terms) ?? (isLive ? forbids(terms, right.terms) : undefined);
    if (reason !== undefined)
      return { lotId: right.lotId, reason: isLive ? `in an auction now: ${reason}` : reason };
  }
  return revenueConflict(terms, live);
}

function hasEnded({ terms, grantedAtMs }: StandingRight, nowMs: number): boolean {
  if (grantedAtMs === undefined || terms.kind === 'weights') return false;
  return termEndMs(grantedAtMs, terms.termMonths) <= nowMs;
}

/** Why a right, once granted, leaves no room for a later one; undefined where it does. */
function forbids(granted: LotTerms, later: LotTerms): string | undefined {
  if (granted.kind === 'weights') return 'the weights are assigned, nothing further can be granted';
  if (granted.kind !== 'exclusive-licence') return undefined;
  if (later.kind === 'inference-access')
    return 'inference access would reach into the field of an exclusive licence';
  if (later.kind !== 'exclusive-licence' && later.kind !== 'usage-licence') return undefined;
  const overlap =
    fieldsOverlap(granted.fieldOfUse, later.fieldOfUse) &&
    territoriesOverlap(granted.territory, later.territory);
  return overlap ? 'an exclusive licence overlaps in field and territory' : undefined;
}

function revenueConflict(terms: LotTerms, live: readonly StandingRight[]): RightsConflict | undefined {
  if (terms.kind !== 'revenue-share') return undefined;
  let sumBps = terms.shareBps;
  for (const right of live) {
    if (right.terms.kind !== 'revenue-share') continue;
    sumBps += right.terms.shareBps;
    if (sumBps > SHARE_BPS_MAX)
      return {
        lotId: right.lotId,
        reason: `revenue shares would pass ${String(SHARE_BPS_MAX)} basis points`,
      };
  }
  return undefined;
}
