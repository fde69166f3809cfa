import { readDossier, valueDossier } from '#core/valuation';
import { assert, canonicalJson, type Json, sha256Hex } from '#libs/kernel';
import { ValuationProcessor } from '../../libs/valuation/src/valuation.processor.js';
import type { Stage } from './evaluation-fixture.js';
import {
  ask,
  evaluatedSubject,
  requestOf,
  setValuationStage,
  type Subject,
  valuationNow,
  valued,
} from './valuation-fixture.js';
import { uuid } from './auction-fixture.js';

let stage: Stage;
let subject: Subject;

beforeAll(async () => {
  stage = await setValuationStage();
  subject = await evaluatedSubject(stage, 'Everyday', ['dated', 'undated']);
}, 60_000);
afterAll(() => stage.close());

const documentsOf = async (id: string) =>
  (await stage.seller.client.get(`/v1/valuations/${id}/documents`)).body as {
    readonly dossier: Json;
    readonly dossierDigest: string;
    readonly document: Json | null;
    readonly documentDigest: string | null;
  };

describe('a valuation', () => {
  test('is four ranges and a price for every right, from what stands on record', async () => {
    const valuation = await valued(stage, requestOf(subject, ['dated', 'undated']));
    expect(valuation).toMatchObject({ state: 'completed', domains: ['dated', 'undated'], refusal: null });
    expect(valuation.runIds).toHaveLength(2);
    expect(Object.keys(valuation.values ?? {}).sort()).toEqual(['base', 'distress', 'encumbered', 'market']);
    const { p10, p50, p90 } = valuation.values?.['base'] ?? { p10: '0', p50: '0', p90: '0' };
    expect(BigInt(p10) > 0n && BigInt(p10) <= BigInt(p50) && BigInt(p50) <= BigInt(p90)).toBe(true);
    expect(valuation.rights?.map(({ kind }) => kind)).toEqual([
      'weights',
      'exclusive-licence',
      'usage-licence',
      'inference-access',
      'revenue-share',
    ]);
    expect(valuation.rights?.every(({ price }) => price !== null)).toBe(true);
  });

  test('can be computed again, byte for byte, from its dossier', async () => {
    const { id } = await valued(stage, requestOf(subject, ['dated']));
    const { dossier, dossierDigest, document, documentDigest } = await documentsOf(id);
    const read = readDossier(dossier);
    assert(read.ok, 'a stored dossier is well formed');
    const again = valueDossier(read.value);
    assert(again.ok, 'what was valued once is valued again');
    expect(canonicalJson(again.value)).toBe(canonicalJson(document ?? null));
    expect(sha256Hex(canonicalJson(dossier))).toBe(dossierDigest);
    expect(sha256Hex(canonicalJson(document ?? null))).toBe(documentDigest);
  });

  test('splits usage among domains and says where a course of quality is assumed', async () => {
    const { id } = await valued(stage, requestOf(subject, ['dated', 'undated']));
    const { dossier, document } = await documentsOf(id);
    const { domains, usageSource } = dossier as unknown as {
      readonly usageSource: string;
      readonly domains: readonly {
        readonly qualityCourse: string;
        readonly usage: readonly { readonly calls: string }[];
        readonly scores: readonly { readonly t: string; readonly score: number; readonly trials: number }[];
      }[];
    };
    expect(usageSource).toBe('declared');
    expect(domains.map(({ qualityCourse }) => qualityCourse)).toEqual(['fitted', 'assumed']);
    expect(domains.map(({ usage }) => usage[0]?.calls)).toEqual(['500000', '500000']);
    expect(domains[0]?.scores[0]).toEqual({ t: '2024-03-01', score: 20 / 30, trials: 30 });
    const { unknowns } = document as unknown as { readonly unknowns: readonly { readonly code: string }[] };
    expect(unknowns.map(({ code }) => code)).toEqual(
      expect.arrayContaining(['decay-unknown', 'usage-declared']),
    );
  });

  test('is refused, with the reason and the dossier, where usage carries no price', async () => {
    const unused = await evaluatedSubject(stage, 'Unused', ['dated'], false);
    const valuation = await valued(stage, requestOf(unused, ['dated']));
    expect(valuation).toMatchObject({
      state: 'refused',
      refusal: { code: 'usage-too-short', subject: 'dated' },
      values: null,
      rights: null,
      documentDigest: null,
    });
    expect((await documentsOf(valuation.id)).dossier).toMatchObject({ dossierVersion: 2 });
  });

  test('that has ended is never written again, neither by a second delivery nor by hand', async () => {
    const before = await valued(stage, requestOf(subject, ['dated']));
    const processor = stage.testApp.app.get(ValuationProcessor, { strict: false });
    await processor.value({ valuationId: uuid('valuation', before.id) });
    expect(await valuationNow(stage, before.id)).toEqual(before);
    await expect(
      stage.database.query("UPDATE valuation SET document = '{}' WHERE id = $1", [
        uuid('valuation', before.id),
      ]),
    ).rejects.toThrow('is frozen');
  });

  test('is found by model, by version and as of a time', async () => {
    const client = stage.seller.client;
    const { id, finishedAt } = await valued(stage, requestOf(subject, ['dated']));
    const idsAt = async (path: string): Promise<readonly unknown[]> => {
      const { valuations } = (await client.get(path)).body as { valuations: readonly { id: string }[] };
      return valuations.map((valuation) => valuation.id);
    };
    expect(await idsAt(`/v1/models/${subject.modelId}/valuations`)).toContain(id);
    const ofVersion = `/v1/versions/${subject.versionId}/valuations`;
    expect((await idsAt(ofVersion))[0]).toBe(id);
    expect(await idsAt(`${ofVersion}?asOf=${String(finishedAt)}`)).toContain(id);
    const before = new Date(Date.parse(String(finishedAt)) - 1).toISOString();
    expect(await idsAt(`${ofVersion}?asOf=${before}`)).not.toContain(id);
  });

  test('prices a lot by its very terms', async () => {
    const terms = { kind: 'revenue-share', shareBps: 700, termMonths: 18, capMinor: null };
    const lot = await stage.seller.client.post('/v1/lots', { versionId: subject.versionId, terms });
    const path = `/v1/lots/${String(lot.body['id'])}/price`;
    expect((await stage.seller.client.get(path)).status).toBe(404);
    const { id } = await valued(stage, requestOf(subject, ['dated'], { rights: [terms] }));
    const price = await stage.seller.client.get(path);
    expect(price.body).toMatchObject({
      valuation: { id },
      right: { kind: 'revenue-share', terms: { shareBps: 700 } },
    });
  });
});

