import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import { RequireScope } from '#libs/access';
import { dto, orProblem, PublicRoute, Write, type WriteRequest, WriteRoute } from '#libs/platform';
import { ZodResponse } from 'nestjs-zod';
import * as contract from './catalog.contract.js';
import { CatalogService } from './catalog.service.js';

class RegisterModel extends dto(contract.registerModel) {}
class Model extends dto(contract.modelView) {}
class ModelPage extends dto(contract.modelPage) {}
class RegisterVersion extends dto(contract.registerVersion) {}
class Version extends dto(contract.versionView) {}
class VersionPage extends dto(contract.versionPage) {}
class ManifestDocument extends dto(contract.manifestView) {}
class ModelParams extends dto(contract.modelParams) {}
class VersionParams extends dto(contract.versionParams) {}
class ModelQuery extends dto(contract.modelQuery) {}

@ApiTags('catalog')
@Controller('v1')
export class CatalogController {
  readonly #catalog: CatalogService;

  constructor(catalog: CatalogService) {
    this.#catalog = catalog;
  }

  @Post('models')
  @ApiBearerAuth()
  @RequireScope('seller')
  @WriteRoute()
  @ZodResponse({ status: 201, type: Model })
  async registerModel(@Write() write: WriteRequest, @Body() body: RegisterModel) {
    return orProblem(await this.#catalog.registerModel(write, body));
  }

  @Get('models')
  @PublicRoute()
  @ZodResponse({ status: 200, type: ModelPage })
  async listModels(@Query() query: ModelQuery) {
    return this.#catalog.models(query);
  }

  @Get('models/:modelId')
  @PublicRoute()
  @ZodResponse({ status: 200, type: Model })
  async getModel(@Param() { modelId }: ModelParams) {
    return orProblem(await this.#catalog.model(modelId));
  }

  @Post('models/:modelId/versions')
  @ApiBearerAuth()
  @RequireScope('seller')
  @WriteRoute()
  @ZodResponse({ status: 201, type: Version, description: 'The version, pinned by its manifest.' })
  async registerVersion(
    @Write() write: WriteRequest,
    @Param() { modelId }: ModelParams,
    @Body() body: RegisterVersion,
  ) {
    return orProblem(await this.#catalog.registerVersion(write, modelId, body));
  }

  @Get('models/:modelId/versions')
  @PublicRoute()
  @ZodResponse({ status: 200, type: VersionPage })
  async listVersions(@Param() { modelId }: ModelParams) {
    return { versions: [...orProblem(await this.#catalog.versions(modelId))] };
  }

  @Get('versions/:versionId')
  @PublicRoute()
  @ZodResponse({ status: 200, type: Version })
  async getVersion(@Param() { versionId }: VersionParams) {
    return orProblem(await this.#catalog.versionView(versionId));
  }

  @Get('versions/:versionId/manifest')
  @PublicRoute()
  @ZodResponse({ status: 200, type: ManifestDocument })
  async getManifest(@Param() { versionId }: VersionParams) {
    const { rootDigest, manifest } = orProblem(await this.#catalog.version(versionId));
    return { rootDigest, files: [...manifest.files] };
  }
}
