import { checkProof, type Claim } from './check-proof.js';
import { type PackageAuction, type PackageBid, type PackageResult, saleStatus } from './package-auction.js';
import type { PackageCertificate } from './package-certificate.js';
import type { Proof } from './packing-problem.js';
import { ceiling, commonDenominator, type Rational } from './rational.js';

/** The first thing that a certificate does not show, or `ok`. */
export type CertificateVerdict =
  | 'ok'
  | 'bids-are-not-those-that-meet-the-reserves'
  | 'winners-exclude-each-other'
  | 'winners-are-not-proved-best'
  | 'result-is-not-of-the-bids'
  | 'vcg-is-not-proved'
  | 'core-is-not-proved'
  | 'payments-do-not-follow';

type Certified = {
  readonly auction: PackageAuction;
  readonly result: PackageResult;
  readonly certificate: PackageCertificate;
  readonly bids: readonly PackageBid[];
  /** Which of them cannot both win, by column. */
  readonly excludes: Claim['excludes'];
  /** What each bid offers beyond the reserves of its items. */
  readonly values: readonly bigint[];
  /** The winning columns, in the order of the allocations. */
  readonly won: readonly number[];
};

/**
 * Checks a result of {@link clearPackages} against the bids by its certificate: that no allocation is worth more,
 * that VCG payments are what winners cost the others, that no coalition would outbid core payments, and that the
 * payments are these. Integers only; no solver. Which of several best allocations is the first, and which core
 * payments are the nearest, is not part of it: that takes clearing again.
 */
export function checkPackageCertificate(
  auction: PackageAuction,
  result: PackageResult,
  certificate: PackageCertificate,
): CertificateVerdict {
  const byId = new Map(auction.bids.map((bid) => [bid.bidId, bid]));
  const reserveOf = ({ items }: PackageBid): bigint =>
    items.reduce((sum, item) => sum + (auction.reservesMinor.get(item) ?? 0n), 0n);
  const eligible = auction.bids.filter((bid) => bid.priceMinor >= reserveOf(bid));
  const bids = certificate.bids.flatMap((bidId) => byId.get(bidId) ?? []);
  // In this order, each once: a column is a place in this list, in the certificate as well as here.
  const isEach = bids.length === certificate.bids.length && new Set(bids).size === bids.length;
  if (!isEach || bids.length !== eligible.length || !eligible.every((bid) => bids.includes(bid)))
    return 'bids-are-not-those-that-meet-the-reserves';
  const values = bids.map((bid) => bid.priceMinor - reserveOf(bid));
  const won = result.allocations.map(({ bidId }) => certificate.bids.indexOf(bidId));
  const excludes = exclusionsAmong(bids);
  const certified = { auction, result, certificate, bids, excludes, values, won };
  if (won.includes(-1) || !areCompatible(excludes, won)) return 'winners-exclude-each-other';
  if (!areBest(certified)) return 'winners-are-not-proved-best';
  if (!isOfTheBids(certified)) return 'result-is-not-of-the-bids';
  if (!provesVcg(certified)) return 'vcg-is-not-proved';
  if (auction.pricing === 'core-selecting' && !provesCore(certified)) return 'core-is-not-proved';
  return paymentsFollow(certified) ? 'ok' : 'payments-do-not-follow';
}

const areBest = ({ excludes, values, won, certificate }: Certified): boolean =>
  shows(
    certificate.winners,
    worth(values, won),
    claimOf(excludes, values, () => true),
  );

/** Whether allocations say what the winning bids say, and the totals what they come to. */
function isOfTheBids({ auction, result, bids, won }: Certified): boolean {
  const { allocations, status, welfareMinor, vcgMinor } = result;
  const winning = won.flatMap((column) => bids[column] ?? []);
  return (
    allocations.every(
      ({ bidder, items }, at) =>
        winning[at]?.bidder === bidder &&
        winning[at].items.length === items.length &&
        winning[at].items.every((item) => items.includes(item)),
    ) &&
    vcgMinor.size === allocations.length &&
    welfareMinor === winning.reduce((sum, { priceMinor }) => sum + priceMinor, 0n) &&
    status === saleStatus(auction.items, allocations)
  );
}

