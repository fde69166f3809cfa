import { Injectable, Logger, type BeforeApplicationShutdown } from '@nestjs/common';
import type { Id } from '#libs/kernel';
import { hasEnded } from './core/index.js';
import { type RunProgressView, RunViews } from './run-views.js';

const LOOK_EVERY_MS = 1_000;

/** Who watches a run, and what happens. */
export type ProgressObserver = {
  /** The whole state, whenever it has changed. */
  readonly onProgress: (progress: RunProgressView) => void;
  /** Nothing has changed for a while. */
  readonly onSilence: () => void;
  /** Nothing more will come: the run has ended, or the service is stopping. */
  readonly onEnd: () => void;
};

const SILENCE_LOOKS = 15;

type Watch = {
  readonly observers: Set<ProgressObserver>;
  last: RunProgressView | undefined;
  silentLooks: number;
};

/**
 * Tells observers of this process how runs come on. Each look is one query per watched run, whoever computes it and
 * however many watch, so that any number of processes may serve and compute.
 */
@Injectable()
export class RunProgress implements BeforeApplicationShutdown {
  readonly #logger = new Logger(RunProgress.name);
  readonly #views: RunViews;
  readonly #watches = new Map<Id<'run'>, Watch>();
  #timer: NodeJS.Timeout | undefined;
  #looking: Promise<void> | undefined;

  constructor(views: RunViews) {
    this.#views = views;
  }

  /** Begins with the state as it is. Returns what stops it. */
  observe(current: RunProgressView, observer: ProgressObserver): () => void {
    observer.onProgress(current);
    if (hasEnded(current.state)) {
      observer.onEnd();
      return () => undefined;
    }
    const watch = this.#watches.get(current.runId) ?? {
      observers: new Set(),
      last: undefined,
      silentLooks: 0,
    };
    this.#watches.set(current.runId, watch);
    watch.observers.add(observer);
    this.#timer ??= setInterval(() => {
      this.#looking ??= this.#look().finally(() => (this.#looking = undefined));
    }, LOOK_EVERY_MS).unref();
    return () => {
      watch.observers.delete(observer);
      if (watch.observers.size === 0 && this.#watches.get(current.runId) === watch)
        this.#watches.delete(current.runId);
    };
  }

  /** Open streams would keep the server from closing. */
  async beforeApplicationShutdown(): Promise<void> {
    clearInterval(this.#timer);
    await this.#looking;
    for (const { observers } of this.#watches.values()) for (const observer of observers) observer.onEnd();
    this.#watches.clear();
  }

  async #look(): Promise<void> {
    for (const [runId, watch] of this.#watches) {
      try {
        const progress = await this.#views.progress(runId);
        if (progress !== undefined) this.#tell(watch, progress);
      } catch (error) {
        // The next look tells.
        this.#logger.error(error);
      }
    }
  }

  #tell(watch: Watch, progress: RunProgressView): void {
    const isNew =
      watch.last === undefined ||
      eventId(watch.last) !== eventId(progress) ||
      progress.answersPerSecond !== watch.last.answersPerSecond;
    watch.last = progress;
    watch.silentLooks = isNew ? 0 : watch.silentLooks + 1;
    const isSilent = watch.silentLooks > 0 && watch.silentLooks % SILENCE_LOOKS === 0;
    for (const observer of watch.observers) {
      if (isNew) observer.onProgress(progress);
      else if (isSilent) observer.onSilence();
      if (hasEnded(progress.state)) observer.onEnd();
    }
    if (hasEnded(progress.state)) this.#watches.delete(progress.runId);
  }
}

/** Equal as long as nothing has happened. Events hold the whole state, so an id orders nothing. */
export const eventId = ({ state, chunks, samples, spent }: RunProgressView): string =>
  [state, chunks.completed, samples.answered, spent.calls, spent.timeMs].join('-');
