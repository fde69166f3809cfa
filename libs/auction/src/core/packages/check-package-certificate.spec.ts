import * as fc from 'fast-check';
import { assert } from '#libs/kernel';
import { type CertificateVerdict, checkPackageCertificate } from './check-package-certificate.js';
import { clearPackages, type PackageOutcome } from './clear-packages.js';
import type { PackageAuction, PackageBid } from './package-auction.js';
import { rational } from './rational.js';

type Decided = Extract<PackageOutcome, { status: 'decided' }>;

const ITEMS = ['a', 'b', 'c', 'd', 'e', 'f'];

const anyBid = fc.record({
  bidder: fc.constantFrom('A', 'B', 'C', 'D', 'E', 'F', 'G'),
  items: fc.subarray(ITEMS, { minLength: 1, maxLength: 3 }),
  priceMinor: fc.bigInt({ min: 1n, max: 1_000n }),
});

const anyAuction: fc.Arbitrary<PackageAuction> = fc.record({
  items: fc.constant(ITEMS),
  reservesMinor: fc.constant(new Map([['a', 40n]])),
  pricing: fc.constantFrom('core-selecting' as const, 'vcg' as const, 'pay-as-bid' as const),
  bids: fc
    .array(anyBid, { minLength: 8, maxLength: 24 })
    .map((bids) => bids.map((bid, at): PackageBid => ({ ...bid, bidId: `bid-${String(at)}` }))),
  tieSeed: fc.string(),
  nodeLimit: fc.constant(10_000),
});

function decide(auction: PackageAuction): Decided {
  const outcome = clearPackages(auction);
  assert(outcome.status === 'decided', 'expected a decision');
  return outcome;
}

const check = (auction: PackageAuction, { result, certificate }: Decided): CertificateVerdict =>
  checkPackageCertificate(auction, result, certificate);

/** Three local bidders against a global one: VCG is not in the core. */
const local: PackageAuction = {
  items: ['a', 'b', 'c'],
  reservesMinor: new Map(),
  pricing: 'core-selecting',
  bids: [
    { bidId: '1', bidder: 'A', items: ['a'], priceMinor: 80n },
    { bidId: '2', bidder: 'B', items: ['b'], priceMinor: 60n },
    { bidId: '3', bidder: 'C', items: ['c'], priceMinor: 50n },
    { bidId: '4', bidder: 'G', items: ['a', 'b', 'c'], priceMinor: 150n },
  ],
  tieSeed: 'seed',
  nodeLimit: 100,
};

