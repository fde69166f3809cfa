import { PPB } from '#core/attribution';
import { apportion, type Claim } from '#core/ledger';
import { assert } from '#libs/kernel';
import { splitGrowingTotal } from './growing-split.js';

/** A share of which only the lower bound is beyond doubt, in parts per billion. Keys are distinct. */
export type UncertainShare = { readonly key: string; readonly lowerPpb: number };

export type ProvisionalPayout = {
  readonly lines: readonly { readonly key: string; readonly paidMinor: bigint }[];
  /** Stays in escrow until the dispute window closes. */
  readonly heldMinor: bigint;
};

/** Pays everybody the lower bound of the share, rounded down, and holds the rest. Bounds sum to at most a whole. */
export function provisionalPayout(totalMinor: bigint, shares: readonly UncertainShare[]): ProvisionalPayout {
  assert(
    shares.reduce((sum, { lowerPpb }) => sum + lowerPpb, 0) <= PPB,
    'lower bounds of shares sum to at most one',
  );
  const lines = shares.map(({ key, lowerPpb }) => ({
    key,
    paidMinor: (totalMinor * BigInt(lowerPpb)) / BigInt(PPB),
  }));
  return { lines, heldMinor: lines.reduce((rest, { paidMinor }) => rest - paidMinor, totalMinor) };
}

/** What the dispute window left of the shares, and what was paid on account of them. Keys are distinct. */
export type DecidedShare = { readonly key: string; readonly weightPpb: number; readonly paidMinor: bigint };

export type FinalLine = {
  readonly key: string;
  /** The whole share, of which `paidMinor` was paid before. */
  readonly shareMinor: bigint;
  readonly payNowMinor: bigint;
  /** Due, but paid to others on account: payable when it is recovered from them. */
  readonly owedMinor: bigint;
  /** Paid on account beyond the share: a receivable from the payee. */
  readonly overpaidMinor: bigint;
};

/**
 * Pays out what was held, by the weights that stand when the window closes. When a dispute took a share below what
 * was paid on account, what is held does not cover the others' dues: it then goes to them in proportion, and the rest
 * is owed. Shares sum to the total; what is paid now sums to what was held.
 */
export function finalPayout(totalMinor: bigint, shares: readonly DecidedShare[]): readonly FinalLine[] {
  const parts = splitGrowingTotal(
    totalMinor,
    shares.map(({ key, weightPpb }) => ({ key, weight: BigInt(weightPpb) })),
  );
  const held = shares.reduce((rest, { paidMinor }) => rest - paidMinor, totalMinor);
  assert(held >= 0n, 'no more was paid than there was');
  const dues = shares.map(({ key, paidMinor }, index) => ({
    key,
    weight: positivePart((parts[index] ?? 0n) - paidMinor),
  }));
  const payments = inProportion(held, dues);
  return shares.map(({ key, paidMinor }, index) => {
    const shareMinor = parts[index] ?? 0n;
    const payNowMinor = payments[index] ?? 0n;
    return {
      key,
      shareMinor,
      payNowMinor,
      owedMinor: (dues[index]?.weight ?? 0n) - payNowMinor,
      overpaidMinor: positivePart(paidMinor - shareMinor),
    };
  });
}

function inProportion(amountMinor: bigint, dues: readonly Claim[]): readonly bigint[] {
  if (amountMinor === 0n) return dues.map(() => 0n);
  const split = apportion(amountMinor, dues);
  assert(split.ok, 'what is held is due to somebody');
  return split.value.shares.map(({ share }) => share);
}

const positivePart = (amount: bigint): bigint => (amount > 0n ? amount : 0n);
