import { Body, Controller, Delete, Get, Param, Post, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import { RequireScope } from '#libs/access';
import {
  type Actor,
  CurrentActor,
  dto,
  orProblem,
  PublicRoute,
  Write,
  type WriteRequest,
  WriteRoute,
} from '#libs/platform';
import { ZodResponse } from 'nestjs-zod';
import * as contract from './rights.contract.js';
import { RightsService } from './rights.service.js';

class ListLot extends dto(contract.listLot) {}
class Lot extends dto(contract.lotView) {}
class LotPage extends dto(contract.lotPage) {}
class LotParams extends dto(contract.lotParams) {}
class GrantPage extends dto(contract.grantPage) {}
class LotQuery extends dto(contract.lotQuery) {}
class GrantQuery extends dto(contract.grantQuery) {}

@ApiTags('rights')
@Controller('v1')
export class RightsController {
  readonly #rights: RightsService;

  constructor(rights: RightsService) {
    this.#rights = rights;
  }

  @Post('lots')
  @ApiBearerAuth()
  @RequireScope('seller')
  @WriteRoute()
  @ZodResponse({ status: 201, type: Lot, description: 'The lot, offered but in no auction yet.' })
  async listLot(@Write() write: WriteRequest, @Body() body: ListLot) {
    return orProblem(await this.#rights.listLot(write, body));
  }

  @Get('lots')
  @PublicRoute()
  @ZodResponse({ status: 200, type: LotPage })
  async listLots(@Query() query: LotQuery) {
    return this.#rights.lots(query);
  }

  @Get('lots/:lotId')
  @PublicRoute()
  @ZodResponse({ status: 200, type: Lot })
  async getLot(@Param() { lotId }: LotParams) {
    return orProblem(await this.#rights.lotView(lotId));
  }

  @Delete('lots/:lotId')
  @ApiBearerAuth()
  @RequireScope('seller')
  @WriteRoute()
  @ZodResponse({ status: 200, type: Lot, description: 'The lot, withdrawn for good.' })
  async withdrawLot(@Write() write: WriteRequest, @Param() { lotId }: LotParams) {
    return orProblem(await this.#rights.withdraw(write, lotId));
  }

  @Get('me/grants')
  @ApiBearerAuth()
  @ZodResponse({ status: 200, type: GrantPage })
  async listMyGrants(@CurrentActor() actor: Actor, @Query() query: GrantQuery) {
    return this.#rights.grantsOf(actor, query);
  }
}
