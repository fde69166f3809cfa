import { apportion } from '#core/ledger';
import { PPB } from '#core/attribution';
import { assert, encodeId, err, type Id, ok, type Result } from '#libs/kernel';

/** A hundred percent in basis points. */
export const BPS = 10_000;

export type WeightShare = { readonly partyId: Id<'party'>; readonly weightPpb: number };

export type ProceedsInput = {
  readonly grossMinor: bigint;
  /** The platform's part, 0 to 10 000. */
  readonly feeBps: number;
  /** Distinct parties, summing to one billion parts. */
  readonly shares: readonly WeightShare[];
};

export type PayoutLine = WeightShare & { readonly amountMinor: bigint };

/** Where the whole of a price goes: `feeMinor` plus all lines is `grossMinor`, to the unit. */
export type Proceeds = {
  readonly grossMinor: bigint;
  readonly feeBps: number;
  readonly feeMinor: bigint;
  readonly netMinor: bigint;
  readonly lines: readonly PayoutLine[];
};

export type ProceedsFault =
  | { readonly code: 'gross-negative' | 'fee-out-of-range' | 'weights-not-whole' }
  | { readonly code: 'weight-negative' | 'party-duplicate'; readonly index: number };

/**
 * Splits a price. The platform's fee is `floor(gross × bps / 10 000)`: the fraction of a unit that it forgoes goes
 * to the contributors. They get the rest by largest remainder over their encoded ids. Lines are sorted by party.
 */
export function splitProceeds({
  grossMinor,
  feeBps,
  shares,
}: ProceedsInput): Result<Proceeds, ProceedsFault> {
  if (grossMinor < 0n) return err({ code: 'gross-negative' });
  if (!Number.isInteger(feeBps) || feeBps < 0 || feeBps > BPS) return err({ code: 'fee-out-of-range' });
  const fault = sharesFault(shares);
  if (fault !== undefined) return err(fault);
  const feeMinor = (grossMinor * BigInt(feeBps)) / BigInt(BPS);
  const netMinor = grossMinor - feeMinor;
  const sorted = [...shares].sort((a, b) => (a.partyId < b.partyId ? -1 : 1));
  const split = apportion(
    netMinor,
    sorted.map(({ partyId, weightPpb }) => ({ key: encodeId('party', partyId), weight: BigInt(weightPpb) })),
  );
  assert(split.ok, 'checked shares can be apportioned');
  const lines = sorted.map((share, index) => ({
    ...share,
    amountMinor: split.value.shares[index]?.share ?? 0n,
  }));
  return ok({ grossMinor, feeBps, feeMinor, netMinor, lines });
}

function sharesFault(shares: readonly WeightShare[]): ProceedsFault | undefined {
  const seen = new Set<string>();
  let sum = 0;
  for (const [index, { partyId, weightPpb }] of shares.entries()) {
    if (!Number.isInteger(weightPpb) || weightPpb < 0) return { code: 'weight-negative', index };
    if (seen.has(partyId)) return { code: 'party-duplicate', index };
    seen.add(partyId);
    sum += weightPpb;
  }
  return sum === PPB ? undefined : { code: 'weights-not-whole' };
}
