import { apportion } from '#core/ledger';
import { assert, encodeId, err, type Id, ok, type Result } from '#libs/kernel';

/** Shares are frozen as parts per billion: fine enough for any split, and 32 bits wide. */
export const PPB = 1_000_000_000;

/** How many parties may share in one model. */
export const PARTIES_MAX = 100;

/** What a contributor is declared to have put in, on any scale common to all of them. */
export type DeclaredWeight = { readonly partyId: Id<'party'>; readonly weight: bigint };

export type FrozenWeight = DeclaredWeight & { readonly weightPpb: number };

export type WeightsFault =
  | { readonly code: 'no-parties' | 'too-many-parties' }
  | { readonly code: 'party-duplicate' | 'weight-not-positive' | 'weight-vanishes'; readonly index: number };

/**
 * Freezes declared weights to whole parts per billion that sum to exactly one billion, by largest remainder over
 * the parties' encoded ids. Sorted by party. A weight that would come out as nothing beside the others is
 * refused: whoever is named is paid.
 */
export function freezeWeights(
  declared: readonly DeclaredWeight[],
): Result<readonly FrozenWeight[], WeightsFault> {
  const fault = faultOf(declared);
  if (fault !== undefined) return err(fault);
  const split = apportion(
    BigInt(PPB),
    declared.map(({ partyId, weight }) => ({ key: encodeId('party', partyId), weight })),
  );
  assert(split.ok, 'distinct parties with positive weights can be apportioned');
  const frozen = declared.map((entry, index) => ({
    ...entry,
    weightPpb: Number(split.value.shares[index]?.share),
  }));
  const vanished = frozen.findIndex(({ weightPpb }) => weightPpb === 0);
  if (vanished >= 0) return err({ code: 'weight-vanishes', index: vanished });
  return ok(frozen.sort((a, b) => (a.partyId < b.partyId ? -1 : 1)));
}

function faultOf(declared: readonly DeclaredWeight[]): WeightsFault | undefined {
  if (declared.length === 0) return { code: 'no-parties' };
  if (declared.length > PARTIES_MAX) return { code: 'too-many-parties' };
  const seen = new Set<string>();
  for (const [index, { partyId, weight }] of declared.entries()) {
    if (weight <= 0n) return { code: 'weight-not-positive', index };
    if (seen.has(partyId)) return { code: 'party-duplicate', index };
    seen.add(partyId);
  }
  return undefined;
}
