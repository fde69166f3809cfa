import { Body, Controller, Delete, Get, Param, Post } from '@nestjs/common';
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
import * as contract from './evaluation.contract.js';
import { EvaluationCredentials } from './evaluation-credentials.js';

class KeepCredentialBody extends dto(contract.keepCredential) {}
class Credential extends dto(contract.credentialView) {}
class CredentialList extends dto(contract.credentialList) {}
class CredentialParams extends dto(contract.credentialParams) {}

@ApiTags('evaluation')
@ApiBearerAuth()
@RequireScope('seller', 'operator')
@Controller('v1/credentials')
export class EvaluationCredentialsController {
  readonly #credentials: EvaluationCredentials;

  constructor(credentials: EvaluationCredentials) {
    this.#credentials = credentials;
  }

  @Post()
  @WriteRoute()
  @ZodResponse({
    status: 201,
    type: Credential,
    description: 'What is kept under the name from now on, without the secret, which is never shown.',
  })
  async keepCredential(@Write() write: WriteRequest, @Body() body: KeepCredentialBody) {
    return orProblem(await this.#credentials.keep(write, body));
  }

  @Get()
  @ZodResponse({ status: 200, type: CredentialList, description: 'The names of your own, without secrets.' })
  async listCredentials(@CurrentActor() actor: Actor) {
    return { credentials: [...(await this.#credentials.list(actor))] };
  }

  @Delete(':name')
  @WriteRoute()
  @ZodResponse({ status: 200, type: Credential, description: 'What is no longer kept.' })
  async removeCredential(@Write() write: WriteRequest, @Param() { name }: CredentialParams) {
    return orProblem(await this.#credentials.remove(write, name));
  }
}
