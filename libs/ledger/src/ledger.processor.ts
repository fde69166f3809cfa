import { Injectable } from '@nestjs/common';
import { HandlesJob } from '#libs/platform';
import { rollUpJob } from './ledger.jobs.js';
import { LedgerService } from './ledger.service.js';

@Injectable()
export class LedgerProcessor {
  readonly #ledger: LedgerService;

  constructor(ledger: LedgerService) {
    this.#ledger = ledger;
  }

  @HandlesJob(rollUpJob)
  async rollUp(): Promise<void> {
    await this.#ledger.rollUp();
  }
}
