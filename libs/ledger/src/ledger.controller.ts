import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import { ZodResponse } from 'nestjs-zod';
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
import * as contract from './ledger.contract.js';
import { LedgerService } from './ledger.service.js';

class RecordFunding extends dto(contract.recordFunding) {}
class Funding extends dto(contract.fundingView) {}
class AsOfQuery extends dto(contract.asOfQuery) {}
class Balances extends dto(contract.balancesView) {}
class StatementQuery extends dto(contract.statementQuery) {}
class Statement extends dto(contract.statementView) {}
class TrialBalance extends dto(contract.trialBalanceView) {}
class Integrity extends dto(contract.integrityView) {}

@ApiTags('ledger')
@ApiBearerAuth()
@Controller('v1/ledger')
export class LedgerController {
  readonly #ledger: LedgerService;

  constructor(ledger: LedgerService) {
    this.#ledger = ledger;
  }

  @Post('fundings')
  @RequireScope('operator')
  @WriteRoute()
  @ZodResponse({ status: 201, type: Funding, description: 'The money, now available to the party.' })
  async recordFunding(@Write() write: WriteRequest, @Body() body: RecordFunding) {
    return orProblem(await this.#ledger.recordFunding(write, body));
  }

  @Get('balances')
  @ZodResponse({ status: 200, type: Balances, description: 'What the caller has, now or at a time.' })
  async getBalances(@CurrentActor() actor: Actor, @Query() query: AsOfQuery) {
    return { balances: [...(await this.#ledger.balancesOf(actor, query))] };
  }

  @Get('statement')
  @ZodResponse({ status: 200, type: Statement, description: 'Entries of one own account, newest last.' })
  async getStatement(@CurrentActor() actor: Actor, @Query() query: StatementQuery) {
    return this.#ledger.statement(actor, query);
  }

  @Get('trial-balance')
  @RequireScope('operator')
  @ZodResponse({ status: 200, type: TrialBalance, description: 'Sums that must be zero, now or at a time.' })
  async getTrialBalance(@Query() query: AsOfQuery) {
    return this.#ledger.trialBalance(query);
  }

  @Get('integrity')
  @RequireScope('operator')
  @ZodResponse({ status: 200, type: Integrity, description: 'The ledger, recomputed from its entries.' })
  async getIntegrity() {
    return this.#ledger.integrity();
  }
}