describe('checkPackageCertificate', () => {
  it('accepts what was decided', () => {
    fc.assert(
      fc.property(anyAuction, (auction) => {
        expect(check(auction, decide(auction))).toBe('ok');
      }),
    );
  });

  it('rejects another allocation', () => {
    const { result, certificate } = decide(local);
    const allocations = [{ bidId: '4', bidder: 'G', items: ['a', 'b', 'c'], paymentMinor: 150n }];
    expect(check(local, { status: 'decided', result: { ...result, allocations }, certificate })).toBe(
      'winners-are-not-proved-best',
    );
  });

  it('rejects an allocation of one item to two', () => {
    const { result, certificate } = decide(local);
    const allocations = [
      ...result.allocations,
      { bidId: '4', bidder: 'G', items: ['a', 'b', 'c'], paymentMinor: 150n },
    ];
    expect(check(local, { status: 'decided', result: { ...result, allocations }, certificate })).toBe(
      'winners-exclude-each-other',
    );
  });

  it('rejects prices that prove less', () => {
    const decision = decide(local);
    const winners = { ...decision.certificate.winners, tree: { kind: 'leaf' as const, prices: [] } };
    expect(check(local, { ...decision, certificate: { ...decision.certificate, winners } })).toBe(
      'winners-are-not-proved-best',
    );
  });

  it('rejects a row of bids that do not exclude each other', () => {
    const decision = decide(local);
    const { winners } = decision.certificate;
    const everything = decision.certificate.bids.map((_, column) => column);
    const loose = { ...winners, cliques: winners.cliques.map(() => everything) };
    expect(check(local, { ...decision, certificate: { ...decision.certificate, winners: loose } })).toBe(
      'winners-are-not-proved-best',
    );
  });

  it('rejects a bid that was left out', () => {
    const decision = decide(local);
    const bids = decision.certificate.bids.filter((bidId) => bidId !== '4');
    expect(check(local, { ...decision, certificate: { ...decision.certificate, bids } })).toBe(
      'bids-are-not-those-that-meet-the-reserves',
    );
  });

  it('rejects another VCG payment', () => {
    const decision = decide(local);
    const vcgMinor = new Map([...decision.result.vcgMinor, ['A', 41n]] as const);
    expect(check(local, { ...decision, result: { ...decision.result, vcgMinor } })).toBe('vcg-is-not-proved');
  });

  it('rejects payments that a coalition would outbid', () => {
    const decision = decide(local);
    const { core } = decision.certificate;
    assert(core !== undefined, 'core prices have a proof');
    const lower = { ...core, premiums: core.premiums.map(() => rational(1n)) };
    expect(check(local, { ...decision, certificate: { ...decision.certificate, core: lower } })).toBe(
      'core-is-not-proved',
    );
  });

  it('rejects a payment that is not what was proved', () => {
    const decision = decide(local);
    const [first, ...others] = decision.result.allocations;
    assert(first !== undefined, 'something is sold');
    const allocations = [{ ...first, paymentMinor: first.paymentMinor + 1n }, ...others];
    expect(check(local, { ...decision, result: { ...decision.result, allocations } })).toBe(
      'payments-do-not-follow',
    );
  });

  it('rejects a bid that is named twice, and one that nobody made', () => {
    const decision = decide(local);
    const named = (...more: readonly string[]): CertificateVerdict => {
      const bids = [...more, ...decision.certificate.bids];
      return check(local, { ...decision, certificate: { ...decision.certificate, bids } });
    };
    expect(named('4')).toBe('bids-are-not-those-that-meet-the-reserves');
    expect(named('nobody')).toBe('bids-are-not-those-that-meet-the-reserves');
  });

  it.each([
    ['another bidder', { bidder: 'G' }],
    ['more items', { items: ['a', 'b'] }],
  ])('rejects an allocation to %s than the bid says', (_what, change) => {
    const decision = decide(local);
    const [first, ...others] = decision.result.allocations;
    assert(first !== undefined, 'something is sold');
    const allocations = [{ ...first, ...change }, ...others];
    expect(check(local, { ...decision, result: { ...decision.result, allocations } })).toBe(
      'result-is-not-of-the-bids',
    );
  });

  it.each([
    ['a welfare', { welfareMinor: 191n }],
    ['a status', { status: 'partly-sold' as const }],
  ])('rejects %s that is not that of the allocations', (_what, change) => {
    const decision = decide(local);
    expect(check(local, { ...decision, result: { ...decision.result, ...change } })).toBe(
      'result-is-not-of-the-bids',
    );
  });

  it('rejects a payment above the bid, though no coalition would outbid it', () => {
    const auction = { ...local, bids: local.bids.slice(0, 1) };
    const { result, certificate } = decide(auction);
    const { core } = certificate;
    assert(core !== undefined, 'core prices have a proof');
    const [own] = result.allocations;
    assert(own !== undefined, 'something is sold');
    // The bidder offers its bid and what it is overcharged by: the price of its row has to cover that.
    const proof = {
      bound: 91n,
      cliques: [[0]],
      tree: { kind: 'leaf' as const, prices: [[0, 90n * 1024n] as const] },
    };
    const forged: Decided = {
      status: 'decided',
      result: { ...result, allocations: [{ ...own, paymentMinor: 90n }] },
      certificate: { ...certificate, core: { premiums: [rational(90n)], proof } },
    };
    expect(check(auction, forged)).toBe('core-is-not-proved');
  });
});
