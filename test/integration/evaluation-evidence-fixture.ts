import { join } from 'node:path';
import type { Manifest, VersionAdapter } from '#core/catalog';
import { folderManifest, installedPackageManifest, shippedDomainsFolder } from '#libs/evaluation';
import { assert, assertDefined, type Result } from '#libs/kernel';
import { eventually } from '../support/client.js';
import { ended, queueRun, type Stage } from './evaluation-fixture.js';

/** Of a busy machine that trains models. */
export const PATIENCE_MS = 120_000;

export type Figure = { readonly value: number; readonly lower: number; readonly upper: number };
export type Evidence = {
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

export type Cell = {
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

function valueOf<T>(result: Result<T, unknown>): T {
  assert(result.ok, `expected a value: ${JSON.stringify(result)}`);
  return result.value;
}

/** Registers real models, runs them, and waits for what is worked out from their answers. */
export class EvidenceStage {
  readonly stage: Stage;

  constructor(stage: Stage) {
    this.stage = stage;
  }

  /** A version with the files that its adapter needs. */
  async register(name: string, adapter: VersionAdapter, manifest: Manifest): Promise<string> {
    const { client } = this.stage.seller;
    const model = await client.post('/v1/models', { name, description: 'Of a test.', licence: 'MIT' });
    const path = `/v1/models/${String(model.body['id'])}/versions`;
    const version = await client.post(path, { label: '1', manifest, adapter });
    assert(version.status === 201, JSON.stringify(version.body));
    return String(version.body['id']);
  }

  async registerPackage(
    name: 'es6-crawler-detect' | 'isbot' | 'sentiment',
    version: string,
  ): Promise<string> {
    const { manifest } = valueOf(await installedPackageManifest(name, version));
    return this.register(name, { kind: 'npm-package', package: name, version, entry: name }, manifest);
  }

  async registerShipped(domain: string, model: string, name = model): Promise<string> {
    const { body } = await this.stage.seller.client.get('/v1/domains');
    const listed = body['domains'] as {
      name: string;
      models: { name: string; adapter: VersionAdapter }[];
    }[];
    const found = listed.find((one) => one.name === domain)?.models.find((one) => one.name === model);
    const { adapter } = assertDefined(found, `${domain} names ${model}`);
    const folder = valueOf(await folderManifest(join(shippedDomainsFolder(), domain)));
    return this.register(name, adapter, folder);
  }

  /** The id of a run when it is complete. */
  async completed(versionId: string, domain: string, split = 'public'): Promise<string> {
    const { id } = await queueRun(this.stage, { versionId, domain, split });
    const { state, reason } = await ended(this.stage, id, PATIENCE_MS);
    assert(state === 'completed', String(reason));
    return id;
  }

  async evidenceNow(runId: string): Promise<Evidence> {
    const { body } = await this.stage.seller.client.get(`/v1/runs/${runId}/decay-evidence`);
    return body as unknown as Evidence;
  }

  evidenceOf(
    runId: string,
    isReady = ({ state }: Evidence): boolean => state === 'ready',
  ): Promise<Evidence> {
    return eventually(() => this.evidenceNow(runId), isReady, PATIENCE_MS);
  }

  async cellsOf(versionId: string): Promise<readonly Cell[]> {
    const { body } = await this.stage.seller.client.get('/v1/residual-edges?limit=200');
    const versions = body['versions'] as { id: string; cells: Cell[] }[];
    return versions.find(({ id }) => id === versionId)?.cells ?? [];
  }

  async cellOf(
    versionId: string,
    domain: string,
    isReady: (cell: Cell) => boolean = () => true,
  ): Promise<Cell> {
    const cell = await eventually(
      async () => (await this.cellsOf(versionId)).find((one) => one.domain === domain),
      (one) => one !== undefined && isReady(one),
      PATIENCE_MS,
    );
    return assertDefined(cell, 'the cell is there');
  }
}

export const verdictsOf = ({ evidence }: Evidence): Record<string, string> =>
  Object.fromEntries((evidence?.decay?.slices ?? []).map(({ slice, verdict }) => [slice, verdict]));
