import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import { type Actor, CurrentActor, dto, orProblem } from '#libs/platform';
import { ZodResponse } from 'nestjs-zod';
import * as contract from './payout-statement.contract.js';
import { PayoutStatementService } from './payout-statement.service.js';

class PayoutStatement extends dto(contract.payoutStatementView) {}
class PayoutStatementPage extends dto(contract.payoutStatementPage) {}
class PayoutStatementQuery extends dto(contract.payoutStatementQuery) {}
class PayoutStatementParams extends dto(contract.payoutStatementParams) {}

@ApiTags('payouts')
@ApiBearerAuth()
@Controller('v1')
export class PayoutStatementController {
  readonly #statements: PayoutStatementService;

  constructor(statements: PayoutStatementService) {
    this.#statements = statements;
  }

  @Get('me/statements')
  @ZodResponse({ status: 200, type: PayoutStatementPage, description: 'What runs paid the caller.' })
  async listStatements(@CurrentActor() actor: Actor, @Query() query: PayoutStatementQuery) {
    return this.#statements.own(actor, query);
  }

  @Get('payout-statements/:statementId')
  @ZodResponse({ status: 200, type: PayoutStatement, description: 'A statement that replays line by line.' })
  async getPayoutStatement(@CurrentActor() actor: Actor, @Param() { statementId }: PayoutStatementParams) {
    return orProblem(await this.#statements.statement(actor, statementId));
  }
}
