import { Body, Controller, Get, Param, Post } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
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
import * as contract from './signing-key.contract.js';
import { SigningKeyService } from './signing-key.service.js';

class RegisterSigningKey extends dto(contract.registerSigningKey) {}
class SigningKeyDto extends dto(contract.signingKeyView) {}
class SigningKeyList extends dto(contract.signingKeyList) {}
class SigningPartyParams extends dto(contract.signingPartyParams) {}

@ApiTags('usage')
@Controller('v1')
export class SigningKeyController {
  readonly #keys: SigningKeyService;

  constructor(keys: SigningKeyService) {
    this.#keys = keys;
  }

  @Post('me/signing-keys')
  @ApiBearerAuth()
  @WriteRoute()
  @ZodResponse({ status: 201, type: SigningKeyDto })
  async registerSigningKey(@Write() write: WriteRequest, @Body() body: RegisterSigningKey) {
    return orProblem(await this.#keys.register(write, body));
  }

  @Get('me/signing-keys')
  @ApiBearerAuth()
  @ZodResponse({ status: 200, type: SigningKeyList })
  async getOwnSigningKeys(@CurrentActor() actor: Actor) {
    return this.#keys.keysOf(actor.partyId);
  }

  @Get('parties/:partyId/signing-keys')
  @PublicRoute()
  @ZodResponse({ status: 200, type: SigningKeyList, description: 'Whose signature a receipt has to bear.' })
  async getSigningKeys(@Param() { partyId }: SigningPartyParams) {
    return this.#keys.keysOf(partyId);
  }
}
