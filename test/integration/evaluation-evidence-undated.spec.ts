import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sha256Hex } from '#libs/kernel';
import { numberedRows } from '../support/temporary-domain.js';
import { EvidenceStage, type Figure, PATIENCE_MS } from './evaluation-evidence-fixture.js';
import { ended, queueRun, registerVersion, setStage } from './evaluation-fixture.js';

let evidence: EvidenceStage;
let domains: string;

beforeAll(async () => {
  const stage = await setStage(
    (folder) => {
      domains = join(folder, 'domains');
      return [
        { task: 'priced', rows: numberedRows(90) },
        {
          task: 'guarded',
          rows: numberedRows(60),
          hidden: { folder: join(folder, 'hidden'), rows: numberedRows(60, 'all', 'hidden') },
        },
      ];
    },
    { SALVOR_EVALUATION_CHUNK_ROWS: '500', SALVOR_EVALUATION_BATCH_ROWS: '500' },
  );
  evidence = new EvidenceStage(stage);
}, 60_000);

afterAll(() => evidence.stage.close());

describe('of undated rows', () => {
  test(
    'a package that carries the rows of a domain is found',
    async () => {
      const versionId = await evidence.registerPackage('sentiment', '5.0.2');
      const found = await evidence.evidenceOf(await evidence.completed(versionId, 'sentiment-sites'));
      expect(found.evidence).toMatchObject({
        decay: null,
        decayRefusal: 'The slices of the domain stand nowhere in time.',
        drift: null,
        contamination: { overlap: { of: 'package-files' }, knownSources: { shared: ['sentiment'] } },
      });
      const { overlapping } = found.evidence?.contamination.overlap as unknown as { overlapping: Figure };
      expect(overlapping.lower).toBeGreaterThan(0.9);
      const cell = await evidence.cellOf(versionId, 'sentiment-sites');
      expect(cell.contamination).toMatchObject({ sharesSource: true });
    },
    PATIENCE_MS,
  );

  test(
    'what costs nothing and answers alike saves what a call costs',
    async () => {
      await evidence.stage.stub.tell('cost', '7');
      const [paid, free] = [
        await registerVersion(evidence.stage, 'Paid'),
        await registerVersion(evidence.stage, 'Free', { kind: 'constant', label: 'bot' }),
      ];
      const budget = { cost: { currency: 'EUR', microMinor: '1000000' } };
      await ended(
        evidence.stage,
        (await queueRun(evidence.stage, { versionId: paid, domain: 'priced', budget })).id,
      );
      await evidence.completed(free, 'priced');
      expect(await evidence.cellOf(paid, 'priced', ({ rank }) => rank.of === 2)).toMatchObject({
        cost: { currency: 'EUR', microMinorPerThousand: '7000' },
        substitute: { name: 'Free', isAdequate: true },
        // 7 for a call, two of three answers are right; half a millionth goes to the even number.
        savedPerCorrect: { currency: 'EUR', microMinor: '-10' },
        extraCorrectPerThousand: 0,
        latency: { p99: { upperMicros: null, refusal: 'p99 needs at least 662 samples, there are 90' } },
      });
      expect(await evidence.cellOf(free, 'priced', ({ rank }) => rank.of === 2)).toMatchObject({
        rank: { value: 1, best: 1, worst: 2 },
        substitute: { name: 'Paid', isAdequate: true },
        savedPerCorrect: { currency: 'EUR', microMinor: '10' },
      });
    },
    PATIENCE_MS,
  );

  test(
    'a model that learned the public rows by heart loses its rank on the hidden ones',
    async () => {
      const known = numberedRows(60).filter(({ target }) => target === 'bot');
      const patterns = known.map(({ input }) => `^${input}$`);
      const memory = JSON.stringify({ flags: '', matched: 'bot', unmatched: 'browser', patterns });
      await writeFile(join(domains, 'guarded', 'memory.json'), memory);
      const sha256 = sha256Hex(Buffer.from(memory));
      const files = [{ path: 'memory.json', sizeBytes: memory.length, sha256 }];
      const heart = await evidence.register(
        'By heart',
        { kind: 'rule-list', file: 'memory.json', sha256 },
        { files },
      );
      const guesser = await registerVersion(evidence.stage, 'Guesser', { kind: 'constant', label: 'bot' });
      const [runId] = await Promise.all([
        evidence.completed(heart, 'guarded'),
        evidence.completed(heart, 'guarded', 'hidden'),
        evidence.completed(guesser, 'guarded'),
        evidence.completed(guesser, 'guarded', 'hidden'),
      ]);
      const found = await evidence.evidenceOf(runId, ({ hiddenRankDelta }) => hiddenRankDelta?.of === 2);
      expect(found.hiddenRankDelta).toEqual({ value: 1, lower: 1, upper: 1, of: 2 });
    },
    PATIENCE_MS,
  );

  test(
    'nothing of hidden rows is told but the rank',
    async () => {
      const versionId = await registerVersion(evidence.stage, 'Discreet', { kind: 'constant', label: 'bot' });
      const found = await evidence.evidenceOf(await evidence.completed(versionId, 'guarded', 'hidden'));
      expect(found.evidence).toMatchObject({
        decay: null,
        decayRefusal: 'Nothing is told of hidden rows.',
        drift: null,
      });
      expect(await evidence.cellsOf(versionId)).toEqual([]);
    },
    PATIENCE_MS,
  );
});

test('what is not on record is not found, and what is not complete has no evidence yet', async () => {
  const unknown = '0'.repeat(32);
  for (const path of [`runs/run_${unknown}/decay-evidence`, `versions/ver_${unknown}/similar-versions`]) {
    const { status, body } = await evidence.stage.seller.client.get(`/v1/${path}`);
    expect([status, body['type']]).toEqual([404, 'urn:salvor:problem:not-found']);
  }
  await evidence.stage.stub.tell('delay-ms', '200');
  const versionId = await registerVersion(evidence.stage, 'Slow');
  const { id } = await queueRun(evidence.stage, { versionId, domain: 'priced', cache: false });
  expect(await evidence.evidenceNow(id)).toMatchObject({ state: 'run-incomplete', evidence: null });
  await evidence.stage.seller.client.post(`/v1/runs/${id}/cancellation`, {});
  await evidence.stage.stub.stopTelling('delay-ms');
});
