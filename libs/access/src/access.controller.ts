import { Body, Controller, Delete, Get, Param, Post, Put } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import { ZodResponse } from 'nestjs-zod';
import {
  type Actor,
  CurrentActor,
  dto,
  orProblem,
  Write,
  type WriteRequest,
  WriteRoute,
} from '#libs/platform';
import * as contract from './access.contract.js';
import { AccessService } from './access.service.js';
import { RequireScope } from './require-scope.js';

class RegisterParty extends dto(contract.registerParty) {}
class Party extends dto(contract.partyView) {}
class RecordAffiliation extends dto(contract.recordAffiliation) {}
class Affiliation extends dto(contract.affiliationView) {}
class IssueKey extends dto(contract.issueKey) {}
class Key extends dto(contract.keyView) {}
class IssuedKey extends dto(contract.issuedKeyView) {}
class WhoAmI extends dto(contract.whoAmI) {}
class PartyParams extends dto(contract.partyParams) {}
class KeyParams extends dto(contract.keyParams) {}

@ApiTags('access')
@ApiBearerAuth()
@Controller('v1')
export class AccessController {
  readonly #access: AccessService;

  constructor(access: AccessService) {
    this.#access = access;
  }

  @Post('parties')
  @RequireScope('operator')
  @WriteRoute()
  @ZodResponse({ status: 201, type: Party, description: 'The party, now known to the market.' })
  async registerParty(@Write() write: WriteRequest, @Body() body: RegisterParty) {
    return orProblem(await this.#access.registerParty(write, body));
  }

  @Get('parties/:partyId')
  @ZodResponse({ status: 200, type: Party })
  async getParty(@CurrentActor() actor: Actor, @Param() { partyId }: PartyParams) {
    return orProblem(await this.#access.party(actor, partyId));
  }

  @Put('parties/:partyId/affiliation')
  @RequireScope('operator')
  @WriteRoute()
  @ZodResponse({
    status: 200,
    type: Affiliation,
    description: 'With whom the party acts together from now on.',
  })
  async recordAffiliation(
    @Write() write: WriteRequest,
    @Param() { partyId }: PartyParams,
    @Body() { group }: RecordAffiliation,
  ) {
    return orProblem(await this.#access.recordAffiliation(write, partyId, group));
  }

  @Post('parties/:partyId/api-keys')
  @RequireScope('operator')
  @WriteRoute()
  @ZodResponse({ status: 201, type: IssuedKey, description: 'The key, shown this once.' })
  async issueKey(
    @Write() write: WriteRequest,
    @Param() { partyId }: PartyParams,
    @Body() { scopes }: IssueKey,
  ) {
    return orProblem(await this.#access.issueKey(write, partyId, scopes));
  }

  @Delete('api-keys/:keyId')
  @RequireScope('operator')
  @WriteRoute()
  @ZodResponse({ status: 200, type: Key, description: 'The key, which no longer opens anything.' })
  async revokeKey(@Write() write: WriteRequest, @Param() { keyId }: KeyParams) {
    return orProblem(await this.#access.revokeKey(write, keyId));
  }

  @Get('me')
  @ZodResponse({ status: 200, type: WhoAmI })
  async whoAmI(@CurrentActor() actor: Actor) {
    return this.#access.whoAmI(actor);
  }
}
