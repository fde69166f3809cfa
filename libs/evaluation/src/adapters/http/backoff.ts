import type { Random } from '#libs/kernel';

export interface BackoffRules {
  readonly baseMs: number;
  readonly capMs: number;
}

/**
 * How long to wait before the next attempt: uniform between nothing and a ceiling that doubles with each failure.
 * Full jitter (Brooker 2015, "Exponential Backoff and Jitter"): callers that failed together do not come back
 * together.
 *
 * @param failures how many attempts have failed, at least 1
 */
export function backoffMs(failures: number, rules: BackoffRules, random: Random): number {
  const ceilingMs = Math.min(rules.capMs, rules.baseMs * 2 ** (failures - 1));
  return Math.floor(random.uniform() * ceilingMs);
}
