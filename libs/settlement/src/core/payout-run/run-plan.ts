import { digestOf } from '#libs/kernel';
import {
  distributedUpTo,
  payeeTotals,
  type PayeeTotals,
  type StatementBasis,
  timesThatCount,
  type Waterfall,
  waterfallSchema,
  type WaterfallText,
} from '../waterfall/index.js';
import { condenseReceipts, receiptListOf } from './condense-receipts.js';
import type { ReceiptCount } from './count-receipts.js';
import { PLATFORM } from './payout-terms.js';

type Opening = StatementBasis['opening'];
type Run = NonNullable<StatementBasis['run']>;
type Holding = Run['holdings'][number];

/** A share of revenue at the run's record date. */
export type PlannedShare = {
  readonly share: string;
  readonly supply: string;
  readonly distributedBeforeMinor: string;
  readonly distributedMinor: string;
};

export type PlannedParty = {
  readonly party: string;
  readonly opening: Opening;
  readonly holdings: readonly Holding[];
};

/**
 * All that a run's statements are computed from, frozen before the first is paid, in plain JSON: who takes the run up
 * again computes the same.
 */
export type RunPlan = {
  readonly document: 'payout-plan';
  readonly runId: string;
  readonly ordinal: number;
  readonly from: string;
  readonly to: string;
  readonly terms: WaterfallText;
  readonly receipts: StatementBasis['receipts'];
  readonly receiptsDigest: string;
  readonly refunded: Run['refunded'];
  readonly excluded: readonly string[];
  readonly shares: readonly PlannedShare[];
  readonly parties: readonly PlannedParty[];
};

/** Who holds how many units of a share at the record date. */
export type HoldersOfShare = {
  readonly share: string;
  readonly supply: bigint;
  readonly units: ReadonlyMap<string, bigint>;
};

/** How a party stood after the run before: its closing balance, and what its units were owed. */
export type PartyStanding = {
  readonly party: string;
  readonly closing: Opening;
  readonly owed: readonly { readonly share: string; readonly owed: string }[];
};

export type RunInput = {
  readonly runId: string;
  readonly ordinal: number;
  readonly from: Date;
  readonly to: Date;
  readonly terms: Waterfall;
  readonly receipts: ReceiptCount;
  readonly holders: readonly HoldersOfShare[];
  /** What the run before had distributed to each share. */
  readonly distributedBefore: ReadonlyMap<string, bigint>;
  readonly standing: readonly PartyStanding[];
};

/** Freezes a run. Parties are those of the terms, the holders, and whoever an earlier statement was for; sorted. */
export function planRun(input: RunInput): RunPlan {
  const { terms, receipts, from, to } = input;
  const [fromMs, toMs] = [from.getTime(), to.getTime()];
  const times = [...timesThatCount(terms, fromMs), ...timesThatCount(terms, toMs)].sort((a, b) => a - b);
  const condensed = condenseReceipts(receipts.counted, times);
  const totals = payeeTotals(terms, datedReceipts(condensed), fromMs, toMs);
  return {
    document: 'payout-plan',
    runId: input.runId,
    ordinal: input.ordinal,
    from: from.toISOString(),
    to: to.toISOString(),
    terms: waterfallSchema.encode(terms),
    receipts: condensed,
    receiptsDigest: digestOf(receiptListOf(receipts.counted)),
    refunded: receipts.refunded.map(({ amountMinor, ...link }) => ({
      ...link,
      amountMinor: amountMinor.toString(),
    })),
    excluded: receipts.excluded,
    shares: input.holders.map(({ share, supply }) => plannedShare(share, supply, input, totals)),
    parties: plannedParties(input, totals),
  };
}

function plannedShare(share: string, supply: bigint, input: RunInput, totals: PayeeTotals): PlannedShare {
  const before = input.distributedBefore.get(share) ?? 0n;
  const total = (totals.get(share) ?? []).reduce((sum, { line }) => sum + line.totalMinor, 0n);
  return {
    share,
    supply: supply.toString(),
    distributedBeforeMinor: before.toString(),
    distributedMinor: distributedUpTo(before, total).toString(),
  };
}

function plannedParties(
  { holders, standing, distributedBefore }: RunInput,
  totals: PayeeTotals,
): readonly PlannedParty[] {
  const shares = new Set(holders.map(({ share }) => share));
  const before = new Map(standing.map((one) => [one.party, one]));
  const parties = new Set([
    ...[...totals.keys()].filter((payee) => payee !== PLATFORM && !shares.has(payee)),
    ...holders.flatMap(({ units }) => [...units.keys()]),
    ...before.keys(),
  ]);
  return [...parties].sort().map((party) => {
    const stood = before.get(party);
    const owed = new Map(stood?.owed.map((one) => [one.share, one.owed]));
    return {
      party,
      opening: stood?.closing ?? { carriedMinor: '0', receivableMinor: '0' },
      holdings: holders.flatMap(({ share, supply, units }) => {
        const [held, owedBefore] = [units.get(party) ?? 0n, owed.get(share) ?? '0'];
        if (held === 0n && owedBefore === '0') return [];
        return {
          share,
          units: held.toString(),
          supply: supply.toString(),
          distributedBeforeMinor: (distributedBefore.get(share) ?? 0n).toString(),
          owedBefore,
        };
      }),
    };
  });
}

/** The receipts of a statement as the terms take them. */
export const datedReceipts = (receipts: StatementBasis['receipts']) =>
  receipts.map(({ at, amountMinor }) => ({ atMs: Date.parse(at), amountMinor: BigInt(amountMinor) }));

/** The totals that all statements of a plan share. */
export const totalsOf = ({ terms, receipts, from, to }: RunPlan): PayeeTotals =>
  payeeTotals(waterfallSchema.decode(terms), datedReceipts(receipts), Date.parse(from), Date.parse(to));
