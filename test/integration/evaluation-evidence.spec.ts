import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Manifest, VersionAdapter } from '#core/catalog';
import { folderManifest, installedPackageManifest, shippedDomainsFolder } from '#libs/evaluation';
import { assert, assertDefined, decodeId, type Result, sha256Hex } from '#libs/kernel';
import { CompareVersions } from '../../libs/evaluation/src/compare-versions.js';
import { GatherEvidence } from '../../libs/evaluation/src/gather-evidence.js';
import { SweepRuns } from '../../libs/evaluation/src/sweep-runs.js';
import { eventually } from '../support/client.js';
import { numberedRows } from '../support/temporary-domain.js';
import { ended, queueRun, registerVersion, setStage, type Stage } from './evaluation-fixture.js';

/** Of a busy machine that trains models. */
const PATIENCE_MS = 120_000;

type Figure = { readonly value: number; readonly lower: number; readonly upper: number };
type Evidence = {
  readonly state: string;
  readonly computedAt: string | null;
  readonly inputsDigest: string | null;
  readonly hiddenRankDelta: { readonly value: number; readonly lower: number; readonly of: number } | null;
  readonly evidence: {
    readonly decayRefusal: string | null;
    readonly decay: {
      readonly control: { readonly name: string; readonly kind: string };
      readonly inTimeSlice: string;
      readonly slices: readonly {
        readonly slice: string;
        readonly verdict: string;
        readonly refusal: string | null;
        readonly gain: Figure | null;
      }[];
    } | null;
    readonly drift: { readonly of: string; readonly isPriced: boolean } | null;
    readonly contamination: {
      readonly overlap: {
        readonly of: string;
        readonly names: { readonly clusters: number; readonly carried: number };
      } | null;
      readonly knownSources: {
        readonly packages: readonly string[];
        readonly shared: readonly string[];
      } | null;
    };
  } | null;
};

type Cell = {
  readonly domain: string;
  readonly score: Figure;
  readonly lift: number;
  readonly rank: {
    readonly value: number;
    readonly best: number;
    readonly worst: number;
    readonly of: number;
  };
  readonly cost: { readonly currency: string | null; readonly microMinorPerThousand: string } | null;
  readonly latency: {
    readonly p99: { readonly upperMicros: number | null; readonly refusal: string | null };
  };
  readonly substitute: { readonly name: string; readonly kind: string; readonly isAdequate: boolean } | null;
  readonly savedPerCorrect: { readonly currency: string | null; readonly microMinor: string } | null;
  readonly extraCorrectPerThousand: number | null;
  readonly decay: { readonly verdict: string; readonly staleFrom: string | null } | null;
  readonly contamination: { readonly sharesSource: boolean | null };
};

let stage: Stage;
let domains: string;

