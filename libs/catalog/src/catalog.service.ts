import { Injectable } from '@nestjs/common';
import { canonicalJson, err, type Id, ok, type Result } from '#libs/kernel';
import { nextPage } from '#contract/platform';
import { AccessService } from '#libs/access';
import {
  type Actor,
  newId,
  notFound,
  type Problem,
  problemAt,
  SystemClock,
  type Tx,
  UnitOfWork,
  type WriteRequest,
} from '#libs/platform';
import type { z } from 'zod';
import {
  type modelPage,
  type modelQuery,
  modelView,
  type registerModel,
  type registerVersion,
  versionView,
} from './catalog.contract.js';
import { CatalogStore, type ModelRow, type VersionRow } from './catalog.store.js';
import { checkAdapter, parseManifest, rootDigest } from './core/index.js';

type VersionView = z.output<typeof versionView>;

/** Models, their versions, and who owns them. */
@Injectable()
export class CatalogService {
  readonly #store: CatalogStore;
  readonly #access: AccessService;
  readonly #unitOfWork: UnitOfWork;
  readonly #clock: SystemClock;

  constructor(store: CatalogStore, access: AccessService, unitOfWork: UnitOfWork, clock: SystemClock) {
    this.#store = store;
    this.#access = access;
    this.#unitOfWork = unitOfWork;
    this.#clock = clock;
  }

  async registerModel(
    write: WriteRequest,
    input: z.output<typeof registerModel>,
  ): Promise<Result<ModelRow, Problem>> {
    return this.#unitOfWork.write(write, modelView, async (tx) => {
      if (await this.#store.modelNameTaken(tx, input.name))
        return err(problemAt('name-taken', '/name', 'another model has this name'));
      const { partyId, name } = await this.#access.whoAmI(write.actor, tx);
      const model = {
        id: newId('model'),
        sellerId: partyId,
        sellerName: name,
        ...input,
        createdAt: this.#clock.now(),
      };
      await this.#store.insertModel(tx, model);
      return ok(model);
    });
  }

  /** Pins a version by its manifest; nothing of it can be changed afterwards. */
  async registerVersion(
    write: WriteRequest,
    modelId: Id<'model'>,
    input: z.output<typeof registerVersion>,
  ): Promise<Result<VersionView, Problem>> {
    const manifest = parseManifest(input.manifest);
    if (!manifest.ok)
      return err(problemAt('validation-failed', `/manifest${manifest.error.path}`, manifest.error.reason));
    const fault = checkAdapter(input.adapter, manifest.value);
    if (fault !== undefined)
      return err(problemAt('validation-failed', `/adapter${fault.path}`, fault.reason));
    return this.#unitOfWork.write(write, versionView, async (tx) => {
      const model = await this.ownedModel(write.actor, modelId, tx);
      if (!model.ok) return model;
      if (await this.#store.labelTaken(tx, modelId, input.label))
        return err(problemAt('name-taken', '/label', 'the model has a version with this label'));
      const version: VersionRow = {
        id: newId('version'),
        modelId,
        modelName: model.value.name,
        sellerId: model.value.sellerId,
        label: input.label,
        manifest: manifest.value,
        rootDigest: rootDigest(manifest.value),
        adapter: input.adapter,
        createdAt: this.#clock.now(),
      };
      await this.#store.insertVersion(tx, version, canonicalJson(manifest.value));
      return ok(toVersionView(version));
    });
  }

  async model(id: Id<'model'>): Promise<Result<ModelRow, Problem>> {
    const model = await this.#store.findModel(id);
    return model === undefined ? err(notFound('model')) : ok(model);
  }

  async models({ after, limit }: z.output<typeof modelQuery>): Promise<z.output<typeof modelPage>> {
    const models = await this.#store.listModels(after, limit);
    return { models: [...models], next: nextPage(models, limit) };
  }

  async versions(modelId: Id<'model'>): Promise<Result<readonly VersionView[], Problem>> {
    const model = await this.model(modelId);
    return model.ok ? ok((await this.#store.listVersions(modelId)).map(toVersionView)) : model;
  }

  async version(id: Id<'version'>, tx?: Tx): Promise<Result<VersionRow, Problem>> {
    const version = await this.#store.findVersion(id, tx);
    return version === undefined ? err(notFound('version')) : ok(version);
  }

  async versionView(id: Id<'version'>): Promise<Result<VersionView, Problem>> {
    const version = await this.version(id);
    return version.ok ? ok(toVersionView(version.value)) : version;
  }

  /** The model, if the actor sells it. To everybody else it looks as if there were none to change. */
  async ownedModel(actor: Actor, id: Id<'model'>, tx?: Tx): Promise<Result<ModelRow, Problem>> {
    const model = await this.#store.findModel(id, tx);
    return model?.sellerId === actor.partyId ? ok(model) : err(notFound('model'));
  }

  /** The version, if the actor sells its model. */
  async ownedVersion(actor: Actor, id: Id<'version'>, tx?: Tx): Promise<Result<VersionRow, Problem>> {
    const version = await this.#store.findVersion(id, tx);
    return version?.sellerId === actor.partyId ? ok(version) : err(notFound('version'));
  }
}

const toVersionView = ({ manifest, sellerId: _, ...version }: VersionRow): VersionView => ({
  ...version,
  fileCount: manifest.files.length,
});
