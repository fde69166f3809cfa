import { Injectable } from '@nestjs/common';
import { HandlesJob } from '#libs/platform';
import { sweepStandingOrdersJob } from './standing-order.jobs.js';
import { UnmetDemand } from './unmet-demand.js';

@Injectable()
export class StandingOrderProcessor {
  readonly #demand: UnmetDemand;

  constructor(demand: UnmetDemand) {
    this.#demand = demand;
  }

  @HandlesJob(sweepStandingOrdersJob)
  async sweep(): Promise<void> {
    await this.#demand.sweep();
  }
}
