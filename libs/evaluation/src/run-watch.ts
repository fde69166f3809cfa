import { Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import type { Id } from '#libs/kernel';
import { EvaluationStore } from './evaluation.store.js';

const LOOK_EVERY_MS = 1_000;

/** The end of a run, as a signal for those who work on it. */
export type Followed = {
  readonly signal: AbortSignal;
  /** Nobody waits for the signal any more. */
  readonly end: () => void;
};

/** Tells the workers of this process when a run has ended, be it cancelled or failed elsewhere. */
@Injectable()
export class RunWatch implements OnApplicationShutdown {
  readonly #logger = new Logger(RunWatch.name);
  readonly #store: EvaluationStore;
  readonly #followers = new Map<Id<'run'>, Set<AbortController>>();
  #timer: NodeJS.Timeout | undefined;
  #looking: Promise<void> | undefined;

  constructor(store: EvaluationStore) {
    this.#store = store;
  }

  follow(runId: Id<'run'>): Followed {
    const controller = new AbortController();
    const followers = this.#followers.get(runId) ?? new Set();
    this.#followers.set(runId, followers.add(controller));
    this.#timer ??= setInterval(() => {
      this.#looking ??= this.#look().finally(() => (this.#looking = undefined));
    }, LOOK_EVERY_MS).unref();
    return {
      signal: controller.signal,
      end: () => {
        followers.delete(controller);
        if (followers.size === 0 && this.#followers.get(runId) === followers) this.#followers.delete(runId);
      },
    };
  }

  async onApplicationShutdown(): Promise<void> {
    clearInterval(this.#timer);
    await this.#looking;
  }

  async #look(): Promise<void> {
    if (this.#followers.size === 0) return;
    try {
      for (const runId of await this.#store.endedRuns([...this.#followers.keys()]))
        for (const controller of this.#followers.get(runId) ?? []) controller.abort();
    } catch (error) {
      // The next look will tell; between batches everybody sees for himself.
      this.#logger.error(error);
    }
  }
}
