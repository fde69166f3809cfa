import { type CorePayments, corePayments } from './core-prices.js';
import { determineWinners } from './determine-winners.js';
import {
  type PackageAllocation,
  type PackageAuction,
  type PackageResult,
  saleStatus,
} from './package-auction.js';
import type { PackageCertificate } from './package-certificate.js';
import { ceiling } from './rational.js';
import { choicesWithoutWinners, vcgPremium } from './vcg.js';
import { type WinnerProblem, winnerProblem } from './winner-problem.js';

export type PackageOutcome =
  | { readonly status: 'decided'; readonly result: PackageResult; readonly certificate: PackageCertificate }
  /** The optimum was not proved within the node limit; the announced fallback has to decide. */
  | { readonly status: 'undecided' };

/**
 * Sells items in packages to the bids that are worth most together, to proven optimality, and prices them. Core
 * prices are exact and then rounded up to whole minor units, each: they stay in the core, because it contains with
 * some payments all higher ones up to the bids, which are whole. The order of the bids counts for nothing.
 */
export function clearPackages(auction: PackageAuction): PackageOutcome {
  const { pricing, nodeLimit } = auction;
  const problem = winnerProblem(auction);
  const winners = determineWinners(problem, nodeLimit);
  const without = winners && choicesWithoutWinners(problem, winners, nodeLimit);
  if (winners === undefined || without === undefined) return { status: 'undecided' };
  const won = winners.choice.columns;
  const vcg = without.map((choice) => vcgPremium(problem, winners.choice, choice));
  const core = pricing === 'core-selecting' ? corePayments(problem, winners, vcg, nodeLimit) : undefined;
  if (pricing === 'core-selecting' && core === undefined) return { status: 'undecided' };
  const premiums = premiumsOf(auction, problem, won, vcg, core);
  const certificate = {
    bids: problem.bids.map(({ bidId }) => bidId),
    winners: winners.proof,
    without: without.map(({ column, best, proof }) => ({
      bidId: problem.bids[column]?.bidId ?? '',
      best: best.columns,
      proof,
    })),
    ...(core === undefined ? {} : { core }),
  };
  return { status: 'decided', result: resultOf(auction, problem, won, vcg, premiums), certificate };
}

/** What each winner pays beyond the reserve. */
function premiumsOf(
  { pricing }: PackageAuction,
  problem: WinnerProblem,
  won: readonly number[],
  vcg: readonly bigint[],
  core: CorePayments | undefined,
): readonly bigint[] {
  if (pricing === 'pay-as-bid') return won.map((column) => problem.values[column] ?? 0n);
  return core === undefined ? vcg : core.premiums.map(ceiling);
}

function resultOf(
  { items }: PackageAuction,
  { bids, reserves }: WinnerProblem,
  won: readonly number[],
  vcg: readonly bigint[],
  premiums: readonly bigint[],
): PackageResult {
  const allocations = won.flatMap((column, at): PackageAllocation[] => {
    const bid = bids[column];
    if (bid === undefined) return [];
    const paymentMinor = (reserves[column] ?? 0n) + (premiums[at] ?? 0n);
    return [{ bidId: bid.bidId, bidder: bid.bidder, items: bid.items, paymentMinor }];
  });
  const vcgMinor = won.map(
    (column, at) => [bids[column]?.bidder ?? '', (reserves[column] ?? 0n) + (vcg[at] ?? 0n)] as const,
  );
  return {
    status: saleStatus(items, allocations),
    allocations: allocations.sort((a, b) => (a.bidId < b.bidId ? -1 : 1)),
    welfareMinor: won.reduce((sum, column) => sum + (bids[column]?.priceMinor ?? 0n), 0n),
    vcgMinor: new Map(vcgMinor.sort(([a], [b]) => (a < b ? -1 : 1))),
  };
}