function provesVcg({ bids, excludes, values, won, certificate, result }: Certified): boolean {
  const most = worth(values, won);
  return result.allocations.every(({ bidId, bidder }, at) => {
    const without = certificate.without.find((entry) => entry.bidId === bidId);
    const own = bids[won[at] ?? -1];
    if (without === undefined || own === undefined || !areCompatible(excludes, without.best)) return false;
    if (without.best.some((column) => bids[column]?.bidder === bidder)) return false;
    const others = worth(values, without.best);
    const claim = claimOf(excludes, values, (column) => bids[column]?.bidder !== bidder);
    return (
      shows(without.proof, others, claim) && result.vcgMinor.get(bidder) === own.priceMinor - (most - others)
    );
  });
}

/**
 * Every bidder offers its bids less what it gains already: nothing may be worth more than what is paid. And nobody
 * pays more than the bid, which no coalition would object to.
 */
function provesCore(certified: Certified): boolean {
  const { bids, excludes, values, certificate } = certified;
  const premiums = premiumsByBidder(certified);
  if (certificate.core === undefined || premiums === undefined) return false;
  if ([...premiums.values()].some(({ value, premium }) => ceiling(premium) > value)) return false;
  const parts = commonDenominator([...premiums.values()].map(({ premium }) => premium));
  const inParts = ({ numerator, denominator }: Rational): bigint => (numerator * parts) / denominator;
  const left = values.map((value, column) => {
    const own = premiums.get(bids[column]?.bidder ?? '');
    return value * parts - (own === undefined ? 0n : own.value * parts - inParts(own.premium));
  });
  const paid = [...premiums.values()].reduce((sum, { premium }) => sum + inParts(premium), 0n);
  return shows(
    certificate.core.proof,
    paid,
    claimOf(excludes, left, (column) => (left[column] ?? 0n) > 0n),
  );
}

type Premium = { readonly value: bigint; readonly premium: Rational };

/** What each winner's bid offers beyond the reserve, and what it pays beyond it; the bids come in the order of columns. */
function premiumsByBidder({
  bids,
  values,
  won,
  certificate,
}: Certified): ReadonlyMap<string, Premium> | undefined {
  const columns = [...won].sort((a, b) => a - b);
  const premiums = certificate.core?.premiums ?? [];
  if (premiums.length !== columns.length) return undefined;
  return new Map(
    columns.flatMap((column, at) => {
      const premium = premiums[at];
      const bidder = bids[column]?.bidder;
      if (premium === undefined || bidder === undefined || premium.denominator <= 0n) return [];
      return [[bidder, { value: values[column] ?? 0n, premium }] as const];
    }),
  );
}

function paymentsFollow(certified: Certified): boolean {
  const { auction, result, bids, values, won } = certified;
  const premiums = premiumsByBidder(certified);
  return result.allocations.every(({ bidder, paymentMinor }, at) => {
    const column = won[at] ?? -1;
    const price = bids[column]?.priceMinor ?? 0n;
    if (auction.pricing === 'pay-as-bid') return paymentMinor === price;
    if (auction.pricing === 'vcg') return paymentMinor === result.vcgMinor.get(bidder);
    const premium = premiums?.get(bidder)?.premium;
    return premium !== undefined && paymentMinor === price - (values[column] ?? 0n) + ceiling(premium);
  });
}

/** Whether the proof shows that nothing the claim is about is worth more than `value`. */
const shows = (proof: Proof, value: bigint, claim: Claim): boolean =>
  proof.bound <= value + 1n && checkProof(claim, proof);

const claimOf = (
  excludes: Claim['excludes'],
  values: readonly bigint[],
  isOpen: (column: number) => boolean,
): Claim => ({ values, excludes, open: [...values.keys()].filter(isOpen) });

/** Looked up once for all proofs, which ask for the same pairs over and over. */
function exclusionsAmong(bids: readonly PackageBid[]): Claim['excludes'] {
  const rows = bids.map((one) => bids.map((other) => one !== other && areExclusive(one, other)));
  return (one, other) => rows[one]?.[other] === true;
}

const areExclusive = (one: PackageBid, other: PackageBid): boolean =>
  one.bidder === other.bidder || one.items.some((item) => other.items.includes(item));

const areCompatible = (excludes: Claim['excludes'], columns: readonly number[]): boolean =>
  columns.every((one, at) => columns.slice(at + 1).every((other) => one !== other && !excludes(one, other)));

const worth = (values: readonly bigint[], columns: readonly number[]): bigint =>
  columns.reduce((sum, column) => sum + (values[column] ?? 0n), 0n);
