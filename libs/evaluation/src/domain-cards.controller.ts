import { Controller, Get, Header, Param, Req } from '@nestjs/common';
import { ApiProduces, ApiTags } from '@nestjs/swagger';
import { dto, orProblem, PublicRoute } from '#libs/platform';
import type { Request } from 'express';
import { ZodResponse } from 'nestjs-zod';
import { DomainCards } from './domain-cards.js';
import * as contract from './evaluation.contract.js';

class DatasetCard extends dto(contract.datasetCard) {}
class DomainParams extends dto(contract.domainParams) {}

@ApiTags('evaluation')
@Controller('v1/domains')
export class DomainCardsController {
  readonly #cards: DomainCards;

  constructor(cards: DomainCards) {
    this.#cards = cards;
  }

  @Get(':name/croissant')
  @PublicRoute()
  @Header('Content-Type', 'application/ld+json')
  @ApiProduces('application/ld+json', 'application/json')
  @ZodResponse({ status: 200, type: DatasetCard, description: 'The domain as a Croissant 1.1 dataset card.' })
  async getDatasetCard(@Req() request: Request, @Param() { name }: DomainParams) {
    const origin = `${request.protocol}://${request.get('host') ?? 'localhost'}`;
    return orProblem(
      await this.#cards.card(name, `${origin}/v1/domains/${encodeURIComponent(name)}/croissant`),
    );
  }
}