beforeAll(async () => {
  stage = await setStage(
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
}, 60_000);

afterAll(() => stage.close());

function valueOf<T>(result: Result<T, unknown>): T {
  assert(result.ok, `expected a value: ${JSON.stringify(result)}`);
  return result.value;
}

const npmPackage = (name: 'es6-crawler-detect' | 'isbot' | 'sentiment', version: string) =>
  ({ kind: 'npm-package', package: name, version, entry: name }) as const;

/** A version with the files that its adapter needs. */
async function register(name: string, adapter: VersionAdapter, manifest: Manifest): Promise<string> {
  const { client } = stage.seller;
  const model = await client.post('/v1/models', { name, description: 'Of a test.', licence: 'MIT' });
  const path = `/v1/models/${String(model.body['id'])}/versions`;
  const version = await client.post(path, { label: '1', manifest, adapter });
  assert(version.status === 201, JSON.stringify(version.body));
  return String(version.body['id']);
}

async function registerPackage(adapter: ReturnType<typeof npmPackage>): Promise<string> {
  const installed = valueOf(await installedPackageManifest(adapter.package, adapter.version));
  return register(adapter.package, adapter, installed.manifest);
}

async function registerShipped(domain: string, model: string, name = model): Promise<string> {
  const { body } = await stage.seller.client.get('/v1/domains');
  const listed = body['domains'] as { name: string; models: { name: string; adapter: VersionAdapter }[] }[];
  const found = listed.find((one) => one.name === domain)?.models.find((one) => one.name === model);
  const { adapter } = assertDefined(found, `${domain} names ${model}`);
  const folder = valueOf(await folderManifest(join(shippedDomainsFolder(), domain)));
  return register(name, adapter, folder);
}

async function completed(versionId: string, domain: string, split = 'public'): Promise<string> {
  const { id } = await queueRun(stage, { versionId, domain, split });
  expect(await ended(stage, id, PATIENCE_MS)).toMatchObject({ state: 'completed' });
  return id;
}

const evidenceNow = async (runId: string): Promise<Evidence> =>
  (await stage.seller.client.get(`/v1/runs/${runId}/decay-evidence`)).body as unknown as Evidence;

const evidenceOf = (runId: string): Promise<Evidence> =>
  eventually(
    () => evidenceNow(runId),
    ({ state }) => state === 'ready',
    PATIENCE_MS,
  );

const verdictsOf = ({ evidence }: Evidence): Record<string, string> =>
  Object.fromEntries((evidence?.decay?.slices ?? []).map(({ slice, verdict }) => [slice, verdict]));

async function cellsOf(versionId: string): Promise<readonly Cell[]> {
  const { body } = await stage.seller.client.get('/v1/residual-edges?limit=200');
  const versions = body['versions'] as { id: string; cells: Cell[] }[];
  return versions.find(({ id }) => id === versionId)?.cells ?? [];
}

const cellOf = async (versionId: string, domain: string, isReady: (cell: Cell) => boolean): Promise<Cell> =>
  assertDefined(
    await eventually(
      async () => (await cellsOf(versionId)).find((cell) => cell.domain === domain),
      (cell) => cell !== undefined && isReady(cell),
      PATIENCE_MS,
    ),
    'the cell is there',
  );

describe('of dated rows', () => {
  let detector: string;
  let kept: string;
  let detectorRun: string;

  beforeAll(async () => {
    detector = await registerPackage(npmPackage('es6-crawler-detect', '4.0.2'));
    kept = await registerPackage(npmPackage('isbot', '5.2.3'));
    detectorRun = await completed(detector, 'bot-user-agents');
  }, PATIENCE_MS);

  test('a completed run shows a detector of bots stale from 2024 on', async () => {
    const found = await evidenceOf(detectorRun);
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
    const { evidence } = await evidenceOf(await completed(kept, 'bot-user-agents'));
    expect(evidence).toMatchObject({
      decay: null,
      decayRefusal: 'The version is itself what others are compared with.',
    });
  });

  test('a list of rules shows the names of what it was made of', async () => {
    const list = await registerShipped('bot-user-agents', 'rule-list-2016');
    const { evidence } = await evidenceOf(await completed(list, 'bot-user-agents'));
    const overlap = assertDefined(evidence?.contamination.overlap, 'an overlap');
    expect(overlap).toMatchObject({ of: 'rule-list' });
    expect(overlap.names.carried).toBeGreaterThan(100);
    expect(overlap.names.carried).toBeLessThan(overlap.names.clusters / 10);
  });

  test(
    'the map shows what each still has over the cheapest adequate substitute',
    async () => {
      const isReady = ({ rank }: Cell): boolean => rank.of >= 3;
      expect(await cellOf(detector, 'bot-user-agents', isReady)).toMatchObject({
        rank: { value: 2, best: 2, worst: 2 },
        cost: { currency: null, microMinorPerThousand: '0' },
        substitute: { name: 'isbot', kind: 'version', isAdequate: true },
        savedPerCorrect: { microMinor: '0' },
        decay: { verdict: 'stale', staleFrom: '2024' },
        contamination: { sharesSource: false },
      });
      const best = await cellOf(kept, 'bot-user-agents', isReady);
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
      const before = await evidenceOf(detectorRun);
      const runId = assertDefined(decodeId('run', detectorRun), 'an id of ours');
      await stage.testApp.app.get(GatherEvidence, { strict: false }).gather(runId);
      expect((await evidenceNow(detectorRun)).computedAt).toBe(before.computedAt);
      await stage.database.query('DELETE FROM evaluation_edge');
      await stage.database.query('DELETE FROM evaluation_evidence WHERE run_id = $1', [runId]);
      expect(await evidenceNow(detectorRun)).toMatchObject({ state: 'queued', evidence: null });
      await stage.testApp.app.get(SweepRuns, { strict: false }).sweep();
      const after = await evidenceOf(detectorRun);
      expect(after.evidence).toEqual(before.evidence);
      expect(after.inputsDigest).toBe(before.inputsDigest);
      await cellOf(detector, 'bot-user-agents', () => true);
    },
    PATIENCE_MS,
  );

  test(
    'edges of the same evidence are left alone',
    async () => {
      const edges = async () =>
        (
          await stage.database.query<{ domain_id: string; computed_at: Date }>(
            'SELECT domain_id, computed_at FROM evaluation_edge ORDER BY version_id, domain_id',
          )
        ).rows;
      await cellOf(detector, 'bot-user-agents', ({ rank }) => rank.of >= 3);
      const before = await edges();
      const compare = stage.testApp.app.get(CompareVersions, { strict: false });
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
    versionId = await registerShipped('spam-mail', 'naive-bayes-2002-07');
    runId = await completed(versionId, 'spam-mail');
  }, PATIENCE_MS);

  test(
    'the control is the same trainer: stale in September, silent in August',
    async () => {
      const found = await evidenceOf(runId);
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
      const copy = await registerShipped('spam-mail', 'naive-bayes-2002-07', 'Something new');
      const other = await registerShipped('spam-mail', 'logistic-regression-2002-07');
      await Promise.all([completed(copy, 'spam-mail'), completed(other, 'spam-mail')]);
      const { status, body } = await stage.seller.client.get(`/v1/versions/${versionId}/similar-versions`);
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

describe('of undated rows', () => {
  test(
    'a package that carries the rows of a domain is found',
    async () => {
      const versionId = await registerPackage(npmPackage('sentiment', '5.0.2'));
      const { evidence } = await evidenceOf(await completed(versionId, 'sentiment-sites'));
      expect(evidence).toMatchObject({
        decay: null,
        decayRefusal: 'The slices of the domain stand nowhere in time.',
        drift: null,
        contamination: { overlap: { of: 'package-files' }, knownSources: { shared: ['sentiment'] } },
      });
      const { overlapping } = evidence?.contamination.overlap as unknown as { overlapping: Figure };
      expect(overlapping.lower).toBeGreaterThan(0.9);
      const cell = await cellOf(versionId, 'sentiment-sites', () => true);
      expect(cell.contamination).toMatchObject({ sharesSource: true });
    },
    PATIENCE_MS,
  );

  test(
    'what costs nothing and answers alike saves what a call costs',
    async () => {
      await stage.stub.tell('cost', '7');
      const [paid, free] = [
        await registerVersion(stage, 'Paid'),
        await registerVersion(stage, 'Free', { kind: 'constant', label: 'bot' }),
      ];
      const budget = { cost: { currency: 'EUR', microMinor: '1000000' } };
      await ended(stage, (await queueRun(stage, { versionId: paid, domain: 'priced', budget })).id);
      await completed(free, 'priced');
      expect(await cellOf(paid, 'priced', ({ rank }) => rank.of === 2)).toMatchObject({
        cost: { currency: 'EUR', microMinorPerThousand: '7000' },
        substitute: { name: 'Free', isAdequate: true },
        // 7 for a call, two of three answers are right; half a millionth goes to the even number.
        savedPerCorrect: { currency: 'EUR', microMinor: '-10' },
        extraCorrectPerThousand: 0,
        latency: { p99: { upperMicros: null, refusal: 'p99 needs at least 662 samples, there are 90' } },
      });
      expect(await cellOf(free, 'priced', ({ rank }) => rank.of === 2)).toMatchObject({
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
      const heart = await register('By heart', { kind: 'rule-list', file: 'memory.json', sha256 }, { files });
      const guesser = await registerVersion(stage, 'Guesser', { kind: 'constant', label: 'bot' });
      const [runId] = await Promise.all([
        completed(heart, 'guarded'),
        completed(heart, 'guarded', 'hidden'),
        completed(guesser, 'guarded'),
        completed(guesser, 'guarded', 'hidden'),
      ]);
      const found = await eventually(
        () => evidenceNow(runId),
        ({ hiddenRankDelta }) => hiddenRankDelta?.of === 2,
        PATIENCE_MS,
      );
      expect(found.hiddenRankDelta).toEqual({ value: 1, lower: 1, upper: 1, of: 2 });
    },
    PATIENCE_MS,
  );

  test(
    'nothing of hidden rows is told but the rank',
    async () => {
      const versionId = await registerVersion(stage, 'Discreet', { kind: 'constant', label: 'bot' });
      const { evidence } = await evidenceOf(await completed(versionId, 'guarded', 'hidden'));
      expect(evidence).toMatchObject({
        decay: null,
        decayRefusal: 'Nothing is told of hidden rows.',
        drift: null,
      });
      expect(await cellsOf(versionId)).toEqual([]);
    },
    PATIENCE_MS,
  );
});

test('what is not on record is not found, and what is not complete has no evidence yet', async () => {
  const unknown = '0'.repeat(32);
  for (const path of [`runs/run_${unknown}/decay-evidence`, `versions/ver_${unknown}/similar-versions`]) {
    const { status, body } = await stage.seller.client.get(`/v1/${path}`);
    expect([status, body['type']]).toEqual([404, 'urn:salvor:problem:not-found']);
  }
  await stage.stub.tell('delay-ms', '200');
  const versionId = await registerVersion(stage, 'Slow');
  const { id } = await queueRun(stage, { versionId, domain: 'priced', cache: false });
  expect(await evidenceNow(id)).toMatchObject({ state: 'run-incomplete', evidence: null });
  await stage.seller.client.post(`/v1/runs/${id}/cancellation`, {});
  await stage.stub.stopTelling('delay-ms');
});
