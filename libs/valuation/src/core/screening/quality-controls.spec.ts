import { assert, assertDefined, seededRandom } from '#libs/kernel';
import type { PricingDossier } from '../pricing/dossier/dossier-schema.js';
import { EXAMPLE_DOSSIER } from '../pricing/dossier/example-dossier.js';
import { readDossier } from '../pricing/dossier/read-dossier.js';
import { valueDossier } from '../pricing/value-dossier.js';
import { scoreboard } from '../scoreboard/index.js';
import { recordedLot, simulatedLots } from '../scoreboard/simulated-lots-fixture.js';
import type { QualityControl, QualityFactor, QualityRecords } from './quality-control.js';
import { qualityControls } from './quality-controls.js';
import { screenDossier } from './screen-dossier.js';

const dossierOf = (changes: object): PricingDossier => {
  const read = readDossier({ ...EXAMPLE_DOSSIER, ...changes });
  assert(read.ok, 'the example is well formed');
  return read.value.dossier;
};

/** The example with one right to price, as it was valued. */
function valuedExample(): QualityRecords {
  const dossier = dossierOf({ pathCount: 500, rights: [{ kind: 'weights' }] });
  const valuation = valueDossier({ dossier, inputsDigest: 'ab'.repeat(32) });
  assert(valuation.ok, 'the example can be valued');
  return {
    dossier,
    valuation: valuation.value,
    screening: screenDossier(dossier),
    scoreboard: null,
    reviews: null,
  };
}

const plain = valuedExample();

const controlOf = (factor: QualityFactor, records: QualityRecords): QualityControl =>
  assertDefined(
    qualityControls(records).find((control) => control.factor === factor),
    'five controls',
  );

describe('the five standards', () => {
  it('stand in the order of the rule', () => {
    expect(qualityControls(plain).map(({ paragraph, factor }) => [paragraph, factor])).toEqual([
      ['a', 'confidence'],
      ['b', 'data-manipulation'],
      ['c', 'conflicts-of-interest'],
      ['d', 'random-testing'],
      ['e', 'nondiscrimination'],
    ]);
  });

  it('are none of them shown by a dossier that nobody has checked', () => {
    for (const { standing, missing } of qualityControls(plain)) {
      expect(standing).not.toBe('shown');
      expect(missing).not.toEqual([]);
    }
  });
});

describe('confidence', () => {
  it('is shown once the priced kind is calibrated', () => {
    const board = scoreboard(simulatedLots({ lots: 40 }, seededRandom('calibrated')), 'seed');
    expect(controlOf('confidence', { ...plain, scoreboard: board })).toMatchObject({
      standing: 'shown',
      missing: [],
    });
  });

  it('is shown in part as long as too few lots were sold', () => {
    const board = scoreboard([recordedLot({})], 'seed');
    expect(controlOf('confidence', { ...plain, scoreboard: board })).toMatchObject({
      standing: 'partly',
      missing: ['weights: not calibrated on 1 sales (30 are the least).'],
    });
  });

  it('is not shown by the record of another kind of right', () => {
    const licences = simulatedLots({ lots: 40 }, seededRandom('calibrated')).map((entry) =>
      recordedLot({ ...entry, kind: 'usage-licence' }),
    );
    const board = scoreboard(licences, 'seed');
    expect(controlOf('confidence', { ...plain, scoreboard: board }).standing).toBe('partly');
  });
});

describe('protection against manipulation', () => {
  it('is not shown while a finding is open', () => {
    const impossible = dossierOf({
      domains: EXAMPLE_DOSSIER.domains.map((domain) => ({
        ...domain,
        scores: domain.scores.map((score, index) => (index === 0 ? { ...score, score: 0.9111 } : score)),
      })),
    });
    const records = { ...plain, screening: screenDossier(impossible) };
    expect(controlOf('data-manipulation', records).standing).toBe('not-shown');
    expect(controlOf('data-manipulation', plain).standing).toBe('partly');
  });

  it('misses receipts and files where the dossier names none', () => {
    const { valuation } = plain;
    const bound = { ...valuation, usageSource: 'receipts', manifestDigest: 'cd'.repeat(32) } as const;
    const lacks = (records: QualityRecords) => controlOf('data-manipulation', records).missing.length;
    expect(lacks(plain)).toBe(lacks({ ...plain, valuation: bound }) + 2);
  });
});

describe('conflicts of interest', () => {
  it('are told by the assumptions that the dossier states', () => {
    const { valuation } = plain;
    const { captureShare, ...usual } = valuation.assumptions;
    const stated = { ...usual, captureShare: { ...captureShare, source: 'dossier' as const } };
    const control = controlOf('conflicts-of-interest', {
      ...plain,
      valuation: { ...valuation, assumptions: stated },
    });
    expect(control.standing).toBe('not-shown');
    expect(control.missing.join(' ')).toContain('captureShare');
  });
});

describe('random testing', () => {
  it.each([
    ['not-shown', { drawn: 5, recomputed: 0, agreeing: 0 }],
    ['partly', { drawn: 10, recomputed: 10, agreeing: 10 }],
    ['partly', { drawn: 60, recomputed: 50, agreeing: 50 }],
    ['partly', { drawn: 60, recomputed: 60, agreeing: 50 }],
    ['shown', { drawn: 60, recomputed: 60, agreeing: 60 }],
  ])('is %s by %o', (standing, reviews) => {
    expect(controlOf('random-testing', { ...plain, reviews }).standing).toBe(standing);
  });
});
