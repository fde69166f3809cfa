export interface CallLimits {
  /** One attempt, connecting included. */
  readonly attemptTimeoutMs: number;
  readonly attemptsMax: number;
  readonly backoffBaseMs: number;
  readonly backoffCapMs: number;
  /** An endpoint that asks for a longer pause is not waited for: the caller is told. */
  readonly retryAfterMaxMs: number;
  readonly requestBytesMax: number;
  readonly responseBytesMax: number;
  /** Calls to one endpoint under way at the beginning. */
  readonly concurrencyStart: number;
  readonly concurrencyMax: number;
}

export const DEFAULT_CALL_LIMITS: CallLimits = {
  attemptTimeoutMs: 60_000,
  attemptsMax: 5,
  backoffBaseMs: 500,
  backoffCapMs: 30_000,
  retryAfterMaxMs: 60_000,
  requestBytesMax: 4_194_304,
  responseBytesMax: 4_194_304,
  concurrencyStart: 4,
  concurrencyMax: 32,
};
