import { assertDefined, decodeId } from '#libs/kernel';
import { CompareVersions } from '../../libs/evaluation/src/compare-versions.js';
import { GatherEvidence } from '../../libs/evaluation/src/gather-evidence.js';
import { SweepRuns } from '../../libs/evaluation/src/sweep-runs.js';
import { numberedRows } from '../support/temporary-domain.js';
import { type Cell, EvidenceStage, PATIENCE_MS, verdictsOf } from './evaluation-evidence-fixture.js';
import { setStage } from './evaluation-fixture.js';

let evidence: EvidenceStage;

beforeAll(async () => {
  const settings = { SALVOR_EVALUATION_CHUNK_ROWS: '500', SALVOR_EVALUATION_BATCH_ROWS: '500' };
  evidence = new EvidenceStage(await setStage(() => [{ task: 'undated', rows: numberedRows(3) }], settings));
}, 60_000);

afterAll(() => evidence.stage.close());

describe('of dated rows', () => {
  let detector: string;
  let kept: string;
  let detectorRun: string;

  beforeAll(async () => {
    detector = await evidence.registerPackage('es6-crawler-detect', '4.0.2');
    kept = await evidence.registerPackage('isbot', '5.2.3');
    detectorRun = await evidence.completed(detector, 'bot-user-agents');
  }, PATIENCE_MS);

  test('a completed run shows a detector of bots stale from 2024 on', async () => {
    const found = await evidence.evidenceOf(detectorRun);
    expect(found.evidence?.decay).toMatchObject({
      control: { name: 'isbot', kind: 'model' },
      inTimeSlice: 'to-2016',
    });
    const verdicts = Object.entries(verdictsOf(found));
    expect(verdicts.filter(([, verdict]) => verdict === 'stale').map(([slice]) => slice)).toEqual([
      '2024',
      '2025',
      '2026',
    ]);
    expect(verdicts.filter(([, verdict]) => verdict === 'harder' || verdict === 'both')).toEqual([]);
    expect(found.evidence?.drift).toMatchObject({ of: 'input-length', isPriced: false });
    expect(found.evidence?.contamination.knownSources).toEqual({
      packages: ['crawler-user-agents', 'user-agents'],
      shared: [],
    });
  });

  test('a detector that others are compared with is not compared with itself', async () => {
    const found = await evidence.evidenceOf(await evidence.completed(kept, 'bot-user-agents'));
    expect(found.evidence).toMatchObject({
      decay: null,
      decayRefusal: 'The version is itself what others are compared with.',
    });
  });

  test('a list of rules shows the names of what it was made of', async () => {
    const list = await evidence.registerShipped('bot-user-agents', 'rule-list-2016');
    const found = await evidence.evidenceOf(await evidence.completed(list, 'bot-user-agents'));
    const overlap = assertDefined(found.evidence?.contamination.overlap, 'an overlap');
    expect(overlap).toMatchObject({ of: 'rule-list' });
    expect(overlap.names.carried).toBeGreaterThan(100);
    expect(overlap.names.carried).toBeLessThan(overlap.names.clusters / 10);
  });

  test(
    'the map shows what each still has over the cheapest adequate substitute',
    async () => {
      const isReady = ({ rank }: Cell): boolean => rank.of >= 3;
      expect(await evidence.cellOf(detector, 'bot-user-agents', isReady)).toMatchObject({
        rank: { value: 2, best: 2, worst: 2 },
        cost: { currency: null, microMinorPerThousand: '0' },
        substitute: { name: 'isbot', kind: 'version', isAdequate: true },
        savedPerCorrect: { microMinor: '0' },
        decay: { verdict: 'stale', staleFrom: '2024' },
        contamination: { sharesSource: false },
      });
      const best = await evidence.cellOf(kept, 'bot-user-agents', isReady);
      expect(best).toMatchObject({
        rank: { value: 1 },
        substitute: { name: 'es6-crawler-detect', isAdequate: false },
        decay: null,
      });
      expect(best.lift).toBeGreaterThan(0.9);
      expect(best.extraCorrectPerThousand).toBeGreaterThan(100);
      expect(best.latency.p99.upperMicros).toBeGreaterThan(0);
    },
    PATIENCE_MS,
  );

  test(
    'evidence of the same inputs is left alone, and worked out again when it is lost',
    async () => {
      const before = await evidence.evidenceOf(detectorRun);
      const runId = assertDefined(decodeId('run', detectorRun), 'an id of ours');
      await evidence.stage.testApp.app.get(GatherEvidence, { strict: false }).gather(runId);
      expect((await evidence.evidenceNow(detectorRun)).computedAt).toBe(before.computedAt);
      await evidence.stage.database.query('DELETE FROM evaluation_edge');
      await evidence.stage.database.query('DELETE FROM evaluation_evidence WHERE run_id = $1', [runId]);
      expect(await evidence.evidenceNow(detectorRun)).toMatchObject({ state: 'queued', evidence: null });
      await evidence.stage.testApp.app.get(SweepRuns, { strict: false }).sweep();
      const after = await evidence.evidenceOf(detectorRun);
      expect(after.evidence).toEqual(before.evidence);
      expect(after.inputsDigest).toBe(before.inputsDigest);
      await evidence.cellOf(detector, 'bot-user-agents');
    },
    PATIENCE_MS,
  );

  test(
    'edges of the same evidence are left alone',
    async () => {
      const edges = async () =>
        (
          await evidence.stage.database.query<{ domain_id: string; computed_at: Date }>(
            'SELECT domain_id, computed_at FROM evaluation_edge ORDER BY version_id, domain_id',
          )
        ).rows;
      await evidence.cellOf(detector, 'bot-user-agents', ({ rank }) => rank.of >= 3);
      const before = await edges();
      const compare = evidence.stage.testApp.app.get(CompareVersions, { strict: false });
      for (const { domain_id: id } of before)
        await compare.compare(assertDefined(decodeId('domain', `dom_${id.replaceAll('-', '')}`), 'an id'));
      expect(await edges()).toEqual(before);
    },
    PATIENCE_MS,
  );
});

