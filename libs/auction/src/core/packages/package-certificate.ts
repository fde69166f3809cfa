import type { Proof } from './packing-problem.js';
import type { Rational } from './rational.js';

/**
 * What makes the result of a package auction checkable without a solver. Columns are places in `bids`; values are
 * what bids offer beyond the reserves of their items. See `checkPackageCertificate`.
 */
export type PackageCertificate = {
  /** The bids that meet their reserves, in the order that decides ties. */
  readonly bids: readonly string[];
  /** No allocation is worth more than the winning one. */
  readonly winners: Proof;
  /** For each winning bid, the best allocation without its bidder, and that none is worth more. */
  readonly without: readonly {
    readonly bidId: string;
    readonly best: readonly number[];
    readonly proof: Proof;
  }[];
  /** Only for core prices: what each winner pays beyond the reserve, exactly, and that no coalition offers more. */
  readonly core?: { readonly premiums: readonly Rational[]; readonly proof: Proof };
};
