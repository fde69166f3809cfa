import {
  type CanActivate,
  Controller,
  type ExecutionContext,
  Get,
  Injectable,
  Param,
  Post,
  UseGuards,
} from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import { ZodResponse } from 'nestjs-zod';
import { dto, WriteRoute } from '../http/dto.js';
import { orProblem, ProblemException } from '../http/problem-exception.js';
import { problem } from '../http/problems.js';
import { type AuthenticatedRequest, Write, type WriteRequest } from '../http/write-request.js';
import * as contract from './dead-letter.contract.js';
import { DeadLetters } from './dead-letters.js';

class DeadLetter extends dto(contract.deadLetterView) {}
class DeadLetterList extends dto(contract.deadLetterList) {}
class DeadLetterParams extends dto(contract.deadLetterParams) {}

/** Who asks is found out by a guard of a library above this one, which runs first. */
@Injectable()
class OperatorGuard implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    const { actor } = context.switchToHttp().getRequest<AuthenticatedRequest>();
    if (actor?.scopes.has('operator') === true) return true;
    throw new ProblemException(problem('scope-missing', 'The route needs the scope operator.'));
  }
}

@ApiTags('operations')
@ApiBearerAuth()
@UseGuards(OperatorGuard)
@Controller('v1/dead-letters')
export class DeadLettersController {
  readonly #deadLetters: DeadLetters;

  constructor(deadLetters: DeadLetters) {
    this.#deadLetters = deadLetters;
  }

  @Get()
  @ZodResponse({ status: 200, type: DeadLetterList, description: 'Jobs that were given up, newest first.' })
  async listDeadLetters() {
    return { deadLetters: await this.#deadLetters.list() };
  }

  @Post(':deadLetterId/retry')
  @WriteRoute()
  @ZodResponse({ status: 201, type: DeadLetter, description: 'The letter, whose job is queued again.' })
  async retryDeadLetter(@Write() write: WriteRequest, @Param() { deadLetterId }: DeadLetterParams) {
    return orProblem(await this.#deadLetters.retry(write, deadLetterId));
  }
}
