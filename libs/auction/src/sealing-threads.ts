import { availableParallelism } from 'node:os';
import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import type { Result } from '#libs/kernel';
import { compiledFile } from '#libs/platform';
import Tinypool from 'tinypool';
import type { SealedAuctionOutcome, sealing } from './core/index.js';
import type { DecisionOrder, DoorOrder, SharesOrder, WrongShareAt } from './sealing-worker.js';

/** How long a thread that has nothing to do keeps its tables. */
const IDLE_MS = 30_000;

/**
 * Of `short` orders an envelope waits for its receipt, or a close for its root. None of them may stand behind a
 * `long` one: deciding over ten thousand bids takes two minutes.
 */
type Lane = 'short' | 'long';

/**
 * Everything about sealed bids that takes milliseconds of arithmetic, in threads: an envelope takes six to eight to
 * check, a bid ten and more to open, and packages minutes. The first order starts the threads.
 */
@Injectable()
export class SealingThreads implements OnModuleDestroy {
  readonly #pools = new Map<Lane, Tinypool>();

  async onModuleDestroy(): Promise<void> {
    const pools = [...this.#pools.values()];
    this.#pools.clear();
    await Promise.all(pools.map((pool) => pool.destroy()));
  }

  checkAtTheDoor(order: DoorOrder): Promise<Result<string, sealing.EnvelopeRefusal>> {
    return this.#run('short', 'checkAtTheDoor', order);
  }

  rootOf(entries: readonly sealing.LogEntry[]): Promise<{ treeSize: number; rootHash: string }> {
    return this.#run('short', 'rootOf', entries);
  }

  checkShares(order: SharesOrder): Promise<Result<undefined, WrongShareAt>> {
    return this.#run('long', 'checkShares', order);
  }

  decide(order: DecisionOrder): Promise<SealedAuctionOutcome> {
    return this.#run('long', 'decide', order);
  }

  async #run<Answer>(lane: Lane, name: string, order: unknown): Promise<Answer> {
    const pool = this.#pools.get(lane) ?? newPool();
    this.#pools.set(lane, pool);
    return (await pool.run(order, { name })) as Answer;
  }
}

const newPool = (): Tinypool =>
  new Tinypool({
    filename: compiledFile(import.meta.url, 'sealing-worker.js').href,
    minThreads: 0,
    maxThreads: availableParallelism(),
    idleTimeout: IDLE_MS,
    env: {},
    execArgv: [],
  });
