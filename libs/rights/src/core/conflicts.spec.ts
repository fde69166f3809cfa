import * as fc from 'fast-check';
import { conflictWith, type StandingRight } from './conflicts.js';
import type { LotTerms } from './terms.js';

const YEAR_2026_MS = Date.UTC(2026, 0, 31);
const MONTH_LATER_MS = Date.UTC(2026, 1, 28);

const weights: LotTerms = { kind: 'weights', assignment: true };
const exclusive = (over: Partial<Extract<LotTerms, { kind: 'exclusive-licence' }>> = {}): LotTerms => ({
  kind: 'exclusive-licence',
  fieldOfUse: 'web/bot-detection',
  territory: ['DE', 'FR'],
  termMonths: 12,
  ...over,
});
const usage = (over: Partial<Extract<LotTerms, { kind: 'usage-licence' }>> = {}): LotTerms => ({
  kind: 'usage-licence',
  copies: 3,
  fieldOfUse: 'web',
  territory: 'worldwide',
  termMonths: 12,
  transferable: false,
  ...over,
});
const access: LotTerms = { kind: 'inference-access', callsPerMonth: 1_000, termMonths: 12 };
const share = (shareBps: number): LotTerms => ({
  kind: 'revenue-share',
  shareBps,
  termMonths: 12,
  capMinor: null,
});

const granted = (terms: LotTerms, lotId = 'earlier'): StandingRight => ({
  lotId,
  terms,
  grantedAtMs: YEAR_2026_MS,
});
const inAuction = (terms: LotTerms): StandingRight => ({ lotId: 'earlier', terms, grantedAtMs: undefined });
const isRefused = (standing: StandingRight, terms: LotTerms): boolean =>
  conflictWith(terms, [standing], MONTH_LATER_MS) !== undefined;

describe('conflictWith a right that is granted', () => {
  it.each<[string, LotTerms, LotTerms, boolean]>([
    ['an assignment, then an assignment', weights, weights, true],
    ['an assignment, then an exclusive licence', weights, exclusive(), true],
    ['an assignment, then a usage licence', weights, usage(), true],
    ['an assignment, then inference access', weights, access, true],
    ['an assignment, then a revenue share', weights, share(1), true],
    ['an exclusive licence, then an assignment (encumbered)', exclusive(), weights, false],
    ['an exclusive licence, then the same again', exclusive(), exclusive(), true],
    [
      'exclusive licences in fields apart',
      exclusive(),
      exclusive({ fieldOfUse: 'web/bot-detection-2' }),
      false,
    ],
    ['exclusive licences in countries apart', exclusive(), exclusive({ territory: ['CH'] }), false],
    [
      'a worldwide exclusive licence, then a national one',
      exclusive({ territory: 'worldwide' }),
      exclusive(),
      true,
    ],
    [
      'an exclusive licence in any field, then one in some field',
      exclusive({ fieldOfUse: 'any' }),
      exclusive(),
      true,
    ],
    ['an exclusive licence, then a usage licence over a wider field', exclusive(), usage(), true],
    [
      'an exclusive licence, then a usage licence elsewhere',
      exclusive(),
      usage({ territory: ['US'] }),
      false,
    ],
    ['an exclusive licence, then inference access', exclusive(), access, true],
    ['an exclusive licence, then a revenue share', exclusive(), share(10_000), false],
    ['a usage licence, then an assignment (encumbered)', usage(), weights, false],
    ['a usage licence, then an exclusive licence (encumbered)', usage(), exclusive(), false],
    ['a usage licence, then another', usage(), usage(), false],
    ['inference access, then an exclusive licence (encumbered)', access, exclusive(), false],
    ['inference access, then more of it', access, access, false],
    ['a revenue share, then an assignment: the share survives', share(10_000), weights, false],
    ['revenue shares of 10,000 basis points together', share(4_000), share(6_000), false],
    ['revenue shares of 10,001 basis points together', share(4_000), share(6_001), true],
  ])('%s', (_name, first, later, refused) => {
    expect(isRefused(granted(first), later)).toBe(refused);
  });

  it('names the lot that stands in the way', () => {
    const standing = [granted(usage(), 'harmless'), granted(weights, 'culprit')];
    expect(conflictWith(access, standing, MONTH_LATER_MS)?.lotId).toBe('culprit');
  });
});

describe('conflictWith a lot in an auction', () => {
  it.each<[string, LotTerms, LotTerms, boolean]>([
    ['a usage licence beside an exclusive one', usage(), exclusive(), true],
    ['a usage licence beside an assignment', usage(), weights, true],
    ['a revenue share beside an assignment', share(1), weights, true],
    ['a usage licence beside another', usage(), usage(), false],
    ['a revenue share beside a usage licence', share(1), usage(), false],
    [
      'an exclusive licence beside an assignment, which would end the right to grant it',
      exclusive(),
      weights,
      true,
    ],
    ['revenue shares beyond the whole', share(9_999), share(2), true],
  ])('%s', (_name, live, other, refused) => {
    expect(isRefused(inAuction(live), other)).toBe(refused);
    expect(isRefused(inAuction(other), live)).toBe(refused);
  });
});

describe('conflictWith over time', () => {
  it('lets go of an exclusive licence at the end of its term, not a millisecond before', () => {
    const standing = [granted(exclusive({ termMonths: 1 }))];
    expect(conflictWith(exclusive(), standing, MONTH_LATER_MS - 1)).toBeDefined();
    expect(conflictWith(exclusive(), standing, MONTH_LATER_MS)).toBeUndefined();
  });

  it('never lets go of an assignment', () => {
    expect(conflictWith(access, [granted(weights)], Date.UTC(2100, 0))).toBeDefined();
  });

  it('counts only revenue shares whose term runs', () => {
    const standing = [granted(share(9_000))];
    expect(conflictWith(share(5_000), standing, Date.UTC(2027, 0, 30))).toBeDefined();
    expect(conflictWith(share(5_000), standing, Date.UTC(2027, 0, 31))).toBeUndefined();
  });
});

describe('conflictWith and revenue shares', () => {
  it('admits a share exactly when all of them together fit into the whole, in whatever order they stand', () => {
    const bps = fc.integer({ min: 1, max: 5_000 });
    fc.assert(
      fc.property(fc.array(bps, { maxLength: 6 }), bps, (earlier, next) => {
        const standing = earlier.map((shareBps) => granted(share(shareBps)));
        const sum = earlier.reduce((total, shareBps) => total + shareBps, next);
        expect(conflictWith(share(next), standing, MONTH_LATER_MS) === undefined).toBe(sum <= 10_000);
      }),
    );
  });
});
