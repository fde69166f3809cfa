import { setTimeout as sleep } from 'node:timers/promises';
import type * as auction from '#contract/auction';
import type { Id } from '#libs/kernel';
import { SalvorClient } from '#libs/sdk';
import type { z } from 'zod';
import type { DemonstrationState, StateFile } from './state.js';

/** One who takes part: a party with a key of its own, speaking to the service as anybody would. */
export type Player = {
  readonly name: string;
  readonly id: Id<'party'>;
  readonly apiKey: string;
  readonly client: SalvorClient;
};

/** An auction as everybody sees it. */
export type Auction = z.output<typeof auction.auctionDetail>;

/** What every act of the demonstration needs. */
export type Stage = {
  readonly url: string;
  readonly operator: SalvorClient;
  readonly file: StateFile;
  /** Of the installation. */
  readonly folder: string;
  readonly signal: AbortSignal;
};

/** Everything the demonstration writes carries a key of this form, so that a repeated start repeats nothing. */
export const stepKey = (step: string): string => `demonstration-${step}`;

export function updateState(
  stage: Stage,
  change: (state: DemonstrationState) => DemonstrationState,
): DemonstrationState {
  const state = change(stage.file.read() ?? { keys: {}, schedules: {}, finished: false });
  stage.file.write(state);
  return state;
}

const ASK_EVERY_MS = 500;

/** Asks again, twice a second, until the answer is as wanted. Ends with the signal. */
export async function waitFor<T>(
  stage: Stage,
  ask: () => Promise<T>,
  wanted: (answer: T) => boolean,
): Promise<T> {
  for (;;) {
    stage.signal.throwIfAborted();
    const answer = await ask();
    if (wanted(answer)) return answer;
    await sleep(ASK_EVERY_MS, undefined, { signal: stage.signal });
  }
}
