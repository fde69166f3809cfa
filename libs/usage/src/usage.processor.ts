import { Injectable } from '@nestjs/common';
import { ok } from '#libs/kernel';
import { HandlesJob, Outbox, UnitOfWork } from '#libs/platform';
import type { z } from 'zod';
import { LicenceService } from './licence.service.js';
import { ScreenMeter } from './screen-meter.js';
import { ScreeningStore } from './screening.store.js';
import { screenMeterJob, sweepUsageJob } from './usage.jobs.js';

const PER_SWEEP_MAX = 1_000;

@Injectable()
export class UsageProcessor {
  readonly #screening: ScreenMeter;
  readonly #screenings: ScreeningStore;
  readonly #licences: LicenceService;
  readonly #unitOfWork: UnitOfWork;
  readonly #outbox: Outbox;

  constructor(
    screening: ScreenMeter,
    screenings: ScreeningStore,
    licences: LicenceService,
    unitOfWork: UnitOfWork,
    outbox: Outbox,
  ) {
    this.#screening = screening;
    this.#screenings = screenings;
    this.#licences = licences;
    this.#unitOfWork = unitOfWork;
    this.#outbox = outbox;
  }

  @HandlesJob(screenMeterJob)
  async screen({ meterId }: z.output<typeof screenMeterJob.payload>): Promise<void> {
    await this.#screening.screen(meterId);
  }

  @HandlesJob(sweepUsageJob)
  async sweep(): Promise<void> {
    await this.#licences.sweep();
    const lost = await this.#screenings.unscreened(PER_SWEEP_MAX);
    if (lost.length === 0) return;
    await this.#unitOfWork.run(async (tx) => {
      const payloads = lost.map((meterId) => ({ meterId }));
      await this.#outbox.enqueue(tx, screenMeterJob, payloads);
      return ok(undefined);
    });
  }
}
