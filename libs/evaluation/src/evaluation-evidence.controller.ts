import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { dto, orProblem, PublicRoute } from '#libs/platform';
import { ZodResponse } from 'nestjs-zod';
import * as contract from './evaluation.contract.js';
import { EvidenceViews } from './evidence-views.js';

class DecayEvidence extends dto(contract.decayEvidenceView) {}
class SimilarVersions extends dto(contract.similarVersions) {}
class ResidualEdges extends dto(contract.residualEdges) {}
class EvidenceParams extends dto(contract.runParams) {}
class SimilarVersionsParams extends dto(contract.versionParams) {}
class ResidualEdgesQuery extends dto(contract.residualEdgesQuery) {}

@ApiTags('evaluation')
@Controller('v1')
export class EvaluationEvidenceController {
  readonly #views: EvidenceViews;

  constructor(views: EvidenceViews) {
    this.#views = views;
  }

  @Get('runs/:runId/decay-evidence')
  @PublicRoute()
  @ZodResponse({
    status: 200,
    type: DecayEvidence,
    description:
      'Whether the model is out of date or the rows are harder, slice by slice; and what it may have seen.',
  })
  async getDecayEvidence(@Param() { runId }: EvidenceParams) {
    return orProblem(await this.#views.decayEvidence(runId));
  }

  @Get('versions/:versionId/similar-versions')
  @PublicRoute()
  @ZodResponse({
    status: 200,
    type: SimilarVersions,
    description: 'How alike other versions answer the same rows; near-clones are flagged.',
  })
  async listSimilarVersions(@Param() { versionId }: SimilarVersionsParams) {
    return orProblem(await this.#views.similarVersions(versionId));
  }

  @Get('residual-edges')
  @PublicRoute()
  @ZodResponse({
    status: 200,
    type: ResidualEdges,
    description:
      'A map of versions and domains: what each version still has over its cheapest adequate substitute.',
  })
  async listResidualEdges(@Query() query: ResidualEdgesQuery) {
    return this.#views.residualEdges(query);
  }
}
