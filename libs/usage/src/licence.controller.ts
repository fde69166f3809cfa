import { Body, Controller, Get, Param, Post } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import { RequireScope } from '#libs/access';
import {
  type Actor,
  CurrentActor,
  dto,
  orProblem,
  Write,
  type WriteRequest,
  WriteRoute,
} from '#libs/platform';
import { ZodResponse } from 'nestjs-zod';
import * as contract from './licence.contract.js';
import { LicenceService } from './licence.service.js';

class RequireMetering extends dto(contract.requireMetering) {}
class GrantMeteringDto extends dto(contract.meteringView) {}
class LicenceStandingDto extends dto(contract.standingView) {}
class LicenceParams extends dto(contract.licenceParams) {}

@ApiTags('usage')
@ApiBearerAuth()
@Controller('v1/grants/:grantId')
export class LicenceController {
  readonly #licences: LicenceService;

  constructor(licences: LicenceService) {
    this.#licences = licences;
  }

  @Post('metering')
  @RequireScope('seller')
  @WriteRoute()
  @ZodResponse({ status: 201, type: GrantMeteringDto })
  async requireMetering(
    @Write() write: WriteRequest,
    @Param() { grantId }: LicenceParams,
    @Body() body: RequireMetering,
  ) {
    return orProblem(await this.#licences.require(write, grantId, body));
  }

  @Get('standing')
  @ZodResponse({ status: 200, type: LicenceStandingDto })
  async getStanding(@CurrentActor() actor: Actor, @Param() { grantId }: LicenceParams) {
    return orProblem(await this.#licences.standing(actor, grantId));
  }
}
