import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { CatalogService } from '#libs/catalog';
import type { VersionAdapter } from '#core/catalog';
import { err, type Id, ok, type Result } from '#libs/kernel';
import { DEFAULT_MODEL_LIMITS, type OpenModel, openModel, type OpenModelError } from './adapters/index.js';
import { ReachOfModels } from './model-reach.js';

/** What a run needs to know of the version that it is about. Pinned: it never changes. */
export type PinnedVersion = {
  readonly rootDigest: string;
  readonly adapter: VersionAdapter;
  readonly sellerId: Id<'party'>;
};

/** A model in the hands of one chunk. */
export type ModelLease = {
  readonly model: OpenModel;
  /** Opened for this chunk, and not asked anything before. */
  readonly isFresh: boolean;
  /** Gives it to the next chunk. */
  release(): void;
  /** For a model that may have failed. */
  close(): Promise<void>;
};

/** Loading a model takes longer than a chunk of quick answers, so it waits a moment for the next one. */
const IDLE_MS = 10_000;
const IDLE_MODELS_MAX = 8;
const VERSIONS_MAX = 100;

type IdleModel = { readonly key: string; readonly model: OpenModel; readonly timer: NodeJS.Timeout };

/** The loaded models of this process. Each answers one batch at a time, so each chunk has one to itself. */
@Injectable()
export class OpenModels implements OnApplicationShutdown {
  readonly #catalog: CatalogService;
  readonly #reach: ReachOfModels;
  readonly #versions = new Map<Id<'version'>, PinnedVersion>();
  readonly #idle: IdleModel[] = [];
  #isStopped = false;

  constructor(catalog: CatalogService, reach: ReachOfModels) {
    this.#catalog = catalog;
    this.#reach = reach;
  }

  /** @param folder where the files of a version lie that come with a domain */
  async lease(versionId: Id<'version'>, folder: string): Promise<Result<ModelLease, OpenModelError>> {
    const key = `${versionId} ${folder}`;
    const at = this.#idle.findIndex((idle) => idle.key === key);
    const [waiting] = at === -1 ? [] : this.#idle.splice(at, 1);
    if (waiting !== undefined) {
      clearTimeout(waiting.timer);
      return ok(this.#leaseOf(key, waiting.model, false));
    }
    const version = await this.#catalog.version(versionId);
    if (!version.ok) throw new Error(version.error.detail);
    const { adapter, manifest, sellerId } = version.value;
    const reach = this.#reach.of(sellerId);
    const model = await openModel(adapter, { manifest, folder }, DEFAULT_MODEL_LIMITS, reach);
    return model.ok ? ok(this.#leaseOf(key, model.value, true)) : err(model.error);
  }

  /** Versions are never changed, so what is known of one stays so. */
  async version(id: Id<'version'>): Promise<PinnedVersion> {
    const known = this.#versions.get(id);
    if (known !== undefined) return known;
    const version = await this.#catalog.version(id);
    if (!version.ok) throw new Error(version.error.detail);
    const { rootDigest, adapter, sellerId } = version.value;
    if (this.#versions.size >= VERSIONS_MAX) this.#versions.clear();
    this.#versions.set(id, { rootDigest, adapter, sellerId });
    return { rootDigest, adapter, sellerId };
  }

  async onApplicationShutdown(): Promise<void> {
    this.#isStopped = true;
    await Promise.all(this.#idle.splice(0).map(closeIdle));
  }

  #leaseOf(key: string, model: OpenModel, isFresh: boolean): ModelLease {
    return {
      model,
      isFresh,
      close: () => model.close(),
      release: () => {
        this.#keep(key, model);
      },
    };
  }

  #keep(key: string, model: OpenModel): void {
    const timer = setTimeout(() => {
      const at = this.#idle.findIndex((idle) => idle.model === model);
      if (at !== -1) this.#idle.splice(at, 1);
      void model.close();
    }, IDLE_MS);
    timer.unref();
    this.#idle.push({ key, model, timer });
    const surplus = this.#isStopped
      ? this.#idle.splice(0)
      : this.#idle.splice(0, this.#idle.length - IDLE_MODELS_MAX);
    for (const idle of surplus) void closeIdle(idle);
  }
}

async function closeIdle({ model, timer }: IdleModel): Promise<void> {
  clearTimeout(timer);
  await model.close();
}
