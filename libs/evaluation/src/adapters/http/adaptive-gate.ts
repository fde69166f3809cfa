import {
  type AdaptiveLimit,
  type AdaptiveRules,
  afterCall,
  type CallOutcome,
  startingLimit,
} from './adaptive-limit.js';

/** A place at the gate, to be given back. */
export type Permit = { readonly round: number };

interface Waiter {
  readonly signal: AbortSignal;
  readonly admit: (permit: Permit | undefined) => void;
  readonly giveUp: () => void;
}

/** Lets calls to one endpoint through, first come first served, as many at a time as it has shown to bear. */
export class AdaptiveGate {
  readonly #rules: AdaptiveRules;
  readonly #waiting: Waiter[] = [];
  #state: AdaptiveLimit;
  #inFlight = 0;
  #pauses = 0;

  constructor(rules: AdaptiveRules) {
    this.#rules = rules;
    this.#state = startingLimit(rules);
  }

  /** Calls that may be under way now. */
  get limit(): number {
    return Math.floor(this.#state.limit);
  }

  /** Nobody is inside or waiting, so nothing is lost with the gate but what it has learnt. */
  get isIdle(): boolean {
    return this.#inFlight === 0 && this.#waiting.length === 0 && this.#pauses === 0;
  }

  /** Waits for a place. Undefined when the signal came first. */
  enter(signal: AbortSignal): Promise<Permit | undefined> {
    if (signal.aborted) return Promise.resolve(undefined);
    return new Promise((resolve) => {
      const waiter: Waiter = {
        signal,
        admit: (permit) => {
          signal.removeEventListener('abort', waiter.giveUp);
          resolve(permit);
        },
        giveUp: () => {
          this.#waiting.splice(this.#waiting.indexOf(waiter), 1);
          waiter.admit(undefined);
        },
      };
      signal.addEventListener('abort', waiter.giveUp);
      this.#waiting.push(waiter);
      this.#admit();
    });
  }

  /** Gives a place back and learns from what happened to the call. */
  leave(permit: Permit, outcome: CallOutcome): void {
    const call = { round: permit.round, inFlight: this.#inFlight };
    this.#state = afterCall(this.#state, outcome, call, this.#rules);
    this.#inFlight -= 1;
    this.#admit();
  }

  /** Lets nobody in for a while: one caller was told to wait, and the others would be told the same. */
  pause(durationMs: number): void {
    this.#pauses += 1;
    setTimeout(() => {
      this.#pauses -= 1;
      this.#admit();
    }, durationMs).unref();
  }

  #admit(): void {
    while (this.#pauses === 0 && this.#inFlight < this.limit) {
      const waiter = this.#waiting.shift();
      if (waiter === undefined) return;
      this.#inFlight += 1;
      waiter.admit({ round: this.#state.round });
    }
  }
}