describe('of a model with a trainer', () => {
  let versionId: string;
  let runId: string;

  beforeAll(async () => {
    versionId = await evidence.registerShipped('spam-mail', 'naive-bayes-2002-07');
    runId = await evidence.completed(versionId, 'spam-mail');
  }, PATIENCE_MS);

  test(
    'the control is the same trainer: stale in September, silent in August',
    async () => {
      const found = await evidence.evidenceOf(runId);
      expect(found.evidence?.decay?.control).toEqual({ name: 'naive-bayes-2002-07', kind: 'refit' });
      expect(verdictsOf(found)).toEqual({
        '2002-08-early': 'undecided',
        '2002-08-late': 'steady',
        '2002-09-early': 'stale',
        '2002-09-late': 'stale',
        '2002-10': 'undecided',
        '2002-11': 'undecided',
      });
      const gains = found.evidence?.decay?.slices.map(({ gain }) => gain?.value.toFixed(3));
      expect(gains?.slice(2, 4)).toEqual(['0.076', '0.074']);
      expect(found.evidence?.drift).toMatchObject({ of: 'score' });
      expect(found.evidence?.contamination.overlap).toMatchObject({ of: 'train-file' });
    },
    PATIENCE_MS,
  );

  test(
    'a copy under another name is found, a model of another kind is not',
    async () => {
      const copy = await evidence.registerShipped('spam-mail', 'naive-bayes-2002-07', 'Something new');
      const other = await evidence.registerShipped('spam-mail', 'logistic-regression-2002-07');
      await Promise.all([evidence.completed(copy, 'spam-mail'), evidence.completed(other, 'spam-mail')]);
      const { status, body } = await evidence.stage.seller.client.get(
        `/v1/versions/${versionId}/similar-versions`,
      );
      expect(status).toBe(200);
      const [spam] = body['domains'] as { others: { versionId: string }[] }[];
      expect(spam?.others.map((one) => one.versionId)).toEqual([copy, other]);
      expect(spam?.others).toMatchObject([
        {
          modelName: 'Something new',
          sameLabel: 4366,
          kappa: { value: 1 },
          isNearClone: true,
          refusal: null,
        },
        { isNearClone: false },
      ]);
    },
    PATIENCE_MS,
  );
});
