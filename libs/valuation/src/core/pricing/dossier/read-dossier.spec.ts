import { assert, canonicalJson, type Json, sha256Hex } from '#libs/kernel';
import { pricingDossierJsonSchema } from './dossier-schema.js';
import { EXAMPLE_DOSSIER } from './example-dossier.js';
import { readDossier } from './read-dossier.js';

const [DOMAIN] = EXAMPLE_DOSSIER.domains;

const faultsOf = (document: Json): readonly string[] => {
  const read = readDossier(document);
  return read.ok ? [] : read.error.problems.map(({ path, reason }) => `${path}: ${reason}`);
};
const withDomain = (over: Record<string, Json>): Json => ({
  ...EXAMPLE_DOSSIER,
  domains: [{ ...DOMAIN, ...over }],
});

describe('a dossier', () => {
  it('may be as short as its example, and everything else has a default', () => {
    const read = readDossier(EXAMPLE_DOSSIER);
    assert(read.ok, 'the example is well formed');
    expect(read.value.dossier.pathCount).toBe(10_000);
    expect(read.value.dossier.rights.map(({ kind }) => kind)).toEqual([
      'weights',
      'exclusive-licence',
      'usage-licence',
      'inference-access',
      'revenue-share',
    ]);
  });

  it('is named by the digest of the document as given', () => {
    const read = readDossier(EXAMPLE_DOSSIER);
    expect(read.ok && read.value.inputsDigest).toBe(sha256Hex(canonicalJson(EXAMPLE_DOSSIER)));
  });

  it('takes amounts as integers and as decimal strings', () => {
    const usage = [{ month: '2026-10', calls: '340000', revenueMinor: '170000' }];
    const read = readDossier(withDomain({ usage }));
    expect(read.ok && read.value.dossier.domains[0]?.usage).toEqual([
      { month: '2026-10-01', calls: 340_000n, revenueMinor: 170_000n },
    ]);
  });

  it.each<[string, Json, string]>([
    ['an unknown field', { ...EXAMPLE_DOSSIER, curency: 'EUR' }, '/curency: unknown field'],
    ['an unknown currency', { ...EXAMPLE_DOSSIER, currency: 'EURO' }, '/currency: '],
    ['no domain', { ...EXAMPLE_DOSSIER, domains: [] }, '/domains: '],
    [
      'a score above 1',
      withDomain({ scores: [{ t: 2026, score: 1.2, trials: 10 }] }),
      '/domains/0/scores/0/score: ',
    ],
    [
      'no trials',
      withDomain({ scores: [{ t: 2026, score: 0.2, trials: 0 }] }),
      '/domains/0/scores/0/trials: ',
    ],
    [
      'a time that is none',
      withDomain({ scores: [{ t: 7, score: 0.2, trials: 9 }] }),
      '/domains/0/scores/0/t: ',
    ],
    [
      'a negative amount',
      withDomain({ usage: [{ month: '2026-01', calls: -1 }] }),
      '/domains/0/usage/0/calls: ',
    ],
    ['half a call', withDomain({ usage: [{ month: '2026-01', calls: 0.5 }] }), '/domains/0/usage/0/calls: '],
    [
      'a thirteenth month',
      withDomain({ usage: [{ month: '2026-13', calls: 1 }] }),
      '/domains/0/usage/0/month: ',
    ],
    [
      'scores out of order',
      withDomain({
        scores: [
          { t: 2026, score: 0.2, trials: 9 },
          { t: 2025, score: 0.2, trials: 9 },
        ],
      }),
      '/domains/0/scores/1/t: must not be earlier',
    ],
    [
      'a month given twice',
      withDomain({
        usage: [
          { month: '2026-01', calls: 1 },
          { month: '2026-01-01', calls: 1 },
        ],
      }),
      '/domains/0/usage/1/month: must be later',
    ],
    [
      'a domain named twice',
      { ...EXAMPLE_DOSSIER, domains: [DOMAIN ?? {}, DOMAIN ?? {}] },
      '/domains/1/name: is used twice',
    ],
    [
      'a second currency',
      {
        ...EXAMPLE_DOSSIER,
        comparables: [{ date: '2026-01-01', currency: 'USD', annualRevenueMinor: 5, priceMinor: 5 }],
      },
      '/comparables/0/currency: the dossier is in EUR',
    ],
    [
      'an unsold lot without its reserve',
      { ...EXAMPLE_DOSSIER, comparables: [{ date: '2026-01-01', annualRevenueMinor: 5 }] },
      '/comparables/0/reserveMinor: ',
    ],
    [
      'a term of eleven years',
      { ...EXAMPLE_DOSSIER, rights: [{ kind: 'exclusive-licence', termMonths: 132 }] },
      '/rights/0/termMonths: ',
    ],
    [
      'shares of usage beyond the whole',
      { ...EXAMPLE_DOSSIER, territoryShares: { DE: 0.8, FR: 0.4 } },
      '/territoryShares: the shares pass 1',
    ],
  ])('with %s is refused by the path of the field', (_name, document, fault) => {
    expect(faultsOf(document)[0]?.startsWith(fault) ? fault : faultsOf(document)).toBe(fault);
  });
});

describe('the JSON Schema of a dossier', () => {
  it('names what is required, refuses other fields, and shows an example that reads', () => {
    const schema = pricingDossierJsonSchema();
    expect(schema).toMatchObject({
      type: 'object',
      required: ['currency', 'valuationDate', 'seed', 'domains'],
      additionalProperties: false,
      examples: [EXAMPLE_DOSSIER],
    });
    expect(faultsOf(EXAMPLE_DOSSIER)).toEqual([]);
  });
});
