import type { RevenueShare, Waterfall } from '../waterfall/index.js';
import type { PayoutAgreement } from './agreement-document.js';

/** The payee whose money goes to the platform's fees. Every other payee of an agreement is a party. */
export const PLATFORM = 'platform';

/** Where the terms of a run have what was sold and what was earned. No step of an agreement may be called so. */
export const REVENUE_SHARES = 'revenue-shares';
export const CONTRIBUTORS = 'contributors';

/** A contributor's share: by the weights that stand in the end, and at least, while that is uncertain. */
export type ContributorShare = {
  readonly payee: string;
  readonly weightPpb: number;
  readonly lowerPpb: number;
};

/** When the shares of an agreement are certain; null where they are from the beginning. */
export const certainFromMs = ({
  agreedAt,
  disputeWindowMs,
}: Pick<PayoutAgreement, 'agreedAt' | 'disputeWindowMs'>): number | null =>
  disputeWindowMs === 0 ? null : Date.parse(agreedAt) + disputeWindowMs;

/** The shares that were agreed on, by the weights that stand at the end of the window; either may name others. */
export function decidedShares(
  agreed: readonly ContributorShare[],
  standing: readonly Pick<ContributorShare, 'payee' | 'weightPpb'>[],
): readonly ContributorShare[] {
  const weights = new Map(standing.map(({ payee, weightPpb }) => [payee, weightPpb]));
  const known = new Set(agreed.map(({ payee }) => payee));
  return [
    ...agreed.map(({ payee, lowerPpb }) => ({ payee, lowerPpb, weightPpb: weights.get(payee) ?? 0 })),
    ...standing
      .filter(({ payee }) => !known.has(payee))
      .map(({ payee, weightPpb }) => ({ payee, weightPpb, lowerPpb: 0 })),
  ];
}

/** The waterfall of a run: the agreed steps, the revenue shares that were sold by then, and the contributors. */
export const payoutTerms = (
  agreement: Pick<PayoutAgreement, 'steps' | 'agreedAt' | 'disputeWindowMs'>,
  contributors: readonly ContributorShare[],
  sold: readonly RevenueShare[],
): Waterfall => ({
  steps: [
    ...agreement.steps,
    ...(sold.length === 0
      ? []
      : [{ kind: 'revenue-shares' as const, id: REVENUE_SHARES, shares: [...sold] }]),
  ],
  end: {
    kind: 'shares',
    id: CONTRIBUTORS,
    untilMs: certainFromMs(agreement),
    shares: contributors.map(({ payee, weightPpb, lowerPpb }) => ({
      payee,
      weight: BigInt(weightPpb),
      lowerPpb,
    })),
  },
});
