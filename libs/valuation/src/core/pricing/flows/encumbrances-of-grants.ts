import { MONTHS_PER_YEAR, yearsBetween } from '../../calendar-time.js';
import type { Grant } from '../dossier/right-schema.js';
import { scopeSharesAtMost, type UsagePlaces } from '../rights/scope.js';
import { shareWithin } from '../time-grid.js';
import type { Encumbrance } from './encumbrance.js';

const BPS_PER_WHOLE = 10_000;

/**
 * What existing grants still take, each over the rest of its term. Where the evidence does not tell how far one
 * reaches, it reaches as far as it can. An assignment is not among them: it leaves nothing to value.
 */
export function encumbrancesOf(
  grants: readonly Grant[],
  valuationDate: string,
  places: UsagePlaces,
): readonly Encumbrance[] {
  return grants.flatMap((grant): readonly Encumbrance[] => {
    if (grant.kind === 'weights') return [];
    const passedMonths = yearsBetween(grant.grantedOn, valuationDate) * MONTHS_PER_YEAR;
    if (passedMonths >= grant.termMonths) return [];
    const within = shareWithin(grant.termMonths - passedMonths);
    switch (grant.kind) {
      case 'exclusive-licence':
        return [{ kind: grant.kind, scope: scopeSharesAtMost(grant, places), copies: undefined, within }];
      case 'usage-licence':
        return [{ kind: grant.kind, scope: scopeSharesAtMost(grant, places), copies: grant.copies, within }];
      case 'inference-access':
        return [{ kind: grant.kind, callsPerMonth: grant.callsPerMonth, within }];
      case 'revenue-share':
        return [
          {
            kind: grant.kind,
            share: grant.shareBps / BPS_PER_WHOLE,
            cap: grant.capMinor === null ? Number.POSITIVE_INFINITY : Number(grant.capMinor),
            within,
          },
        ];
    }
  });
}
