import * as fc from 'fast-check';
import { assert, digestOf, type Json } from '#libs/kernel';
import { type Alteration, alterations, alteredLeaves } from '../../../../../test/support/altered-leaves.js';
import { EXAMPLE_DOSSIER } from './dossier/example-dossier.js';
import { readDossier } from './dossier/read-dossier.js';
import { valueDossier } from './value-dossier.js';
import { verifyValuation } from './verify-valuation.js';

const DOSSIER = { ...EXAMPLE_DOSSIER, pathCount: 500, rights: [{ kind: 'weights' }] };
const DOCUMENT = documentOf(DOSSIER);

/** As it is published. */
const PUBLISHED = {
  dossierDigest: digestOf(DOSSIER),
  dossier: DOSSIER,
  documentDigest: digestOf(DOCUMENT),
  document: DOCUMENT,
};

function documentOf(dossier: Json): Json {
  const read = readDossier(dossier);
  assert(read.ok, 'the dossier is well formed');
  const valued = valueDossier(read.value);
  assert(valued.ok, 'it carries a value');
  return JSON.parse(JSON.stringify(valued.value)) as Json;
}

const faults = (bundle: Json): readonly string[] =>
  verifyValuation(bundle)
    .checks.filter(({ ok }) => !ok)
    .map(({ name }) => name);

describe('verifyValuation', () => {
  it('confirms a valuation as it was published', () => {
    const { valid, kind, checks } = verifyValuation(PUBLISHED);
    expect({ valid, kind }).toEqual({ valid: true, kind: 'valuation' });
    expect(checks.map(({ name }) => name)).toEqual([
      'dossier-digest',
      'document-digest',
      'inputs-digest',
      'dossier',
      'document',
    ]);
  });

  it('confirms one without the digests', () => {
    expect(faults({ dossier: DOSSIER, document: DOCUMENT })).toEqual([]);
  });

  const unseenIn = (altered: readonly Alteration[]): readonly string[] =>
    altered.filter(({ document }) => faults(document).length === 0).map(({ path, how }) => `${path} ${how}`);

  // Nothing in it is informative only: the digests are over all of it.
  it('names a check for every value that was altered', () => {
    expect(unseenIn(alteredLeaves(PUBLISHED))).toEqual([]);
  });

  it('names a check for what is missing, added or of another type, but for digests that may be left out', () => {
    const altered = alterations({ ...PUBLISHED, document: { inputsDigest: PUBLISHED.dossierDigest } });
    expect(unseenIn(altered.filter(({ how }) => how !== 'value'))).toEqual([]);
  });

  it('finds any figure that was altered under a digest that fits', () => {
    fc.assert(
      fc.property(fc.constantFrom(...alteredLeaves(DOCUMENT)), ({ path, document }) => {
        const bundle = { ...PUBLISHED, document, documentDigest: digestOf(document) };
        expect(faults(bundle)).toEqual([path === '/inputsDigest' ? 'inputs-digest' : 'document']);
      }),
      { numRuns: 4 },
    );
  });

  it('finds a dossier that was altered, digests and all', () => {
    const dossier = { ...DOSSIER, seed: 'another' };
    const document = { ...(DOCUMENT as object), inputsDigest: digestOf(dossier) };
    expect(faults({ dossier, document })).toEqual(['document']);
  });

  it('finds no document where the dossier is refused', () => {
    const dossier = { ...DOSSIER, grants: [{ kind: 'weights', grantedOn: '2026-01-01' }] };
    const dossierDigest = digestOf(dossier);
    expect(faults({ dossier, dossierDigest, document: null, documentDigest: null })).toEqual([]);
    expect(faults({ dossier, document: { ...(DOCUMENT as object), inputsDigest: dossierDigest } })).toEqual([
      'document',
    ]);
    expect(faults({ ...PUBLISHED, document: null, documentDigest: null })).toEqual(['document']);
  });

  it('names the field of a dossier that is none', () => {
    const dossier = { ...DOSSIER, currency: 'EURO' };
    const { checks } = verifyValuation({ dossier, document: null });
    expect(checks).toMatchObject([{ name: 'dossier', ok: false }]);
    expect(checks[0]?.detail).toContain('/currency: ');
  });

  it.each([null, 1, 'x', [], {}, { dossier: null }])('is not valid, and does not fail, for %j', (bundle) => {
    expect(faults(bundle)).toEqual(['form']);
  });
});
