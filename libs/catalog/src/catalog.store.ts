import { Injectable } from '@nestjs/common';
import { asId, type Id, parseJson, assert } from '#libs/kernel';
import { type Prisma, PrismaService, type Tx } from '#libs/platform';
import type { Manifest, VersionAdapter } from './core/index.js';

export type ModelRow = {
  readonly id: Id<'model'>;
  readonly sellerId: Id<'party'>;
  readonly sellerName: string;
  readonly name: string;
  readonly description: string;
  readonly licence: string;
  readonly createdAt: Date;
};

export type VersionRow = {
  readonly id: Id<'version'>;
  readonly modelId: Id<'model'>;
  readonly modelName: string;
  readonly sellerId: Id<'party'>;
  readonly label: string;
  readonly manifest: Manifest;
  readonly rootDigest: string;
  readonly adapter: VersionAdapter;
  readonly createdAt: Date;
};

/** A version can have at most this many listed in one answer; a model that needs more is another model. */
const VERSIONS_MAX = 1_000;

@Injectable()
export class CatalogStore {
  readonly #prisma: PrismaService;

  constructor(prisma: PrismaService) {
    this.#prisma = prisma;
  }

  async insertModel(tx: Tx, { sellerName: _, ...model }: ModelRow): Promise<void> {
    await tx.catalogModel.create({ data: model });
  }

  async modelNameTaken(tx: Tx, name: string): Promise<boolean> {
    return (await tx.catalogModel.count({ where: { name } })) > 0;
  }

  async findModel(id: Id<'model'>, tx: Tx = this.#prisma): Promise<ModelRow | undefined> {
    const row = await tx.catalogModel.findUnique({ where: { id }, include: { seller: true } });
    return row === null ? undefined : toModel(row);
  }

  /** Oldest first, after the model with the given id. */
  async listModels(after: Id<'model'> | undefined, limit: number): Promise<readonly ModelRow[]> {
    const rows = await this.#prisma.catalogModel.findMany({
      where: after === undefined ? {} : { id: { gt: after } },
      orderBy: { id: 'asc' },
      take: limit,
      include: { seller: true },
    });
    return rows.map(toModel);
  }

  async insertVersion(tx: Tx, version: VersionRow, manifestText: string): Promise<void> {
    const { id, modelId, label, rootDigest, adapter, createdAt } = version;
    await tx.modelVersion.create({
      data: {
        id,
        modelId,
        label,
        manifest: manifestText,
        rootDigest,
        adapter: adapter,
        createdAt,
      },
    });
  }

  async labelTaken(tx: Tx, modelId: Id<'model'>, label: string): Promise<boolean> {
    return (await tx.modelVersion.count({ where: { modelId, label } })) > 0;
  }

  async findVersion(id: Id<'version'>, tx: Tx = this.#prisma): Promise<VersionRow | undefined> {
    const row = await tx.modelVersion.findUnique({ where: { id }, include: { model: true } });
    return row === null ? undefined : toVersion(row);
  }

  async listVersions(modelId: Id<'model'>): Promise<readonly VersionRow[]> {
    const rows = await this.#prisma.modelVersion.findMany({
      where: { modelId },
      orderBy: { id: 'asc' },
      take: VERSIONS_MAX,
      include: { model: true },
    });
    return rows.map(toVersion);
  }
}

type StoredModel = Prisma.CatalogModelGetPayload<{ include: { seller: true } }>;
type StoredVersion = Prisma.ModelVersionGetPayload<{ include: { model: true } }>;

const toModel = ({ seller, ...row }: StoredModel): ModelRow => ({
  ...row,
  id: asId('model', row.id),
  sellerId: asId('party', row.sellerId),
  sellerName: seller.name,
});

/** What stands in the table was checked when it was registered and cannot have changed since. */
function toVersion(row: StoredVersion): VersionRow {
  const manifest = parseJson(row.manifest);
  assert(manifest.ok, `the manifest of version ${row.id} is not JSON`);
  return {
    id: asId('version', row.id),
    modelId: asId('model', row.modelId),
    modelName: row.model.name,
    sellerId: asId('party', row.model.sellerId),
    label: row.label,
    manifest: manifest.value as unknown as Manifest,
    rootDigest: row.rootDigest,
    adapter: row.adapter as VersionAdapter,
    createdAt: row.createdAt,
  };
}
