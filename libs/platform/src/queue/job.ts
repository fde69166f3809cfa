import type { z } from 'zod';

/** Lanes keep slow work from blocking quick work. Each is one BullMQ queue. */
export const LANES = ['default', 'evaluation'] as const;
export type Lane = (typeof LANES)[number];

/**
 * A kind of work. The payload carries ids, not data: PostgreSQL is the truth, the queue only wakes somebody up.
 * Handlers are idempotent, because every queue delivers at least once.
 */
export type JobDefinition<P extends z.ZodType = z.ZodType> = {
  readonly name: string;
  readonly lane: Lane;
  readonly payload: P;
  readonly attemptsMax: number;
  /** Queued with the same payload when the last attempt has failed. */
  readonly onDeath: JobDefinition | undefined;
  /** Queued with the same payload when an operator retries a dead letter; undefined for the job itself. */
  readonly retryAs: JobDefinition | undefined;
};

/** Something that happened, told to whoever subscribed. */
export type EventDefinition<P extends z.ZodType = z.ZodType> = { readonly name: string; readonly payload: P };

/** When the event happens, the job runs with the event's payload. */
export type Subscription = { readonly event: EventDefinition; readonly job: JobDefinition };

/** Wakes a sweep every so often. Deadlines stand in the database; the schedule only looks at them. */
export type Schedule = { readonly job: JobDefinition; readonly everyMs: number };

const NAME = /^[a-z][a-z-]*\.[a-z][a-z-]*$/;

/** Names are `capability.verb-noun`. */
export function defineJob<P extends z.ZodType>(
  name: string,
  payload: P,
  options: {
    readonly lane?: Lane;
    readonly attemptsMax?: number;
    readonly onDeath?: JobDefinition<P>;
    readonly retryAs?: JobDefinition<P>;
  } = {},
): JobDefinition<P> {
  if (!NAME.test(name)) throw new Error(`a job is named capability.verb-noun, not ${name}`);
  const { lane = 'default', attemptsMax = 5, onDeath, retryAs } = options;
  return { name, payload, lane, attemptsMax, onDeath, retryAs };
}

export const defineEvent = <P extends z.ZodType>(name: string, payload: P): EventDefinition<P> => ({
  name,
  payload,
});

export const subscribe = <P extends z.ZodType>(
  event: EventDefinition<P>,
  job: JobDefinition<P>,
): Subscription => ({
  event,
  job,
});