describe('a request that cannot be met names the field and leaves nothing behind', () => {
  const count = async (): Promise<string> =>
    (await stage.database.query<{ count: string }>('SELECT count(*) FROM valuation')).rows[0]?.count ?? '';

  test.each([
    [
      'a domain without a run',
      422,
      '/domains/0/name',
      (body: object) => ({ ...body, domains: [{ name: 'nowhere', callShareBps: 1 }] }),
    ],
    [
      'a domain named twice',
      400,
      '/domains',
      (body: object) => ({ ...body, domains: [1, 2].map(() => ({ name: 'dated', callShareBps: 1 })) }),
    ],
    [
      'more than all calls',
      400,
      '/domains',
      (body: object) => ({
        ...body,
        domains: ['dated', 'undated'].map((name) => ({ name, callShareBps: 6_000 })),
      }),
    ],
    ['an unknown field', 400, '/extra', (body: object) => ({ ...body, extra: 1 })],
    [
      'a price that is none',
      400,
      '/costs/servePerThousandCallsMinor',
      (body: object) => ({ ...body, costs: { servePerThousandCallsMinor: '1,5' } }),
    ],
    [
      'an absurd term',
      400,
      '/rights/0/termMonths',
      (body: object) => ({ ...body, rights: [{ kind: 'exclusive-licence', termMonths: 100_000 }] }),
    ],
    ['no number', 400, '/discountRate', (body: object) => ({ ...body, discountRate: 'NaN' })],
  ])('%s', async (_what, status, path, change) => {
    const before = await count();
    const reply = await ask(stage, change(requestOf(subject, ['dated'])));
    expect(reply.status).toBe(status);
    expect((reply.body['errors'] as { path: string }[]).map((error) => error.path)).toContain(path);
    expect(await count()).toBe(before);
  });
});
