import { assert, type Json, type Verification } from '#libs/kernel';
import { type Alteration, alterations, alteredLeaves } from '../../../../../test/support/altered-leaves.js';
import { sealedOutcomeOf } from './decide-sealed-outcome.js';
import { ANNA, BERT, type Handed, ITEM, PACKAGES, partsOf, UNITS } from './sealed-outcome-fixture.js';
import { verifySealedOutcome } from './verify-sealed-outcome.js';

/** As it is published. */
function documentOf(terms: Readonly<Record<string, Json>>, handed: readonly Handed[], trustees = [1, 2]) {
  const outcome = sealedOutcomeOf(partsOf(terms, handed, trustees));
  assert(outcome.ok, 'the parts of a test are in order');
  return JSON.parse(JSON.stringify(outcome.value)) as Readonly<Record<string, Json>>;
}

const firstFault = ({ checks }: Verification): string | undefined => checks.find(({ ok }) => !ok)?.name;

const ITEM_SOLD = documentOf(
  ITEM,
  [
    { bidder: ANNA, bid: { priceMinor: '9000' } },
    { bidder: BERT, bid: { nothing: 'of that kind' } },
    { bidder: ANNA, sequence: 2, bid: { priceMinor: '3000' } },
  ],
  [1, 2, 3],
);

const UNITS_SOLD = documentOf(UNITS, [
  { bidder: ANNA, bid: { nonCompetitiveQuantity: '20' } },
  { bidder: BERT, bid: { steps: [{ priceMinor: '10', quantity: '50' }] } },
]);

const PACKAGES_SOLD = documentOf(PACKAGES, [
  { bidder: ANNA, bid: { packages: [{ items: ['a'], priceMinor: '60' }] } },
  { bidder: BERT, bid: { packages: [{ items: ['b'], priceMinor: '50' }] } },
]);

const EACH = [
  ['one item', ITEM_SOLD],
  ['units', UNITS_SOLD],
  ['packages', PACKAGES_SOLD],
] as const;

describe('verifySealedOutcome', () => {
  it.each(EACH)('confirms an outcome of %s that is as it should be', (_what, document) => {
    const { valid, kind, checks } = verifySealedOutcome(document);
    expect(checks.filter(({ ok }) => !ok)).toEqual([]);
    expect({ valid, kind }).toEqual({ valid: true, kind: 'sealed-auction-outcome' });
    expect(checks.map(({ name }) => name)).toEqual([
      'announcement-digest',
      'announcement',
      'closing',
      'log',
      'envelopes',
      'in-time',
      'shares',
      'bids',
      'void',
      'tie-seed',
      'result',
      'certificate',
      'certificate-proof',
    ]);
  });

  const unseen = (altered: readonly Alteration[]): readonly string[] =>
    altered
      .filter((one) => firstFault(verifySealedOutcome(one.document)) === undefined)
      .map(({ path, how }) => `${path} ${how}`);

  // Nothing in the document is informative only.
  it('finds every single value that was altered', () => {
    const altered = alteredLeaves(ITEM_SOLD);
    expect(altered.length).toBeGreaterThan(50);
    expect(unseen(altered)).toEqual([]);
  });

  // Announcement, log and envelopes are those of every format.
  it.each(EACH.slice(1))('finds every single figure of %s that was altered', (_what, document) => {
    const altered = alteredLeaves(document).filter(({ path }) => /^\/(bids|result|certificate)/.test(path));
    expect(altered.length).toBeGreaterThan(10);
    expect(unseen(altered)).toEqual([]);
  });

  it('finds what is missing, added or of another type, but for a share more than is needed', () => {
    const altered = unseen(alterations(ITEM_SOLD).filter(({ how }) => how !== 'value'));
    // Three trustees acted where two suffice, and every pair opens to the same bids.
    expect(altered.filter((place) => !/^\/live\/\d\/shares\/\d missing$/.test(place))).toEqual([]);
  });

  it.each<[string, object, string]>([
    ['another document', { document: 'auction-outcome' }, 'form'],
    ['another announcement', { announcement: {} }, 'announcement-digest'],
    ['no shares', { live: [] }, 'envelopes'],
    ['a bid left out', { bids: [] }, 'bids'],
    ['a bid that is not called void', { void: [] }, 'void'],
    ['another tie seed', { tieSeed: '0'.repeat(64) }, 'tie-seed'],
    ['no sale', { result: { status: 'unsold' } }, 'result'],
    ['a certificate where none is needed', { certificate: {} }, 'certificate'],
  ])('names %s', (_what, change, check) => {
    expect(firstFault(verifySealedOutcome({ ...ITEM_SOLD, ...change }))).toBe(check);
  });

  it('names what held before it', () => {
    const { checks } = verifySealedOutcome({ ...ITEM_SOLD, entries: [] });
    expect(checks.map(({ name, ok }) => [name, ok])).toEqual([
      ['announcement-digest', true],
      ['announcement', true],
      ['closing', true],
      ['log', false],
    ]);
  });

  it.each([null, 1, 'x', [], {}])('is not valid, and does not fail, for %j', (document) => {
    expect(firstFault(verifySealedOutcome(document))).toBe('form');
  });
});
